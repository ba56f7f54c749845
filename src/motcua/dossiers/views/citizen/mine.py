"""My dossiers and my drafts."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from motcua.dossiers.queries.belongings import GROUPS, PER_PAGE, counts_of, dossiers_of, drafts_of
from motcua.dossiers.views.citizen import words
from motcua.dossiers.views.citizen.answering import page as answer
from motcua.identity.access import AccountRequest, citizen_required

GROUP, PAGE = "nhom", "page"
NAMES = {
    "all": gettext_lazy("All"),
    "yours": gettext_lazy("Waiting for you"),
    "open": gettext_lazy("Being handled"),
    "ended": gettext_lazy("Ended"),
}


@citizen_required
@require_safe
def mine(request: AccountRequest) -> HttpResponse:
    counts = counts_of(request.user)
    group = request.GET.get(GROUP, "all")
    group = group if group in GROUPS else "all"
    pages = max(1, -(-counts[group] // PER_PAGE))
    said = request.GET.get(PAGE, "1")
    number = min(max(1, int(said) if said.isdecimal() and len(said) < 7 else 1), pages)
    facts = {
        "drafts": drafts_of(request.user),
        "rows": dossiers_of(request.user, group, page=number),
        "tones": words.TONES,
        "number": number,
        "pages": pages,
        "counts": counts,
        "group": group,
        "tabs": [
            {
                "href": f"?{GROUP}={name}",
                "label": str(label),
                "count": counts[name],
                "current": name == group,
                "tone": "amber" if name == "yours" and counts[name] else "blue",
            }
            for name, label in NAMES.items()
        ],
        "heading": _("My dossiers"),
    }
    return answer(request, "mine", facts)
