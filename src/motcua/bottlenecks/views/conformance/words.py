"""Departures, returns, papers and reasons in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from motcua.bottlenecks.queries.diagnosis.sheet import names_of_steps
from motcua.bottlenecks.queries.reworking import Line
from motcua.bottlenecks.rules.conformance import Kind
from motcua.catalog.models import Version
from motcua.catalog.queries import document_of
from motcua.criteria.queries.fields import names_of
from motcua.dossiers.queries.norms import refusal_reasons
from motcua.kernel.bilingual import Text
from motcua.organizations.models import Body, Role, UnitKind


class Names:
    """The names that a page uses, read at once: three queries."""

    def __init__(self, procedures: Iterable[str]) -> None:
        codes = set(procedures)
        self._procedures = names_of(codes)
        self._steps = names_of_steps(codes)
        self._papers = _papers(codes)

    def procedure(self, code: str) -> Text:
        return self._procedures.get(code, Text(code))

    def step(self, procedure: str, code: str) -> Text:
        return self._steps.get((procedure, code), Text(code))

    def item(self, procedure: str, code: str) -> Text:
        """A paper or a question that was asked for again."""
        return self._papers.get((procedure, code), Text(code))

    def reason(self, code: str) -> Text:
        return refusal_reasons().get(code, Text(code))

    def back(self, line: Line) -> str:
        return _("%(source)s → back to %(target)s") % {
            "source": self.step(line.procedure, line.source),
            "target": self.step(line.procedure, line.what),
        }


def _papers(codes: set[str]) -> dict[tuple[str, str], Text]:
    found: dict[tuple[str, str], Text] = {}
    rows = Version.objects.filter(procedure__code__in=codes).select_related("procedure")
    for row in rows.order_by("number"):
        document = document_of(row)
        found |= {(row.procedure.code, paper.code): paper.name for paper in document.papers}
        for section in document.sections:
            found |= {(row.procedure.code, field.code): field.label for field in section.fields}
    return found


def kind_of(kind: str) -> str:
    return {
        Kind.SKIPPED: pgettext("departure from a sheet", "Step skipped"),
        Kind.OUT_OF_ORDER: pgettext("departure from a sheet", "Out of order"),
        Kind.EXTRA: pgettext("departure from a sheet", "Step beyond the sheet"),
        Kind.WRONG_ROLE: pgettext("departure from a sheet", "Done in another role"),
        Kind.WRONG_UNIT: pgettext("departure from a sheet", "Done by another unit"),
        Kind.OVER_LIMIT: pgettext("departure from a sheet", "Over its time limit"),
    }[Kind(kind)]


def seen_as(kind: str, seen: str, procedure: str, names: Names) -> str:
    """What was found in place of what the sheet says."""
    if kind in (Kind.OUT_OF_ORDER, Kind.EXTRA):
        if not seen:
            return _("as the first step")
        return _("after “%(step)s”") % {"step": names.step(procedure, seen)}
    if kind == Kind.WRONG_ROLE:
        roles = [str(Role(one).label) for one in seen.split("+") if one in Role.values]
        return ", ".join(roles) or _("no role in that unit")
    if seen in UnitKind.values:
        return str(UnitKind(seen).label)
    body = Body.objects.filter(code=seen).first()
    return str(body.name) if body else seen
