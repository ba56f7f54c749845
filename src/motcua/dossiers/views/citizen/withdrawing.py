"""Taking one's dossier back."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.clock.queries import now
from motcua.dossiers import services
from motcua.dossiers.models import OPEN_STATES
from motcua.dossiers.views.citizen.answering import Errors, page, see_other, status_of, typed
from motcua.dossiers.views.citizen.own import own_dossier
from motcua.identity.access import AccountRequest, citizen_required
from motcua.kernel.refusals import Refusal
from motcua.payments.queries import receipt_of

MOST_WORDS = 1000


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: AccountRequest, code: str) -> HttpResponse:
    dossier = own_dossier(request.user, code)
    text = typed(request, "text")[:MOST_WORDS]
    errors: Errors = []
    status = 200
    if request.method == "POST":
        try:
            services.withdraw(dossier, text=text, by=request.user, at=now())
        except Refusal as refusal:
            errors, status = [("", str(refusal))], status_of(refusal)
        else:
            messages.success(request, _("Your dossier %(code)s has been withdrawn.") % {"code": dossier.code})
            return see_other(reverse("dossiers:dossier", args=[dossier.code]))
    facts = {
        "dossier": dossier,
        "procedure": dossier.version.procedure,
        "text": text,
        "most": MOST_WORDS,
        "may": dossier.state in OPEN_STATES,
        "paid": receipt_of(dossier.code) is not None,
        "errors": errors,
    }
    return page(request, "withdraw", facts, status=status)
