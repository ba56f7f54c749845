"""One body's report: read, edited, put before who signs, signed, sent; by the caller returned or asked for again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.clock.queries import now
from motcua.directives.queries.duties import duty_of as tasks_of
from motcua.files.serving import VIEWER, as_download
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.results.composing import preview
from motcua.results.rendering import render as as_pdf
from motcua.reviews import services
from motcua.reviews.access import report_for
from motcua.reviews.forms.calls import texts_in
from motcua.reviews.models import Report, Version
from motcua.reviews.queries.comparing import numbers_seen
from motcua.reviews.queries.duties import Duty, duty_of, parts_in
from motcua.reviews.queries.offices import DOCX, as_docx
from motcua.reviews.queries.papers import content_of, fingerprint, holder_of, title_of, unsigned
from motcua.reviews.queries.pictures import gathered_for, lines, rows_of
from motcua.reviews.queries.stories import story_of
from motcua.reviews.rules.document import day, figure_in_words, number, summary
from motcua.reviews.rules.drafting import edited, key
from motcua.reviews.rules.figures import Figures, Standing, from_json
from motcua.reviews.rules.states import Act, Part, State, open_to
from motcua.reviews.views.report_words import ACTS, FORMS, EditForm
from motcua.reviews.views.showing import caller_in_words, state_of, time_of

SEE_OTHER, CONFLICT, UNPROCESSABLE = 303, 409, 422
STALE = {"not-now", "closed", "draft-changed", "somebody-was-faster", "reminded-today"}


@require_safe
@officer_required
def report(request: OfficerRequest, code: str, body: str) -> HttpResponse:
    at = now()
    duty = duty_of(request.officer, localdate(at))
    return _page(request, report_for(duty, code, body, at), duty, at)


@require_safe
@officer_required
def paper(request: OfficerRequest, code: str, body: str, kind: str) -> HttpResponse:
    """The signed paper, or the draft as it would be printed; `docx`: to work on with, unsigned."""
    at = now()
    duty = duty_of(request.officer, localdate(at))
    found = report_for(duty, code, body, at)
    version = _seen(found, duty)
    if version is None or kind not in ("pdf", "docx"):
        raise Http404
    if kind == "docx":
        content = as_docx(title_of(found), content_of(found, version), holder_of(found))
        return _file(content, DOCX, f'attachment; filename="{found.code}.docx"')
    signed = version.instrument
    if signed is not None and signed.file is not None:
        return cast(
            HttpResponse, as_download(signed.file, f"{signed.number.replace('/', '-')}.pdf", inline=True)
        )
    drawn = as_pdf(preview(unsigned(found, version, by=request.officer, at=at), at=at))
    answer = _file(drawn, "application/pdf", f'inline; filename="du-thao-{found.code}.pdf"')
    answer["Content-Security-Policy"] = VIEWER
    return answer


@require_POST
@officer_required
def act(request: OfficerRequest, code: str, body: str, act: str) -> HttpResponse:
    at = now()
    duty = duty_of(request.officer, localdate(at))
    found = report_for(duty, code, body, at)
    if act not in ACTS:
        raise Http404
    try:
        DO[ACTS[act]](request, found, at)
    except Refusal as refusal:
        fields = [(field, str(refusal)) for field in refusal.fields] or [("", str(refusal))]
        fresh = report_for(duty, code, body, at)
        status = CONFLICT if refusal.code in STALE else UNPROCESSABLE
        return _page(request, fresh, duty, at, errors=fields, status=status)
    messages.success(request, _("Done: %(act)s.") % {"act": FORMS[ACTS[act]].label})
    way = reverse("reviews:report", args=[code, body])
    return HttpResponseRedirect(way, status=SEE_OTHER)


def _draft(request: OfficerRequest, found: Report, at: datetime) -> None:
    services.draft(found, by=request.officer, at=at)


def _edit(request: OfficerRequest, found: Report, at: datetime) -> None:
    version = _newest(found)
    texts = texts_in(request.POST, version.drafted if version else {})
    services.edit(found, texts, by=request.officer, at=at)


def _submit(request: OfficerRequest, found: Report, at: datetime) -> None:
    services.submit(found, by=request.officer, at=at)


def _take_back(request: OfficerRequest, found: Report, at: datetime) -> None:
    services.take_back(found, by=request.officer, at=at)


def _sign(request: OfficerRequest, found: Report, at: datetime) -> None:
    services.sign(found, by=request.officer, at=at, shown=request.POST.get("shown", ""))


def _send(request: OfficerRequest, found: Report, at: datetime) -> None:
    services.send(found, by=request.officer, at=at)


def _send_back(request: OfficerRequest, found: Report, at: datetime) -> None:
    services.send_back(found, reason=request.POST.get("text", ""), by=request.officer, at=at)


def _remind(request: OfficerRequest, found: Report, at: datetime) -> None:
    services.remind(found, by=request.officer, at=at)


DO: dict[Act, Callable[[OfficerRequest, Report, datetime], None]] = {
    Act.DRAFT: _draft,
    Act.EDIT: _edit,
    Act.SUBMIT: _submit,
    Act.TAKE_BACK: _take_back,
    Act.SIGN: _sign,
    Act.SEND: _send,
    Act.RETURN: _send_back,
    Act.REMIND: _remind,
}


def _page(
    request: OfficerRequest,
    found: Report,
    duty: Duty,
    at: datetime,
    *,
    errors: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    on = localdate(at)
    version, parts = _seen(found, duty), parts_in(found, duty, at)
    may = open_to(State(found.state), parts, closed=found.call.is_closed)
    (line,) = lines([found], on)
    facts: dict[str, Any] = {
        "report": found,
        "call": found.call,
        "caller": caller_in_words(found.call),
        "state": state_of(found),
        "time": time_of(line),
        "acts": [(one, FORMS[one]) for one in FORMS if one in may and one is not Act.EDIT],
        "may_edit": Act.EDIT in may,
        "is_caller": Part.CALLER in parts,
        "writes": bool(parts & {Part.WRITER, Part.SIGNER}),
        "story": story_of(found),
        "extensions": list(found.call.extensions.order_by("at", "pk")),
        "typed_text": request.POST.get("text", ""),
        "compares": len(numbers_seen(found, duty)) > 1,
        "errors": errors or [],
        "version": version,
        "editing": None,
        "day": day,
        "number": number,
        "words": figure_in_words,
    }
    if version is not None:
        facts |= _content(request, found, version, at, editing=Act.EDIT in may)
    return render(request, "reviews/report.jinja", facts, status=status)


def _content(
    request: OfficerRequest, found: Report, version: Version, at: datetime, *, editing: bool
) -> dict[str, Any]:
    figures = from_json(version.figures)
    typed = texts_in(request.POST, version.drafted) if request.method == "POST" else {}
    wants = "sua" in request.GET or bool(typed)
    tasks = tasks_of(request.officer, localdate(at))
    gathered = gathered_for(found)
    return {
        "figures": figures,
        "summary": summary(figures),
        "kept": figures.of(Standing.KEPT),
        "unknown": figures.of(Standing.UNKNOWN),
        "texts": version.texts | typed,
        "edited": edited(version.drafted, version.texts),
        "editing": EditForm() if editing and wants else None,
        "shown": fingerprint(found, version),
        "key": key,
        "task_ways": _task_ways(found, figures) if tasks.gives and tasks.may_measure(found.body.code) else {},
        "gathered": rows_of(gathered),
        "answers": [one for one in found.call.questions if one["part"] == "text"],
    }


def _task_ways(found: Report, figures: Figures) -> dict[str, str]:
    """By criterion: the form of a directive with the finding in its address."""
    ways = {}
    for line in figures.of(Standing.SHORT):
        if line.is_mean:
            continue
        # The measured body is where most was lost; that of the report where nothing below it stands out.
        asked = {
            "cq": line.place.body or found.body.code,
            "tc": line.criterion,
            "ky": figures.period,
            "tthc": line.place.procedure,
            "bo": figures.criteria_set,
        }
        ways[line.criterion] = f"{reverse('directives:new')}?{urlencode(asked)}"
    return ways


def _newest(found: Report) -> Version | None:
    return found.versions.select_related("instrument__file").filter(number=found.version).first()


def _seen(found: Report, duty: Duty) -> Version | None:
    """The version that this reader sees: who only called sees what was sent, not what is being written."""
    if found.body_id not in duty.writes and duty.is_caller_of(found.call) and found.state != State.SENT:
        return None
    return _newest(found)


def _file(content: bytes, media: str, how: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media)
    answer["Content-Disposition"] = how
    answer["Cache-Control"] = "no-store"
    return answer
