"""The import: send a file, look at what it would change, confirm, see what was changed."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.catalog.access import editor_required
from motcua.catalog.queries.drafts import draft_of, known_codes
from motcua.catalog.queries.pages import fields
from motcua.catalog.queries.search import near
from motcua.catalog.rules import iso_sheet
from motcua.catalog.rules.editing.parts import code_of
from motcua.catalog.rules.editing.starting import beginning
from motcua.catalog.rules.editing.verdict import verdict
from motcua.catalog.rules.listed import RowError
from motcua.catalog.rules.listing import HEADERS, template, with_reasons
from motcua.catalog.rules.problems import Unreadable
from motcua.catalog.rules.sheet import net_of
from motcua.catalog.rules.spreadsheets import rows_of
from motcua.catalog.services.importing import (
    CHANGED,
    NEW,
    OWN,
    SAME,
    Planned,
    content_before,
    digest_of_plan,
    import_list,
    import_sheet,
    planned,
)
from motcua.catalog.views.admin.draft import SEE_OTHER
from motcua.catalog.views.admin.incoming import (
    DRAWING,
    LIST,
    SALT,
    SHEET,
    Incoming,
    check,
    incoming,
    steps_in,
    table_in,
    take_in,
)
from motcua.catalog.views.admin.words import headline, name_of
from motcua.catalog.views.procedure import XLSX
from motcua.clock.queries import now
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest

UNPROCESSABLE, CONFLICT = 422, 409
MOST_LINES = 300
Errors = list[tuple[str, str]]
Facts = dict[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def import_page(request: OfficerRequest) -> HttpResponse:
    if request.method != "POST":
        return _ask(request, LIST, request.GET.get("thu-tuc", ""), [])
    kind = SHEET if request.POST.get("kind") == SHEET else LIST
    code = request.POST.get("code", "").strip() if kind == SHEET else ""
    if kind == SHEET and content_before(code) is None:
        return _ask(request, kind, code, [("code", _unknown(code))])
    try:
        reference = take_in(request, kind=kind, code=code, at=now())
        check(request, reference)
    except Unreadable as unreadable:
        return _ask(request, kind, code, [(f"{kind}-file", str(each)) for each in unreadable.problems])
    except Refusal as refusal:
        if refusal.code != "file-waiting":
            return _ask(request, kind, code, [(f"{kind}-file", str(refusal))])
    return HttpResponseRedirect(reverse("catalog:dry_run", args=[reference]), status=SEE_OTHER)


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def dry_run(request: OfficerRequest, reference: str) -> HttpResponse:
    """What the file would change; POST changes it."""
    try:
        file = incoming(request, reference)
        look = _look_at_list if file.kind == LIST else _look_at_sheet
        if request.method != "POST":
            return _looked(request, reference, file, look(file))
        return (_write_list if file.kind == LIST else _write_sheet)(request, file)
    except Refusal as refusal:
        errors = [("", str(refusal))]
        if refusal.code == "file-waiting":
            return _ask(request, LIST, "", errors)
        return _looked(request, reference, file, {**look(file), "errors": errors}, status=CONFLICT)
    except Unreadable as unreadable:
        return _ask(request, LIST, "", [("list-file", str(each)) for each in unreadable.problems])


@require_safe
@editor_required
def wrong_rows(request: OfficerRequest, reference: str) -> HttpResponse:
    """The rows with errors as a spreadsheet, with the reasons."""
    file = incoming(request, reference)
    if file.kind == DRAWING:
        raise Http404
    lines = rows_of(file.content)
    errors = table_in(file).errors if file.kind == LIST else steps_in(file)[1]
    return _spreadsheet(with_reasons(lines, errors), "dong-loi.xlsx")


@require_safe
@editor_required
def imported(request: OfficerRequest, result: str) -> HttpResponse:
    try:
        counts = signing.loads(result, salt=f"{SALT}.done")
    except signing.BadSignature as error:
        raise Http404 from error
    return render(request, "catalog/admin/imported.jinja", {"figures": _figures(counts)})


@require_safe
@editor_required
def import_template(request: OfficerRequest, kind: str) -> HttpResponse:
    """The empty table with a sample: `danh-muc` (the list) or `quy-trinh` (an ISO sheet)."""
    if kind == "danh-muc":
        first = next(iter(fields()), None)
        return _spreadsheet(template(first.name.vi if first else ""), "mau-danh-muc.xlsx")
    sample = beginning({}, on=now().date())["process"]
    return _spreadsheet(iso_sheet.write(net_of(sample), title=""), "mau-quy-trinh.xlsx")


def _ask(request: OfficerRequest, kind: str, code: str, errors: Errors) -> HttpResponse:
    facts = {"kind": kind, "typed": code, "errors": errors}
    return render(request, "catalog/admin/import.jinja", facts, status=UNPROCESSABLE if errors else 200)


def _unknown(code: str) -> str:
    alike = near(code)
    if alike:
        return _("There is no procedure %(code)s. Is it %(near)s?") % {
            "code": code[:40],
            "near": alike[0].code,
        }
    return _("There is no procedure with this code: copy the code from the catalogue.")


def _looked(
    request: OfficerRequest, reference: str, file: Incoming, facts: Facts, *, status: int = 200
) -> HttpResponse:
    told = {"file": file, "reference": reference, "errors": [], "notes": [], "most": MOST_LINES, **facts}
    return render(request, "catalog/admin/dry_run.jinja", told, status=status)


def _look_at_list(file: Incoming) -> Facts:
    table = table_in(file)
    plan = planned(table.good)
    wrong = len({error.row for error in table.errors})
    return {
        "figures": _figures({**Counter(line.fate for line in plan), "wrong": wrong}),
        "lines": [_line(line) for line in plan if line.fate in (NEW, CHANGED)],
        "wrong": _told(table.errors),
        "wrong_rows": wrong,
        "seen": digest_of_plan(plan),
        "may_write": any(line.fate in (NEW, CHANGED) for line in plan),
    }


def _write_list(request: OfficerRequest, file: Incoming) -> HttpResponse:
    table = table_in(file)
    seen = request.POST.get("seen", "")
    plan = import_list(table.good, seen=seen, by=request.officer, at=now())
    counts = {**Counter(line.fate for line in plan), "wrong": len({error.row for error in table.errors})}
    result = signing.dumps(counts, salt=f"{SALT}.done")
    return HttpResponseRedirect(reverse("catalog:imported", args=[result]), status=SEE_OTHER)


def _look_at_sheet(file: Incoming) -> Facts:
    rows, errors = steps_in(file)
    before = content_before(file.code) or {"process": []}
    draft = draft_of(file.code)
    plan = _fates(before.get("process", []), rows)
    whole = verdict({**before, "process": rows}, known_codes()) if not errors else None
    notes = (
        [str(problem) for problem in whole.problems if problem.where.startswith("process")] if whole else []
    )
    gone = {code_of(row) for row in before.get("process", [])} - {line.code for line in plan}
    return {
        "figures": _figures({**Counter(line.fate for line in plan), "gone": len(gone), "wrong": len(errors)}),
        "lines": [_line(line) for line in plan if line.fate in (NEW, CHANGED)],
        "wrong": _told(errors),
        "wrong_rows": 0 if file.kind == DRAWING else len({error.row for error in errors}),
        "notes": notes,
        "name": name_of(before),
        "seen": draft.revision if draft else 0,
        "may_write": not errors and (bool(gone) or any(line.fate != SAME for line in plan)),
    }


def _write_sheet(request: OfficerRequest, file: Incoming) -> HttpResponse:
    rows, errors = steps_in(file)
    if errors:
        raise Refusal(_("Mend the rows with errors and send the file again."), code="sheet-with-errors")
    seen = request.POST.get("seen", "")
    number = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else -1
    import_sheet(file.code, rows, seen=number, by=request.officer, at=now())
    return HttpResponseRedirect(reverse("catalog:draft", args=[file.code]), status=SEE_OTHER)


def _fates(before: Sequence[Facts], rows: Sequence[Facts]) -> list[Planned]:
    known = {code_of(row): row for row in before}
    plan = []
    for row in rows:
        code = code_of(row)
        fate = NEW if code not in known else SAME if known[code] == row else CHANGED
        plan.append(Planned(code, headline(row), fate))
    return plan


def _line(line: Planned) -> tuple[str, str, str, str]:
    """(code, name, what becomes of it, what changes) in words."""
    fate = _("New") if line.fate == NEW else _("Changed")
    told = [f"{HEADERS[column]}: {old} → {new}" for column, old, new in line.changes]
    return line.code, line.name, fate, "; ".join(told)


def _told(errors: Sequence[RowError]) -> list[tuple[str, str, str]]:
    return [(str(error.row), error.column, str(error.error)) for error in errors]


def _figures(counts: dict[str, int]) -> list[Facts]:
    words = {
        NEW: (_("New"), "green"),
        CHANGED: (_("Changed"), "blue"),
        SAME: (_("Unchanged"), "grey"),
        OWN: (_("Passed over: published with versions of their own"), "grey"),
        "gone": (_("Taken out"), "amber"),
        "wrong": (_("Rows with errors"), "red"),
    }
    return [
        {"value": counts.get(name, 0), "label": label, "tone": tone if counts.get(name) else "grey"}
        for name, (label, tone) in words.items()
        if counts.get(name) or name in (NEW, CHANGED, SAME, "wrong")
    ]


def _spreadsheet(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)
