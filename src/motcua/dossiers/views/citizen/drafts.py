"""The task list of a draft, and throwing it away."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.catalog.queries import document_of, in_force
from motcua.clock.queries import now
from motcua.dossiers.models import Draft
from motcua.dossiers.queries.progress import Status, parts_of
from motcua.dossiers.services import discard_draft
from motcua.dossiers.views.citizen import words
from motcua.dossiers.views.citizen.answering import page, see_other
from motcua.dossiers.views.citizen.own import own_draft
from motcua.identity.access import AccountRequest, citizen_required


@citizen_required
@require_safe
def task_list(request: AccountRequest, code: str) -> HttpResponse:
    draft = own_draft(request.user, code)
    if draft.dossier is not None:
        return see_other(reverse("dossiers:filed", args=[draft.dossier.code]))
    rows = rows_of(draft)
    done = sum(row["done"] for row in rows)
    begun = [row for row in rows if not row["done"]]
    facts = {
        "draft": draft,
        "document": document_of(draft.version),
        "rows": rows,
        "done": done,
        "next": begun[0]["href"] if begun else reverse("dossiers:check", args=[draft.code]),
        "is_new": draft.revision == 0,
        "is_outdated": not in_force(localdate(now())).filter(pk=draft.version_id).exists(),
    }
    return page(request, "draft", facts)


def rows_of(draft: Draft) -> list[dict[str, Any]]:
    """The parts as the task list draws them."""
    rows = []
    for part in parts_of(draft):
        status, tone = words.STATUSES[part.status]
        rows.append(
            {
                "title": words.part_title(part),
                "href": words.part_address(draft, part.code),
                "status": str(status),
                "tone": tone,
                "done": part.status == Status.DONE,
            }
        )
    return rows


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: AccountRequest, code: str) -> HttpResponse:
    draft = own_draft(request.user, code)
    if request.method != "POST":
        return page(request, "discard", {"draft": draft})
    discard_draft(draft, at=now())
    messages.success(request, _("The draft %(code)s was thrown away.") % {"code": code})
    return see_other(reverse("dossiers:mine"))
