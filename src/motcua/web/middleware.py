"""What holds for every answer: strict headers, and a page for every refusal."""

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse

from motcua.kernel.refusals import Refusal
from motcua.web.problems import PROBLEMS, draw

# The one character that no column keeps; nobody types it, so it is refused wherever it comes.
_NO_TEXT = ("NUL (0x00)", "\\u0000 cannot be converted")
GetResponse = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def strict_headers(get_response: GetResponse) -> GetResponse:
    """A view may say something narrower or wider itself; what it says stands."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


class DrawProblems:
    """An empty refusal of a view (405, 413, 429 …) gets a page, and so does a Refusal that no view caught, and text
    that cannot be kept.

    Answers for machines (below /api/, or with a body of their own) are left as they are.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code not in PROBLEMS or response.streaming or response.content:
            return response
        if request.path.startswith("/api/") or request.method == "HEAD":
            return response
        page = draw(request, response.status_code)
        for name, value in response.headers.items():
            if name not in ("Content-Type", "Content-Length"):
                page.headers[name] = value
        page.cookies.update(response.cookies)
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refusal):
            return draw(request, 409, message=str(exception))
        if isinstance(exception, DataError) and any(said in str(exception) for said in _NO_TEXT):
            return draw(request, 400)
        return None
