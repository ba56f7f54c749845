"""Only in the demo: take any officer's role without a password."""

from collections.abc import Callable
from functools import wraps
from itertools import groupby
from typing import Any, NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from motcua.clock.queries import now
from motcua.identity.access import enter, home, leave, private
from motcua.identity.rules.ways import safe_next
from motcua.organizations.models import Body, BodyKind, Officer
from motcua.organizations.queries import seats_of

SEE_OTHER = 303
FIRST_BODY = "H49.31"


class Seat(NamedTuple):
    code: str
    name: str
    title: str
    unit: str


def demo_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return private(view(request, *args, **kwargs))

    return guarded


@require_GET
@demo_only
def roles(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("body", FIRST_BODY)
    body = Body.objects.filter(code=asked).first() or Body.objects.order_by("code").first()
    rows = seats_of(body, localdate(now())) if body else []
    seats = [Seat(row.code, row.name, str(row.title), str(row.unit.name)) for row in rows]
    bodies = Body.objects.exclude(kind=BodyKind.PROVINCE).order_by("kind", "sort_key", "pk")
    facts = {
        "body": body,
        "units": [(unit, list(people)) for unit, people in groupby(seats, key=lambda seat: seat.unit)],
        "bodies": [{"value": b.code, "label": b.name} for b in bodies],
        "next": safe_next(request.GET.get("next", "")),
    }
    return render(request, "organizations/roles.jinja", facts)


@require_POST
@demo_only
def take_role(request: HttpRequest) -> HttpResponse:
    """Signs in as the officer. The ledger says that it was done this way."""
    seats = Officer.objects.select_related("account").filter(account__is_active=True)
    officer = get_object_or_404(seats, code=request.POST.get("officer", ""))
    leave(request)
    enter(request, officer.account, method="demo", factor=True, at=now())
    wanted = safe_next(request.POST.get("next", "")) or home(request)
    return HttpResponseRedirect(wanted, status=SEE_OTHER)
