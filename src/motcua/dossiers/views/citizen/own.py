"""What belongs to the one who asks. Somebody else's does not exist for him: 404, whatever the code."""

from django.http import Http404

from motcua.dossiers.models import Dossier, Draft
from motcua.identity.models import Account

WHOLE = (
    "version__procedure__field",
    "body__parent",
    "receiving_unit__body__parent",
    "received_by",
    "supplement__requested_by",
    "extension__extended_by",
    "ending",
)


def own_draft(account: Account, code: str) -> Draft:
    drafts = Draft.objects.select_related("version__procedure", "body", "dossier", "account")
    draft = drafts.prefetch_related("attachments__file").filter(account=account, code=code.upper()).first()
    if draft is None:
        raise Http404
    return draft


def own_dossier(account: Account, code: str) -> Dossier:
    dossier = Dossier.objects.select_related(*WHOLE).filter(account=account, code=code.upper()).first()
    if dossier is None:
        raise Http404
    return dossier
