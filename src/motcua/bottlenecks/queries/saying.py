"""The conclusion of a diagnosis in two sentences, and the words for steps, times and causes. Positions, never names."""

from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from motcua.bottlenecks.queries.diagnosis.sheet import names_of_steps
from motcua.bottlenecks.rules.diagnosis import Conclusion, Diagnosis, Key, Reason
from motcua.criteria.queries.drilling import TOO_SLACK
from motcua.criteria.queries.fields import names_of
from motcua.kernel import charts
from motcua.kernel.bilingual import Text
from motcua.kernel.charts.numbers import short
from motcua.organizations.models import Body, Role, Unit


@dataclass(frozen=True)
class Words:
    """The names that a diagnosis uses, read at once."""

    steps: dict[tuple[str, str], Text] = field(default_factory=dict)
    units: dict[str, tuple[Text, Text]] = field(default_factory=dict)
    """A unit's own name and its body's."""
    body_of: dict[str, str] = field(default_factory=dict)
    """The code of a unit's body."""
    bodies: dict[str, Text] = field(default_factory=dict)
    procedures: dict[str, Text] = field(default_factory=dict)
    procedure: str = ""

    def step(self, key: Key) -> str:
        """A step by its name in the sheet; steps of several procedures by what they are."""
        if key.step and (name := self.steps.get((self.procedure, key.step))):
            return str(name)
        return key.step or kind_of(key.kind)

    def unit(self, code: str) -> str:
        """A unit with its body."""
        if code not in self.units:
            return code
        name, body = self.units[code]
        return f"{name} – {body}"

    def body(self, code: str) -> str:
        return str(self.bodies.get(code, code))

    def name_of(self, code: str) -> str:
        """A procedure, or a body."""
        return str(self.procedures.get(code) or self.bodies.get(code) or code)


def words_for(found: Diagnosis) -> Words:
    """Four queries, whatever a diagnosis found."""
    procedure = found.asked.procedure or _only_procedure(found)
    rows = Unit.objects.filter(code__in=_units(found)).select_related("body")
    bodies = Body.objects.filter(code__in=_bodies(found)).values_list("code", "name_vi", "name_en")
    codes = {one.procedure for one in found.dossiers} | {part.code for part in found.parts}
    codes |= {found.asked.procedure} | {str(cause.where.get("procedure", "")) for cause in found.causes}
    return Words(
        names_of_steps([procedure]) if procedure else {},
        {unit.code: (unit.name, unit.body.name) for unit in rows},
        {unit.code: unit.body.code for unit in rows},
        {code: Text(vi, en) for code, vi, en in bodies},
        names_of(codes - {""}),
        procedure,
    )


def _only_procedure(found: Diagnosis) -> str:
    codes = {one.procedure for one in found.dossiers}
    return codes.pop() if len(codes) == 1 else ""


def _units(found: Diagnosis) -> set[str]:
    units = {row.holder.unit for row in found.contributions}
    units |= {row.unit for row in found.units}
    units |= {found.conclusion.holder.unit} if found.conclusion else set()
    return units | {str(cause.where["unit"]) for cause in found.causes if "unit" in cause.where}


def _bodies(found: Diagnosis) -> set[str]:
    codes = {found.asked.body} | {part.code for part in found.parts} | {one.body for one in found.dossiers}
    codes |= {str(cause.where.get("body", "")) for cause in found.causes}
    return codes | ({found.peer.body} if found.peer else set())


def kind_of(kind: str) -> str:
    """What a step is, where several procedures are told together."""
    words = {
        "process": pgettext("kind of step", "Work on the dossier"),
        "consult": pgettext("kind of step", "Opinion"),
        "draft": pgettext("kind of step", "Draft of the result"),
        "submit": pgettext("kind of step", "Submission"),
        "approve": pgettext("kind of step", "Approval"),
        "sign": pgettext("kind of step", "Signature"),
        "deliver": pgettext("kind of step", "Issue of the result"),
    }
    return words.get(kind, kind)


def position_of(role: str) -> str:
    """A role as a position."""
    return str(Role(role).label) if role in Role.values else role


def hours(minutes: int | None) -> str:
    """Working time, as limits are written: in working hours."""
    return "–" if minutes is None else short(charts.plain(Fraction(minutes, 60), 1))


def working(minutes: int | None) -> str:
    """Working time in a sentence."""
    return _("%(hours)s working hours") % {"hours": hours(minutes)}


def reason_of(reason: Reason) -> str:
    """A cause in a few words."""
    return {
        Reason.CITIZEN: _("Waiting for the applicant to complete the dossier"),
        Reason.AGENCY: _("Waiting for another agency"),
        Reason.PAYMENT: _("Waiting for the fee to be paid"),
        Reason.SIGNATURE: _("A queue before the signature"),
        Reason.BATCH: _("Gathered and done on a few weekdays"),
        Reason.OPINION: _("Waiting for an opinion inside the body"),
        Reason.SYSTEM: _("Nothing could be recorded for a time"),
        Reason.ABSENCE: _("An officer was away and nobody stood in"),
        Reason.OVERLOAD: _("More arrives than one officer can do"),
        Reason.PAPER: _("A paper that applicants do not understand"),
    }[reason]


def conclusion_of(found: Diagnosis, words: Words | None = None) -> tuple[str, str]:
    """Where the time goes and who holds it; how many, what would come back, and how large the sample is.

    Where nothing may be concluded, the two sentences say that and why.
    """
    if not found.enough:
        return _too_few(found)
    if not found.late:
        return _nothing_lost(found)
    told = words or words_for(found)
    if not found.by_steps:
        return _by_parts(found, told)
    slack = (found.rest or {}).get(TOO_SLACK, Fraction(0))
    one = found.conclusion
    if one is None or slack > one.points:
        return _slack(found, slack)
    return _where(one, told), _how_many(one)


def _too_few(found: Diagnosis) -> tuple[str, str]:
    first = ngettext(
        "%(count)s dossier is too few to conclude anything: at least %(least)s are needed.",
        "%(count)s dossiers are too few to conclude anything: at least %(least)s are needed.",
        found.cases,
    ) % {"count": charts.whole(found.cases), "least": charts.whole(found.least)}
    return first, _("The list below shows them; choose a longer period or a larger body for a conclusion.")


def _nothing_lost(found: Diagnosis) -> tuple[str, str]:
    if found.by_steps:
        first = _("None of the %(count)s dossiers was late here.") % {"count": charts.whole(found.cases)}
    else:
        first = _("None of the %(count)s cases misses the criterion here.") % {
            "count": charts.whole(found.cases)
        }
    return first, _("There is nothing to mend; the figures below show how the work runs.")


def _by_parts(found: Diagnosis, words: Words) -> tuple[str, str]:
    first = max(found.parts, key=lambda part: (part.points, part.missing, part.code))
    told = {
        "name": words.name_of(first.code) if first.code else _("Of no procedure"),
        "points": charts.plain(first.points, 2),
        "all": charts.plain(found.points, 2),
        "missing": charts.whole(first.missing),
        "cases": charts.whole(first.cases),
    }
    where = _("Most is lost by “%(name)s”: %(points)s of the %(all)s points lost here.") % told
    many = _(
        "%(missing)s of its %(cases)s cases miss the criterion; the sample is %(sample)s cases, "
        "and %(points)s points would come back if none did."
    ) % (told | {"sample": charts.whole(found.cases)})
    return where, many


def _slack(found: Diagnosis, slack: Fraction) -> tuple[str, str]:
    first = _(
        "The limits of the steps are slacker than the legal time: dossiers are late although every step keeps its own."
    )
    second = _(
        "%(points)s of the %(all)s points lost belong to no step; %(late)s of %(cases)s dossiers were late."
    ) % {
        "points": charts.plain(slack, 2),
        "all": charts.plain(found.points, 2),
        "late": charts.whole(found.late),
        "cases": charts.whole(found.cases),
    }
    return first, second


def _where(one: Conclusion, words: Words) -> str:
    told = {
        "share": charts.share(one.share, 0),
        "step": words.step(one.key),
        "position": position_of(one.key.role),
        "unit": words.unit(one.holder.unit),
        "time": working(one.waiting if one.waits else one.processing),
        "limit": working(one.limit),
    }
    if one.limit is None:
        return (
            _(
                "%(share)s of the delay lies with “%(step)s” (%(position)s, %(unit)s): median of those %(time)s."
            )
            % told
        )
    if one.waits:
        return (
            _(
                "%(share)s of the delay lies before “%(step)s” is taken up (%(position)s, %(unit)s): "
                "median wait of those %(time)s, limit of the step %(limit)s."
            )
            % told
        )
    return (
        _(
            "%(share)s of the delay lies in doing “%(step)s” (%(position)s, %(unit)s): "
            "median %(time)s, limit of the step %(limit)s."
        )
        % told
    )


def _how_many(one: Conclusion) -> str:
    told = {
        "through": charts.whole(one.through),
        "of": charts.whole(one.of),
        "saved": charts.whole(one.saved),
        "points": charts.plain(one.regained, 2),
        "sample": charts.whole(one.sample),
    }
    if one.holder.officer:
        return (
            _(
                "%(through)s of %(of)s late dossiers went through one officer there; had this step alone kept its "
                "limit, %(saved)s would have been in time: +%(points)s points (sample: %(sample)s dossiers)."
            )
            % told
        )
    return (
        _(
            "%(through)s of %(of)s late dossiers went through this unit; had this step alone kept its limit, "
            "%(saved)s would have been in time: +%(points)s points (sample: %(sample)s dossiers)."
        )
        % told
    )
