"""The tables of these pages, for the screen and for files."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from motcua.bottlenecks.models import DeviationDecision
from motcua.bottlenecks.queries.conformance import Found
from motcua.bottlenecks.queries.conformance.deciding import Key, key_of
from motcua.bottlenecks.queries.reworking import Line, Reworked
from motcua.bottlenecks.views.conformance.asking import Tables
from motcua.bottlenecks.views.conformance.words import Names, kind_of
from motcua.kernel import charts
from motcua.kernel.bilingual import Text
from motcua.kernel.charts import Column, Table

HOURS = charts.places(1)


def hours(minutes: int) -> Fraction:
    return Fraction(minutes, 60)


def tables_of(found: Found, again: Reworked, names: Names, last: Mapping[Key, DeviationDecision]) -> Tables:
    return {
        "lech": (_("Departures from the sheets"), _departures(found, names, last)),
        "quay-lai": (_("Returned to an earlier step"), _returns(again.returns, names)),
        "bo-sung": (_("Asked for again"), _supplements(again.supplements, names)),
        "tu-choi": (_("Refused at intake"), _refusals(again.refusals, names)),
    }


def _departures(found: Found, names: Names, last: Mapping[Key, DeviationDecision]) -> Table:
    columns = (
        Column(_("Code of the procedure")), Column(_("Procedure")), Column(_("Version"), charts.whole),
        Column(_("Step")), Column(_("Departure")), Column(_("Dossiers"), charts.whole),
        Column(_("Dossiers judged"), charts.whole), Column(_("Working hours over the limit"), HOURS),
        Column(_("State")),
    )  # fmt: skip
    rows = []
    for one in found.patterns:
        kept = last.get(key_of(one))
        rows.append((
            one.procedure, names.procedure(one.procedure), one.version, names.step(one.procedure, one.step),
            kind_of(one.kind), one.dossiers, one.runs, hours(one.minutes),
            kept.get_decision_display() if kept else _("Not decided"),
        ))  # fmt: skip
    return Table(columns, tuple(rows))


def _returns(lines: Sequence[Line], names: Names) -> Table:
    return _lines(
        lines, names, (_("From the step"), _("Back to the step")),
        lambda one: (names.step(one.procedure, one.source), names.step(one.procedure, one.what)),
    )  # fmt: skip


def _supplements(lines: Sequence[Line], names: Names) -> Table:
    return _lines(lines, names, (_("Paper or question"),), lambda one: (names.item(one.procedure, one.what),))


def _refusals(lines: Sequence[Line], names: Names) -> Table:
    return _lines(lines, names, (_("Reason"),), lambda one: (names.reason(one.what),))


def _lines(
    lines: Sequence[Line], names: Names, heads: Sequence[str], told: Callable[[Line], tuple[Text, ...]]
) -> Table:
    columns = (
        Column(_("Code of the procedure")), Column(_("Procedure")), *(Column(head) for head in heads),
        Column(_("Times"), charts.whole), Column(_("Dossiers"), charts.whole),
        Column(_("Dossiers more than once"), charts.whole), Column(_("Working hours"), HOURS),
        Column(_("Codes of the dossiers")),
    )  # fmt: skip
    rows: list[tuple[charts.tables.Value, ...]] = [
        (
            one.procedure, names.procedure(one.procedure), *told(one), one.times, one.dossiers, one.again,
            hours(one.minutes), " ".join(sorted(one.codes)),
        )
        for one in lines
    ]  # fmt: skip
    return Table(columns, tuple(rows))
