"""Changes and assumptions of a what-if in the reader's language."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from motcua.bottlenecks.queries.whatif_choices import role_name
from motcua.bottlenecks.rules.whatif.changes import Batch, Change, Limit, Merge, Officers, Paper

HOUR = 60


def change_words(change: Mapping[str, Any]) -> str:
    """What would be changed, as a sentence. `change`: as `told_change` tells it."""
    return _WORDS[change["change"]](change)


def told_change(change: Change) -> dict[str, Any]:
    """A change as plain values, for an answer that is kept."""
    told: dict[str, Any] = {"change": _KINDS[type(change)], **asdict(change)}
    if isinstance(change, Officers):
        told["starts_on"] = change.starts_on and change.starts_on.isoformat()
    if isinstance(change, Batch):
        told["weekdays"] = sorted(change.weekdays)
    return told


def _limit(change: Mapping[str, Any]) -> str:
    facts = {**change, "hours": f"{change['minutes'] / HOUR:g}"}
    if change["procedure"]:
        return _("Step “%(step)s” of %(procedure)s gets a limit of %(hours)s working hours.") % facts
    return _("Step “%(step)s” of all procedures gets a limit of %(hours)s working hours.") % facts


def _merge(change: Mapping[str, Any]) -> str:
    return _("Steps “%(first)s” and “%(second)s” become one, done by whoever does the first.") % change


def _officers(change: Mapping[str, Any]) -> str:
    starts = change["starts_on"]
    day = date_format(date.fromisoformat(starts), "SHORT_DATE_FORMAT") if starts else _("today")
    facts = {**change, "role": role_name(change["role"]), "from": change["taken_from"][0], "day": day}
    if facts["from"]:
        return _("Officers who move from %(from)s to %(unit)s (%(role)s) on %(day)s: %(count)s.") % facts
    return _("Officers added to %(unit)s (%(role)s) on %(day)s: %(count)s.") % facts


def _paper(change: Mapping[str, Any]) -> str:
    return _("Paper “%(paper)s” of %(procedure)s is asked for no more.") % change


def _batch(change: Mapping[str, Any]) -> str:
    if change["weekdays"]:
        facts = {**change, "days": len(change["weekdays"])}
        return _("%(unit)s works through its queue on fixed days of the week only: %(days)s.") % facts
    return _("%(unit)s works through its queue every day.") % change


_KINDS: dict[type, str] = {
    Limit: "limit",
    Merge: "merge",
    Officers: "officer",
    Paper: "paper",
    Batch: "batch",
}
_WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "limit": _limit,
    "merge": _merge,
    "officer": _officers,
    "paper": _paper,
    "batch": _batch,
}


def assumption(told: dict[str, Any]) -> str:
    """What was assumed and how much was seen of it, as a sentence."""
    words = {
        "arrivals": _(
            "Dossiers keep coming as in the last %(weeks)s weeks, drawn again week by week; no new trend or season."
        ),
        "ways": _(
            "Each goes the way, with returns and supplements, of one of %(dossiers)s dossiers that have ended."
        ),
        "hands": _(
            "Working time, queues and lying are read off %(turns)s turns of steps in %(teams)s teams; whoever is free "
            "takes what has waited longest."
        ),
        "limits": _(
            "Times follow limits as they do across %(steps)s steps today (power %(slope)s ± %(error)s): seen beside "
            "each other, not proved by a change."
        ),
        "paper": _("“%(paper)s” was asked for %(asked)s times; those supplements alone fall away."),
        "batched": _(
            "%(unit)s was seen to do this work on some weekdays only, and goes on so unless changed."
        ),
        "lent": _("Work for dossiers of other bodies goes on: %(turns)s turns were seen."),
    }
    return words[told["code"]] % told
