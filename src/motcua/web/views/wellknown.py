"""Short texts for machines that look in the usual places."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.templatetags.static import static

from motcua.clock.queries import now

KEEP_OUT = ("/viec/", "/nop/", "/ho-so/", "/x/", "/tra-cuu/", "/dang-nhap/", "/api/")
SECURITY_TEXT_DAYS = 180


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {tongue}{path}" for path in KEEP_OUT for tongue in ("", "/en"))]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116."""
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {now() + timedelta(days=SECURITY_TEXT_DAYS):%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: vi, en",
        f"Canonical: {settings.PUBLIC_ADDRESS}/.well-known/security.txt",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def favicon(request: HttpRequest) -> HttpResponsePermanentRedirect:
    return HttpResponsePermanentRedirect(static("web/favicon.svg"))
