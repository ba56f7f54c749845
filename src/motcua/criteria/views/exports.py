"""The tables of a page as files: one as CSV, or all of them as one workbook."""

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from motcua.criteria.queries.scores import View
from motcua.kernel import charts
from motcua.kernel.spreadsheets import CSV, XLSX, workbook

Tables = Mapping[str, tuple[str, charts.Table]]
"""By the word that names a table in an address: its title and what it holds."""


def wanted(request: HttpRequest) -> bool:
    return bool(request.GET.get("xuat"))


def exported(
    request: HttpRequest, seen: View, tables: Tables, facts: Sequence[tuple[str, str]]
) -> HttpResponse:
    """`xuat=csv&bang=NAME`, or `xuat=xlsx`."""
    kind, name = request.GET["xuat"], request.GET.get("bang", "")
    if kind == "xlsx":
        sheets = [charts.as_sheet(title, table) for title, table in tables.values()]
        return _file(workbook(sheets, _("About this file"), facts), XLSX, seen, "", "xlsx")
    if kind != "csv" or name not in tables:
        raise Http404
    return _file(charts.as_csv(tables[name][1]), CSV, seen, name, "csv")


def _file(content: bytes, media: str, seen: View, name: str, ending: str) -> HttpResponse:
    words = [slugify(one) for one in ("chi-so", seen.node.code, seen.over.code, seen.field, name) if one]
    answer = HttpResponse(content, content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="{"-".join(words)}.{ending}"'
    return answer
