"""What happened to a dossier, told from the ledger in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from motcua.catalog.rules.document import Document
from motcua.dossiers.queries.norms import lateness_reasons, refusal_reasons, stopping_reasons
from motcua.kernel.bilingual import Text
from motcua.kernel.money import vnd
from motcua.ledger.models import Entry
from motcua.ledger.queries import entries_of
from motcua.organizations.models import Officer, Unit

SENTENCES = {
    "dossier.filed": gettext_noop("Filed (%(channel)s) with %(papers)s papers."),
    "dossier.intake_refused": gettext_noop("Not accepted: %(reasons)s."),
    "dossier.received": gettext_noop("Received. Due at %(due_at)s."),
    "dossier.handed_over": gettext_noop("Handed over to %(to_unit)s."),
    "step.opened": gettext_noop("“%(step)s” lies with %(unit)s."),
    "step.taken": gettext_noop("“%(step)s” was taken by %(officer)s."),
    "step.given": gettext_noop("“%(step)s” was given to %(officer)s."),
    "step.finished": gettext_noop("“%(step)s” was finished: %(outcome)s."),
    "step.cancelled": gettext_noop("“%(step)s” was taken back."),
    "opinion.given": gettext_noop("%(unit)s gave its opinion: %(opinion)s."),
    "supplement.requested": gettext_noop("A supplement was requested by %(respond_by)s: %(items)s. The clock stops."),
    "supplement.given": gettext_noop("The supplement was given: %(items)s."),
    "dossier.extended": gettext_noop("Apology and new date: from %(old_due_at)s to %(due_at)s, because: %(reason)s."),
    "dossier.stopped": gettext_noop("Stopped: %(reason)s."),
    "dossier.withdrawn": gettext_noop("Withdrawn by the applicant."),
    "dossier.refused": gettext_noop("Refused: %(reasons)s."),
    "dossier.completed": gettext_noop("Processing has ended with a result."),
    "dossier.delivered": gettext_noop("The result was returned (%(channel)s)."),
    "dossier.corrected": gettext_noop("An earlier entry was corrected: %(reason)s."),
    "invoice.charged": gettext_noop("%(total)s was charged."),
    "invoice.settled": gettext_noop("%(amount)s was paid, receipt %(receipt)s."),
    "result.drafted": gettext_noop("The result was drafted."),
    "result.issued": gettext_noop("The result was signed: number %(number)s."),
    "result.replaced": gettext_noop("The result was replaced."),
    "result.revoked": gettext_noop("The result was revoked."),
}  # fmt: skip
OUTCOMES = {
    "done": gettext_noop("done"),
    "return": gettext_noop("returned"),
    "refuse": gettext_noop("refusal"),
    "cancelled": gettext_noop("taken back"),
}
OPINIONS = {
    "agree": gettext_noop("agrees"),
    "disagree": gettext_noop("disagrees"),
    "remarks": gettext_noop("has remarks"),
}
CHANNELS = {
    "online": gettext_noop("online"),
    "counter": gettext_noop("at the counter"),
    "post": gettext_noop("by post"),
}
MOMENTS = ("due_at", "old_due_at", "respond_by")


@dataclass(frozen=True)
class Told:
    """One entry in words. `who` is a name, or empty where the applicant or the house itself acted."""

    at: datetime
    words: str
    who: str


def history(code: str, document: Document) -> list[Told]:
    """Everything that happened, the latest first. Three queries."""
    entries = list(entries_of(code))
    units, officers = _names(entries)
    steps = {step.id: step.name for step in document.net.steps.values()}
    items = {paper.code: paper.name for paper in document.papers}
    items |= {field.code: field.label for section in document.sections for field in section.fields}
    told = [
        Told(e.occurred_at, _words(e, units, officers, steps, items), officers.get(e.actor, ""))
        for e in entries
        if e.kind in SENTENCES
    ]
    return told[::-1]


def outcome_words(outcome: str) -> str:
    return _(OUTCOMES[outcome]) if outcome in OUTCOMES else outcome


def opinion_words(opinion: str) -> str:
    return _(OPINIONS[opinion]) if opinion in OPINIONS else opinion


def _names(entries: Iterable[Entry]) -> tuple[dict[str, Text], dict[str, str]]:
    said = [value for e in entries for value in (*e.data.values(), e.actor) if isinstance(value, str)]
    units = Unit.objects.filter(code__in=said).values_list("code", "name_vi", "name_en")
    officers = Officer.objects.filter(code__in=said).values_list("code", "name")
    return {code: Text(vi, en) for code, vi, en in units}, dict(officers)


def _words(
    entry: Entry,
    units: Mapping[str, Text],
    officers: Mapping[str, str],
    steps: Mapping[str, Text],
    items: Mapping[str, Text],
) -> str:
    facts = {name: _said(name, value, items) for name, value in entry.data.items()}
    facts["step"] = str(steps.get(entry.data.get("step", ""), entry.data.get("step", "")))
    for name in ("unit", "to_unit"):
        facts[name] = str(units.get(entry.data.get(name, ""), entry.data.get(name, "")))
    facts["officer"] = officers.get(entry.data.get("officer", ""), "")
    given = entry.kind == "step.taken" and entry.data.get("officer") != entry.actor
    kind = "step.given" if given else entry.kind
    return _(SENTENCES[kind]) % _Forgiving(facts)


def _said(name: str, value: Any, items: Mapping[str, Text]) -> str:
    if name in MOMENTS:
        return date_format(localtime(datetime.fromisoformat(value)), "H:i d/m/Y")
    if name in ("total", "amount"):
        return vnd(value)
    if name in ("reasons", "reason"):
        known = {**refusal_reasons(), **stopping_reasons(), **lateness_reasons()}
        codes = [value] if isinstance(value, str) else value
        return "; ".join(str(known.get(code, code)) for code in codes)
    if name == "items":
        return "; ".join(str(items.get(code, code)) for code in value)
    words = {"outcome": OUTCOMES, "opinion": OPINIONS, "channel": CHANNELS}.get(name, {})
    return _(words[value]) if isinstance(value, str) and value in words else str(value)


class _Forgiving(dict[str, str]):
    """A fact that an old entry lacks is left out."""

    def __missing__(self, key: str) -> str:
        return "…"
