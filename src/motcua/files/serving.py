"""Giving files back. Whoever calls this has already asked whether this person may see this file."""

from django.http import FileResponse
from django.utils.translation import gettext as _

from motcua.files.models import Scan, StoredFile
from motcua.files.queries import path_of
from motcua.files.rules.names import display_name
from motcua.kernel.refusals import Refusal

PDF = "application/pdf"
SHOWN_IN_PAGE = {PDF, "image/jpeg", "image/png"}
SANDBOX = "default-src 'none'; sandbox"
# the browser's own PDF viewer does not run in a sandbox; no script, no fetch, no frame either way
VIEWER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def as_download(stored: StoredFile, name: str, *, inline: bool = False) -> FileResponse:
    """The bytes, streamed, under a clean name (RFC 6266). Only what was found clean.

    `inline` shows PDFs and photos in the browser; other kinds are always downloads. Refuses file-waiting and
    file-infected.
    """
    _refuse_unless_clean(stored)
    shown = inline and stored.media_type in SHOWN_IN_PAGE
    response = FileResponse(
        path_of(stored).open("rb"),
        as_attachment=not shown,
        filename=display_name(name),
        content_type=stored.media_type,
    )
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": VIEWER if shown and stored.media_type == PDF else SANDBOX,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
    for header, value in headers.items():
        response.headers[header] = value
    return response


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
