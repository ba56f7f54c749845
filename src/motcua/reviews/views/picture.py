"""The caller's view of a review: who has sent, what the reports say together, what is sent on."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from motcua.clock.queries import now
from motcua.directives.queries.duties import duty_of as tasks_of
from motcua.directives.rules.windows import spoken
from motcua.files.serving import VIEWER, as_download
from motcua.kernel.refusals import Refusal
from motcua.kernel.spreadsheets import XLSX, Sheet, workbook
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.organizations.queries import power_to_sign, told_by_mail
from motcua.results.composing import preview
from motcua.results.rendering import render as as_pdf
from motcua.reviews import services
from motcua.reviews.access import call_for
from motcua.reviews.forms.calls import ExtensionForm, errors_in
from motcua.reviews.models import Call, Consolidation
from motcua.reviews.queries.duties import duty_of
from motcua.reviews.queries.offices import DOCX, as_docx
from motcua.reviews.queries.papers import picture_content, receiver_of, unsigned_picture
from motcua.reviews.queries.pictures import Picture, lines, picture_of, reports_of
from motcua.reviews.rules.document import day, number, place_in_words
from motcua.reviews.rules.states import NOT_SENT
from motcua.reviews.views.showing import caller_in_words, state_of, time_of

SEE_OTHER, CONFLICT, UNPROCESSABLE = 303, 409, 422
STALE = {"closed", "closed-before", "not-now", "somebody-was-faster"}


@require_safe
@officer_required
def call(request: OfficerRequest, code: str) -> HttpResponse:
    at = now()
    found = call_for(duty_of(request.officer, localdate(at)), code)
    kind = request.GET.get("xuat", "")
    if kind:
        return _exported(request, found, kind, at)
    return _page(request, found, at)


@require_POST
@officer_required
def act(request: OfficerRequest, code: str, act: str) -> HttpResponse:
    """`nhac`: reminds everybody who has not sent; `gui-tong-hop`: signs the whole and sends it on; `gia-han`: a
    later day; `dong`: closes.
    """
    at = now()
    found = call_for(duty_of(request.officer, localdate(at)), code)
    if act not in ACTS:
        raise Http404
    try:
        messages.success(request, ACTS[act](request, found, at))
    except Refusal as refusal:
        field = next(iter(refusal.fields), "")
        status = CONFLICT if refusal.code in STALE else UNPROCESSABLE
        return _page(request, found, at, [(field, str(refusal))], status=status)
    return HttpResponseRedirect(reverse("reviews:call", args=[code]), status=SEE_OTHER)


@require_safe
@officer_required
def consolidation(request: OfficerRequest, code: str, number: int) -> HttpResponse:
    """The signed paper of what was sent on."""
    found = call_for(duty_of(request.officer, localdate(now())), code)
    rows = Consolidation.objects.select_related("instrument__file")
    frozen = get_object_or_404(rows, call=found, number=number)
    assert frozen.instrument.file is not None
    name = f"{frozen.instrument.number.replace('/', '-')}.pdf"
    return cast(HttpResponse, as_download(frozen.instrument.file, name, inline=True))


def _remind(request: OfficerRequest, found: Call, at: datetime) -> str:
    reminded = len(services.remind_all(found, by=request.officer, at=at))
    words = ngettext("%(num)s body has been reminded.", "%(num)s bodies have been reminded.", reminded)
    return words % {"num": reminded}


def _send_on(request: OfficerRequest, found: Call, at: datetime) -> str:
    made = services.send_on(found, to=request.POST.get("to", ""), by=request.officer, at=at)
    return _("The consolidated report %(number)s is signed and sent on.") % {"number": made.instrument.number}


def _extend(request: OfficerRequest, found: Call, at: datetime) -> str:
    form = ExtensionForm(request.POST)
    if not form.is_valid():
        field, words = errors_in(form)[0]
        raise Refusal(words, code="invalid", fields={field: "invalid"})
    said = form.cleaned_data
    held = services.extend(found, said["before_on"], reason=said["reason"], by=request.officer, at=at)
    return _("Reports are due before %(day)s now; all who were asked are told.") % {
        "day": date_format(held.before_on, "SHORT_DATE_FORMAT")
    }


def _close(request: OfficerRequest, found: Call, at: datetime) -> str:
    services.close(found, by=request.officer, at=at)
    return _("%(code)s is closed.") % {"code": found.code}


ACTS: dict[str, Callable[[OfficerRequest, Call, datetime], str]] = {
    "nhac": _remind,
    "gui-tong-hop": _send_on,
    "gia-han": _extend,
    "dong": _close,
}


def _page(
    request: OfficerRequest,
    found: Call,
    at: datetime,
    errors: list[tuple[str, str]] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    on = localdate(at)
    reports = reports_of(found)
    picture = picture_of(found)
    waiting = [one for one in reports if one.state in NOT_SENT]
    facts: dict[str, Any] = {
        "call": found,
        "caller": caller_in_words(found),
        "period": spoken(found.period),
        "lines": [(line.report, state_of(line.report), time_of(line)) for line in lines(reports, on)],
        "picture": picture,
        "missing": len(waiting),
        "may_remind": bool(waiting) and not found.is_closed,
        "may_sign": power_to_sign(request.officer, found.keeper, at) is not None,
        "tasks": tasks_of(request.officer, on),
        "sent_on": list(found.consolidations.select_related("instrument").order_by("-number")),
        "receiver": request.POST.get("to") or (receiver_of(found) if found.feeds else ""),
        "gathering": list(Call.objects.filter(feeds=found).order_by("pk")),
        "number": number,
        "day": day,
        "place": place_in_words,
        "extensions": list(found.extensions.order_by("at", "pk")),
        "mails": told_by_mail(found.code),
        "typed": {name: request.POST.get(name, "") for name in ("before_on", "reason", "to")},
        "errors": errors or [],
    }
    return render(request, "reviews/call.jinja", facts, status=status)


def _exported(request: OfficerRequest, found: Call, kind: str, at: datetime) -> HttpResponse:
    picture = picture_of(found)
    if kind == "pdf":
        paper = preview(unsigned_picture(found, picture, by=request.officer, at=at), at=at)
        return _file(as_pdf(paper), "application/pdf", found, "pdf", inline=True)
    if kind == "docx":
        content = picture_content(found, picture)
        return _file(as_docx("Báo cáo tổng hợp", content, receiver_of(found)), DOCX, found, "docx")
    if kind == "xlsx":
        return _file(_workbook(found, picture), XLSX, found, "xlsx")
    raise Http404


def _workbook(found: Call, picture: Picture) -> bytes:
    """Who sent; per criterion; per body and criterion; what is kept."""
    reports = [
        (
            one.body.code,
            str(one.body.name),
            str(one.get_state_display()),
            one.first_sent_at,
            int(one.late),
            one.reminders,
        )
        for one in reports_of(found)
    ]
    criteria = [
        (row.criterion, row.name, row.short, row.measured, row.lost, len(row.kept)) for row in picture.rows
    ]
    measures = [
        (
            row.criterion,
            row.name,
            one.body_name,
            one.lost,
            one.rate,
            one.cause,
            one.responsible,
            one.measure,
            day(one.by),
        )
        for row in picture.rows
        for one in row.measures
    ]
    kept = [(row.criterion, row.name, body, keeps) for row in picture.rows for body, keeps in row.kept]
    sheets = [
        Sheet(_("Reports"), (_("Code"), _("Body"), _("State"), _("First sent"), _("Late"), _("Reminders")), reports),
        Sheet(
            _("By criterion"),
            (_("Code"), _("Criterion"), _("Falling short"), _("Measured"), _("Points lost"), _("Met")),
            criteria,
        ),
        Sheet(
            _("Measures"),
            (
                _("Code"), _("Criterion"), _("Body"), _("Points lost"), _("Rate (%)"), _("Cause"),
                _("Responsible"), _("Measure"), _("By"),
            ),
            measures,
        ),
        Sheet(_("Criteria met"), (_("Code"), _("Criterion"), _("Body"), _("How it is kept")), kept),
    ]  # fmt: skip
    facts = [
        (_("Review of shortcomings"), f"{found.code} {found.title}"),
        (_("Source document"), found.source),
        (_("Period"), found.period),
        (_("Criteria set"), found.criteria_set),
        (_("Reports"), picture.state),
    ]
    return workbook(sheets, _("About this file"), facts)


def _file(content: bytes, media: str, found: Call, ending: str, *, inline: bool = False) -> HttpResponse:
    answer = HttpResponse(content, content_type=media)
    how = "inline" if inline else "attachment"
    answer["Content-Disposition"] = f'{how}; filename="tong-hop-{found.code}.{ending}"'
    answer["Cache-Control"] = "no-store"
    if inline:
        answer["Content-Security-Policy"] = VIEWER
    return answer
