"""Django's handlers: each draws one page."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from motcua.web.problems import FORM_TOO_OLD, draw


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return draw(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The exception's text, if it has one, names the right that is missing and whom to ask."""
    return draw(request, 403, message=str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return draw(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    return draw(request, 500)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    return draw(request, 403, message=_(FORM_TOO_OLD))
