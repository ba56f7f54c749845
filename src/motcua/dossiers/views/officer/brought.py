"""What somebody without an account brings to the counter to complete his dossier."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.dossiers.views.citizen.supplement import Bringer, completing
from motcua.dossiers.views.officer.opening import opened
from motcua.organizations.access import OfficerRequest, officer_required


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def brought(request: OfficerRequest, code: str) -> HttpResponse:
    o = opened(request, code)
    if not o.at_counter or o.dossier.account_id is not None:
        raise PermissionDenied(_("The applicant has an account and completes this dossier himself, online."))
    back = reverse("dossiers:work", args=[o.dossier.code])
    trail = ((reverse("dossiers:queue"), _("Work queue")), (back, o.dossier.code))
    return completing(request, o.dossier, Bringer(o.officer, back, trail))
