"""The register (form 07) of the officer's body for a period: on the page, as PDF, as a workbook."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.clock.queries import now
from motcua.dossiers.forms.officer import PeriodForm, errors_in
from motcua.dossiers.queries.control import register as register_of
from motcua.dossiers.tables import XLSX, Cell, as_xlsx
from motcua.dossiers.views.officer.opening import UNPROCESSABLE
from motcua.files.serving import VIEWER
from motcua.organizations.access import OfficerRequest, role_required
from motcua.organizations.models import Role
from motcua.results.rendering import render as as_pdf
from motcua.results.rules.forms import Register

SHOWN = 100
MOST_DAYS = 366


@require_safe
@role_required(Role.ONE_STOP, Role.CLERK, Role.HEAD, Role.LEADER, Role.REFORM)
def register(request: OfficerRequest) -> HttpResponse:
    at = now()
    today = localdate(at)
    typed = {"tu": f"{today - timedelta(days=6):%d/%m/%Y}", "den": f"{today:%d/%m/%Y}"}
    typed |= {name: request.GET[name] for name in typed if name in request.GET}
    form = PeriodForm(typed)
    facts: dict[str, Any] = {"typed": typed, "shown": SHOWN, "body": request.officer.body}
    errors = [] if form.is_valid() else errors_in(form)
    if not errors and (form.cleaned_data["den"] - form.cleaned_data["tu"]).days > MOST_DAYS:
        errors = [("den", _("Choose a period of one year at most."))]
    if errors:
        facts |= {"register": None, "errors": errors}
        return render(request, "dossiers/officer/register.jinja", facts, status=UNPROCESSABLE)
    first, last = form.cleaned_data["tu"], form.cleaned_data["den"]
    found = register_of(request.officer.body, from_on=first, until_on=last, at=at)
    if request.GET.get("xuat") == "pdf":
        return _file(as_pdf(found), first, last, "pdf", "application/pdf", inline=True)
    if request.GET.get("xuat") == "xlsx":
        return _file(_workbook(found), first, last, "xlsx", XLSX)
    facts |= {"register": found, "errors": []}
    return render(request, "dossiers/officer/register.jinja", facts)


def _workbook(found: Register) -> bytes:
    head = ["Mã hồ sơ", "Thủ tục", "Người nộp", "Địa chỉ", "Tiếp nhận", "Hẹn trả", "Cơ quan giải quyết"]
    head += ["Giải quyết xong", "Trả kết quả", "Hình thức trả", "Trạng thái"]
    rows: list[list[Cell]] = [
        [
            row.code, row.procedure, row.applicant, row.address, row.received_at, row.due_at, row.handled_by,
            row.finished_at, row.delivered_at, row.delivery, row.status,
        ]
        for row in found.rows
    ]  # fmt: skip
    facts = [
        ("Sổ theo dõi hồ sơ", found.letterhead.body),
        ("Từ ngày", f"{found.from_on:%d/%m/%Y}"),
        ("Đến ngày", f"{found.until_on:%d/%m/%Y}"),
    ]
    return as_xlsx("Sổ theo dõi hồ sơ", head, rows, facts)


def _file(
    content: bytes, first: date, last: date, kind: str, media: str, *, inline: bool = False
) -> HttpResponse:
    way = "inline" if inline else "attachment"
    headers = {
        "Content-Disposition": f'{way}; filename="so-theo-doi-{first:%Y%m%d}-{last:%Y%m%d}.{kind}"',
        "Cache-Control": "no-store",
    }
    if inline:
        headers["Content-Security-Policy"] = VIEWER
    return HttpResponse(content, content_type=media, headers=headers)
