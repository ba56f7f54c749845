"""The tables of a diagnosis: as they are shown, and as CSV or a workbook."""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from django.utils.translation import gettext as _

from motcua.bottlenecks.queries.saying import Words, hours, position_of, reason_of
from motcua.bottlenecks.rules.diagnosis import Contribution, Diagnosis, Spread
from motcua.criteria.queries.drilling import MEANWHILE, NO_STEP, TOO_SLACK
from motcua.criteria.rules.losses import LAST_YEAR, LEFT_OUT, NOT_KNOWN, NOTHING, ROUNDING, STEPS
from motcua.kernel import charts
from motcua.kernel.charts.tables import Column, Table, Value

THREE = charts.places(3)
Tables = dict[str, tuple[str, Table]]


def worked(value: charts.Number) -> str:
    return hours(int(value))


def tables_of(
    found: Diagnosis,
    words: Words,
    named: Mapping[Contribution, tuple[str, str]],
    causes: list[tuple[str, str]],
) -> Tables:
    """Those that have rows, in the order of the page."""
    several = {
        "steps": (_("Steps: waiting and work against the limit"), steps(found, words)),
        "flows": (_("Hand-overs"), flows(found, words)),
        "contributions": (_("Who bears the points lost"), contributions(found, words, named)),
        "parts": (_("Where the points were lost"), parts(found, words)),
        "units": (_("By the unit that is the first to work on the dossier"), units(found, words)),
        "causes": (
            _("Causes that the ledger shows"),
            Table((Column(_("Cause")), Column(_("Finding"))), tuple(causes)),
        ),
        "peer": (_("Beside the best peer"), peer(found, words)),
        "excluded": (_("Waits that are not the body's"), excluded(found)),
        "dossiers": (_("Dossiers that lost points"), dossiers(found, words)),
    }
    return {name: (title, table) for name, (title, table) in several.items() if table.rows}


def steps(found: Diagnosis, words: Words) -> Table:
    columns = (
        Column(_("Step")),
        Column(_("Position")),
        Column(_("Rounds"), charts.whole),
        Column(_("Wait, median (hours)"), worked),
        Column(_("Wait, p90 (hours)"), worked),
        Column(_("Work, median (hours)"), worked),
        Column(_("Work, p90 (hours)"), worked),
        Column(_("Limit (hours)"), worked),
        Column(_("Over the limit"), charts.share),
        Column(_("Returns"), charts.whole),
        Column(_("Points lost"), THREE),
    )
    rows: list[tuple[Value, ...]] = [
        (
            words.step(one.key),
            position_of(one.key.role),
            one.rounds,
            *_both(one.waiting),
            *_both(one.processing),
            one.limit,
            one.over_share,
            one.returns,
            one.points,
        )
        for one in found.steps
    ]
    return Table(columns, tuple(rows))


def _both(time: Spread | None) -> tuple[int | None, int | None]:
    return (None, None) if time is None else (time.median, time.p90)


def flows(found: Diagnosis, words: Words) -> Table:
    columns = (
        Column(_("From")),
        Column(_("To")),
        Column(_("Times"), charts.whole),
        Column(_("Wait, median (hours)"), worked),
        Column(_("Wait, p90 (hours)"), worked),
        Column(_("Sent back")),
    )
    rows: list[tuple[Value, ...]] = [
        (
            f"{words.step(one.source)} ({position_of(one.source.role)})",
            f"{words.step(one.target)} ({position_of(one.target.role)})",
            one.count,
            *_both(one.waiting),
            _("yes") if one.back else "",
        )
        for one in found.flows
    ]
    return Table(columns, tuple(rows))


def contributions(found: Diagnosis, words: Words, named: Mapping[Contribution, tuple[str, str]]) -> Table:
    """Together with what no step bears they are the points lost; the last row is the sum."""
    columns = (
        Column(_("Step")),
        Column(_("Position")),
        Column(_("Unit")),
        Column(_("Rounds"), charts.whole),
        Column(_("Made late"), charts.whole),
        Column(_("Wait, median (hours)"), worked),
        Column(_("Points lost"), THREE),
    )
    rows: list[tuple[Value, ...]] = [
        (words.step(row.key), *named[row], row.rounds, row.cases, row.waiting, row.points)
        for row in found.contributions
    ]
    if not found.by_steps or not (rows or found.rest):
        return Table(columns, ())
    rows += [
        (rest_of(code), "", "", None, None, None, points)
        for code, points in (found.rest or {}).items()
        if points
    ]
    rows.append((_("Together"), "", "", None, None, None, found.points))
    return Table(columns, tuple(rows))


def parts(found: Diagnosis, words: Words) -> Table:
    """Where lateness is split over steps: over procedures and bodies as well, by the dossiers."""
    columns = (
        Column(_("Code")),
        Column(_("Body or procedure")),
        Column(_("Cases"), charts.whole),
        Column(_("Miss it"), charts.whole),
        Column(_("Points lost"), THREE),
    )
    if found.by_steps:
        return Table(columns, ())
    rows: list[tuple[Value, ...]] = [
        (
            one.code,
            words.name_of(one.code) if one.code else _("Of no procedure"),
            one.cases,
            one.missing,
            one.points,
        )
        for one in found.parts
    ]
    if not rows:
        return Table(columns, ())
    rows += [("", rest_of(code), None, None, points) for code, points in (found.rest or {}).items() if points]
    rows.append(("", _("Together"), None, None, found.points))
    return Table(columns, tuple(rows))


def units(found: Diagnosis, words: Words) -> Table:
    columns = (
        Column(_("Unit")),
        Column(_("Cases"), charts.whole),
        Column(_("Miss it"), charts.whole),
        Column(_("Points lost"), THREE),
    )
    if not found.units:
        return Table(columns, ())
    rows: list[tuple[Value, ...]] = [
        (words.unit(one.unit) if one.unit else _("Nobody has begun yet"), one.cases, one.missing, one.points)
        for one in found.units
    ]
    if rest := found.points - sum((one.points for one in found.units), Fraction(0)):
        rows.append((_("Of no single dossier"), None, None, rest))
    rows.append((_("Together"), None, None, found.points))
    return Table(columns, tuple(rows))


def by_place(found: Diagnosis, *, procedures: bool) -> list[tuple[str, int, Fraction]]:
    """Late dossiers and their points by procedure or body, what lost most first."""
    totals: dict[str, tuple[int, Fraction]] = defaultdict(lambda: (0, Fraction(0)))
    for one in found.dossiers:
        code = one.procedure if procedures else one.body
        count, points = totals[code]
        totals[code] = (count + 1, points + one.points)
    rows = [(code, count, points) for code, (count, points) in totals.items()]
    return sorted(rows, key=lambda row: (-row[2], -row[1], row[0]))


def peer(found: Diagnosis, words: Words) -> Table:
    columns = (
        Column(_("Step")),
        Column(_("Position")),
        Column(_("Median here (hours)"), worked),
        Column(_("Median there (hours)"), worked),
    )
    if found.peer is None:
        return Table(columns, ())
    rows: list[tuple[Value, ...]] = [
        (words.step(key), position_of(key.role), here, there)
        for key, (there, here) in sorted(found.peer.steps.items(), key=lambda one: one[1][0] - one[1][1])
    ]
    return Table(columns, tuple(rows))


def excluded(found: Diagnosis) -> Table:
    columns = (
        Column(_("Wait")),
        Column(_("Dossiers"), charts.whole),
        Column(_("Wait, median (hours)"), worked),
        Column(_("Wait, p90 (hours)"), worked),
        Column(_("Late all the same"), charts.whole),
    )
    rows: list[tuple[Value, ...]] = [
        (reason_of(one.reason), one.dossiers, one.time.median, one.time.p90, one.late)
        for one in found.excluded
    ]
    return Table(columns, tuple(rows))


def dossiers(found: Diagnosis, words: Words) -> Table:
    columns = (
        Column(_("Code")),
        Column(_("Procedure")),
        Column(_("Due")),
        Column(_("Finished")),
        Column(_("Overdue (hours)"), worked),
        Column(_("Step that bears most")),
        Column(_("Points lost"), charts.places(4)),
    )
    rows: list[tuple[Value, ...]] = [
        (
            one.code,
            words.name_of(one.procedure),
            f"{one.due_at:%Y-%m-%d}" if one.due_at else "",
            f"{one.ended_at:%Y-%m-%d}" if one.ended_at else "",
            one.overdue if found.by_steps else None,
            words.step(one.key) if one.key else "",
            one.points,
        )
        for one in found.dossiers
    ]
    return Table(columns, tuple(rows))


def rest_of(code: str) -> str:
    """Why points belong to nobody here."""
    words = {
        NOTHING: _("Nothing to measure"),
        NOT_KNOWN: _("Not known"),
        LEFT_OUT: _("Left out: the system cannot know it"),
        STEPS: _("Points given by steps"),
        ROUNDING: _("Rounding"),
        LAST_YEAR: _("Last year's cases stand in"),
        TOO_SLACK: _("Limits too slack: every step kept its own"),
        NO_STEP: _("No step: not for being late"),
        MEANWHILE: _("Counted while this page was being read"),
    }
    return words.get(code, code)
