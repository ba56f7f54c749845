"""Changes and assumptions of a what-if in the reader's language."""

from collections.abc import Callable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from motcua.bottlenecks.rules.whatif.changes import Batch, Change, Limit, Merge, Officers, Paper

HOUR = 60


def change_words(change: Change) -> str:
    """What would be changed, as a sentence."""
    return _WORDS[type(change)](change)


def _limit(change: Limit) -> str:
    facts = {"step": change.step, "hours": f"{change.minutes / HOUR:g}", "procedure": change.procedure}
    if change.procedure:
        return _("Step “%(step)s” of %(procedure)s gets a limit of %(hours)s working hours.") % facts
    return _("Step “%(step)s” of all procedures gets a limit of %(hours)s working hours.") % facts


def _merge(change: Merge) -> str:
    return _("Steps “%(first)s” and “%(second)s” become one, done by whoever does the first.") % {
        "first": change.first,
        "second": change.second,
    }


def _officers(change: Officers) -> str:
    facts = {
        "count": change.count,
        "unit": change.unit,
        "from": change.taken_from[0],
        "day": date_format(change.starts_on, "SHORT_DATE_FORMAT") if change.starts_on else _("now"),
    }
    if change.taken_from[0]:
        return _("%(count)s officers move from %(from)s to %(unit)s, from %(day)s on.") % facts
    return _("%(count)s more officers work in %(unit)s, from %(day)s on.") % facts


def _paper(change: Paper) -> str:
    return _("Paper “%(paper)s” of %(procedure)s is asked for no more.") % {
        "paper": change.paper,
        "procedure": change.procedure,
    }


def _batch(change: Batch) -> str:
    if change.weekdays:
        return _("%(unit)s works on %(days)s days of the week only.") % {
            "unit": change.unit,
            "days": len(change.weekdays),
        }
    return _("%(unit)s works through its queue every day.") % {"unit": change.unit}


_WORDS: dict[type, Callable[[Any], str]] = {
    Limit: _limit,
    Merge: _merge,
    Officers: _officers,
    Paper: _paper,
    Batch: _batch,
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
