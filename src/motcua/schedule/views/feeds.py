"""An officer makes himself a secret address for his calendar."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from motcua.clock.queries import now
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.schedule.services import open_feed


@require_POST
@officer_required
def make(request: OfficerRequest) -> HttpResponse:
    """The address is shown this once."""
    secret = open_feed(by=request.officer, at=now())
    facts = {"feed_address": f"{settings.PUBLIC_ADDRESS}/lich/{secret}.ics"}
    return render(request, "schedule/feed.jinja", facts)
