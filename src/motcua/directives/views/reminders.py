"""What an officer has to be reminded of: what is nearly due, and what is late and has reached him."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.clock.queries import now
from motcua.directives.queries.boards import lines
from motcua.directives.queries.duties import duty_of
from motcua.directives.queries.reminding import unread
from motcua.directives.services import mark_read
from motcua.directives.views.one import visible
from motcua.directives.views.showing import shown_line
from motcua.organizations.access import OfficerRequest, officer_required

SEE_OTHER = 303


@require_http_methods(["GET", "POST"])
@officer_required
def reminders(request: OfficerRequest) -> HttpResponse:
    at = now()
    on = localdate(at)
    if request.method == "POST":
        directive = visible(duty_of(request.officer, on), request.POST.get("code", ""))
        mark_read(directive, by=request.officer, at=at)
        messages.success(request, _("%(code)s is marked as read.") % {"code": directive.code})
        return HttpResponseRedirect(reverse("directives:reminders"), status=SEE_OTHER)
    held = list(unread(request.officer))
    shown = [shown_line(line) for line in lines([one.directive for one in held], on)]
    rows = [{"line": line, "on": one.on} for line, one in zip(shown, held, strict=True)]
    return render(request, "directives/reminders.jinja", {"rows": rows})
