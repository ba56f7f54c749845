"""Resumable uploads: tus 1.0.0, core with creation, expiration and termination. Sessions and CSRF as
everywhere.
"""

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from typing import IO, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _

from motcua.files.models import Upload
from motcua.files.queries import now
from motcua.files.rules.kinds import MAX_BYTES
from motcua.files.services import append_to_upload, begin_upload, drop_upload, finish_upload
from motcua.kernel.refusals import Refusal

VERSION = "1.0.0"
PIECES = "application/offset+octet-stream"
STATUS = {"file-offset": 409, "file-too-big": 413, "file-expired": 410, "file-too-many": 429}
View = Callable[..., HttpResponse]


def tus(view: View) -> View:
    """The manners of the protocol: its version both ways, a signed-in account, refusals as plain text."""

    @wraps(view)
    def answer(request: HttpRequest, **arguments: str) -> HttpResponse:
        response = _guarded(view, request, arguments)
        response.headers["Tus-Resumable"] = VERSION
        response.headers["Cache-Control"] = "no-store"
        return response

    return answer


def _guarded(view: View, request: HttpRequest, arguments: dict[str, str]) -> HttpResponse:
    if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
        return HttpResponse(status=412, headers={"Tus-Version": VERSION})
    if not _owner(request):
        return _told(_("Sign in again; what has arrived is kept."), status=401)
    try:
        return view(request, **arguments)
    except Refusal as refusal:
        return _told(str(refusal), status=STATUS.get(refusal.code, 422))
    except (ValueError, KeyError, binascii.Error):
        return _told(_("The upload was not described as it should be. Choose the file again."), status=400)


@tus
def uploads(request: HttpRequest) -> HttpResponse:
    if request.method == "OPTIONS":
        offers = {"Tus-Version": VERSION, "Tus-Extension": "creation,expiration,termination"}
        return HttpResponse(status=204, headers={**offers, "Tus-Max-Size": str(MAX_BYTES)})
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST, OPTIONS"})
    described = _metadata(request.headers.get("Upload-Metadata", ""))
    upload = begin_upload(
        owner=_owner(request),
        name=described["filename"],
        length=_whole_number(request, "Upload-Length"),
        accepts=described.get("accepts", "pdf,image").split(","),
        at=now(),
    )
    location = reverse("files:upload", args=[upload.token])
    return HttpResponse(status=201, headers={"Location": location, **_expiry(upload)})


@tus
def upload(request: HttpRequest, *, token: str) -> HttpResponse:
    found = Upload.objects.filter(token=token, owner=_owner(request)).first()
    if found is None:
        return _told(_("There is no such upload. Choose the file again."), status=404)
    if request.method == "HEAD":
        place = {"Upload-Offset": str(found.offset), "Upload-Length": str(found.length)}
        return HttpResponse(headers={**place, **_expiry(found)})
    if request.method == "PATCH":
        return _take(request, found)
    if request.method == "DELETE":
        drop_upload(found)
        return HttpResponse(status=204)
    return HttpResponse(status=405, headers={"Allow": "HEAD, PATCH, DELETE"})


def _take(request: HttpRequest, upload: Upload) -> HttpResponse:
    """More bytes. With the last one the file is looked through at once, so that the person hears of a fault
    now.
    """
    if request.content_type != PIECES:
        return HttpResponse(status=415)
    at = now()
    offset = _whole_number(request, "Upload-Offset")
    upload = append_to_upload(upload, content=cast(IO[bytes], request), offset=offset, at=at)
    if upload.offset == upload.length:
        try:
            finish_upload(upload.token, owner=upload.owner, accepts=upload.accepts, at=at)
        except Refusal:
            drop_upload(upload)
            raise
    return HttpResponse(status=204, headers={"Upload-Offset": str(upload.offset), **_expiry(upload)})


def _owner(request: HttpRequest) -> str:
    return str(getattr(request.user, "code", ""))


def _whole_number(request: HttpRequest, header: str) -> int:
    text = request.headers[header]
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise ValueError(header)
    return int(text)


def _metadata(header: str) -> dict[str, str]:
    pairs = (pair.strip().partition(" ") for pair in header.split(",") if pair.strip())
    return {key: base64.b64decode(value, validate=True).decode() for key, _space, value in pairs}


def _expiry(upload: Upload) -> dict[str, str]:
    return {"Upload-Expires": http_date(upload.expires_at.timestamp())}


def _told(sentence: str, *, status: int) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
