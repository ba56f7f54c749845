"""What a meeting gives into the hand: the letter, the notice, its documents, calendar files."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.clock.queries import now
from motcua.files.serving import VIEWER, as_download
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.results.composing import preview
from motcua.results.models import Instrument
from motcua.results.rendering import render as as_pdf
from motcua.results.rules.tokens import new_token
from motcua.schedule.access import readable_notice, visible
from motcua.schedule.models import Document
from motcua.schedule.queries.calendars import file_for, file_of, officer_of_feed
from motcua.schedule.queries.duties import duty_of
from motcua.schedule.queries.letters import draft_of, letter_draft_of
from motcua.schedule.rules.calendar_files import MEDIA_TYPE


@require_safe
@officer_required
def letter(request: OfficerRequest, code: str) -> HttpResponse:
    """The signed letter of invitation; before the call its draft, marked as one."""
    at = now()
    meeting = visible(duty_of(request.officer, at), code)
    if meeting.letter is not None and meeting.letter.file is not None:
        return cast(HttpResponse, as_download(meeting.letter.file, f"giay-moi-{code}.pdf", inline=True))
    paper = letter_draft_of(meeting, at=at)
    return _pdf(as_pdf(preview(_with_token(paper), at=at)), f"giay-moi-{code}.pdf")


@require_safe
@officer_required
def notice(request: OfficerRequest, notice: str) -> HttpResponse:
    """The signed notice of conclusions; before that its draft."""
    at = now()
    found = readable_notice(duty_of(request.officer, at), notice)
    if found.instrument is not None and found.instrument.file is not None:
        return cast(HttpResponse, as_download(found.instrument.file, f"{notice}.pdf", inline=True))
    return _pdf(as_pdf(preview(_with_token(draft_of(found, at=at)), at=at)), f"{notice}.pdf")


@require_safe
@officer_required
def document(request: OfficerRequest, code: str, number: int) -> HttpResponse:
    meeting = visible(duty_of(request.officer, now()), code)
    found = get_object_or_404(Document.objects.select_related("file"), meeting=meeting, number=number)
    return cast(HttpResponse, as_download(found.file, found.file_name))


@require_safe
@officer_required
def calendar(request: OfficerRequest, code: str) -> HttpResponse:
    meeting = visible(duty_of(request.officer, now()), code)
    return _ics(file_of(meeting, link=True), f"{code}.ics")


@require_safe
@officer_required
def own_calendar(request: OfficerRequest) -> HttpResponse:
    return _ics(file_for(request.officer, at=now(), link=True), "cuoc-hop.ics")


@require_safe
@never_cache
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """For calendar programs, which do not sign in. Without video links: an address may be passed on."""
    officer = officer_of_feed(secret)
    if officer is None:
        raise Http404
    return _ics(file_for(officer, at=now(), link=False), "cuoc-hop.ics")


def _with_token(paper: Instrument) -> Instrument:
    """A draft's code leads nowhere; it only takes its place on the page."""
    paper.token = new_token()
    return paper


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "Cache-Control": "no-store",
        "Content-Security-Policy": VIEWER,
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _ics(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)
