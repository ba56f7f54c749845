"""Help, the accessibility statement, and how pages are drawn for this reader."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from motcua.web.display import CONTRASTS, COOKIE, COOKIE_AGE_SECONDS, SIZES, Display


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "web/help.jinja")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "web/accessibility.jinja")


@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """One cookie keeps the choice. Anything not offered is the default, so there is nothing to refuse."""
    if request.method != "POST":
        return render(
            request, "web/display.jinja", {"back": _safe(request, request.headers.get("referer", ""))}
        )
    size, contrast = request.POST.get("size", ""), request.POST.get("contrast", "")
    chosen = Display(size if size in SIZES else SIZES[0], contrast if contrast in CONTRASTS else CONTRASTS[0])
    answer = HttpResponseRedirect(_safe(request, request.POST.get("back", "")) or reverse("web:display"))
    answer.status_code = 303
    answer.set_cookie(
        COOKIE,
        chosen.cookie,
        max_age=COOKIE_AGE_SECONDS,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _safe(request: HttpRequest, address: str) -> str:
    """The address if it is one of ours and not this page itself."""
    own = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if own and request.path not in address else ""
