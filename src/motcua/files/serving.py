"""Giving files back. Whoever calls this has already asked whether this person may see this file."""

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from motcua.files.models import Scan, StoredFile
from motcua.files.queries import path_of
from motcua.files.rules.names import display_name
from motcua.kernel.refusals import Refusal

WHOLE_BYTES = 2 << 20  # up to here read at once: most papers
PDF = "application/pdf"
SHOWN_IN_PAGE = {PDF, "image/jpeg", "image/png"}
SANDBOX = "default-src 'none'; sandbox"
# the browser's own PDF viewer does not run in a sandbox; no script, no fetch, no frame either way
VIEWER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def as_download(stored: StoredFile, name: str, *, inline: bool = False) -> HttpResponseBase:
    """The bytes under a clean name (RFC 6266). Only what was found clean; large files are streamed.

    `inline` shows PDFs and photos in the browser; other kinds are always downloads. Refuses file-waiting and
    file-infected.
    """
    _refuse_unless_clean(stored)
    shown = inline and stored.media_type in SHOWN_IN_PAGE
    response = _body(stored)
    headers = {
        "Content-Type": stored.media_type,
        "Content-Disposition": content_disposition_header(not shown, display_name(name)) or "inline",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": VIEWER if shown and stored.media_type == PDF else SANDBOX,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
    for header, value in headers.items():
        response.headers[header] = value
    return response


def _body(stored: StoredFile) -> HttpResponseBase:
    if stored.size <= WHOLE_BYTES:
        return HttpResponse(path_of(stored).read_bytes())
    return FileResponse(path_of(stored).open("rb"))


def _refuse_unless_clean(stored: StoredFile) -> None:
    if stored.scan == Scan.PENDING:
        raise Refusal(
            _("This file is still waiting for the virus check. Try again in a few minutes."),
            code="file-waiting",
        )
    if stored.scan == Scan.INFECTED:
        raise Refusal(
            _("A virus was found in this file. It cannot be opened; ask for it again."), code="file-infected"
        )
