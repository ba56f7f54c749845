"""Publication: a second person reads what changed and lets it hold."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.catalog.access import editor_required
from motcua.catalog.queries.drafts import names_of, newest_version
from motcua.catalog.rules import soundness
from motcua.catalog.rules.document import Document
from motcua.catalog.services.editing import publish_draft
from motcua.catalog.views.admin.draft import SEE_OTHER, draft_or_404, revision_of
from motcua.catalog.views.admin.words import compared, judged, name_of
from motcua.clock.queries import now
from motcua.identity.access import fresh_factor_required
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest

CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
@fresh_factor_required
def publish_page(request: OfficerRequest, code: str) -> HttpResponse:
    draft = draft_or_404(code)
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            version = publish_draft(draft, revision=revision_of(request), by=request.officer, at=now())
        except Refusal as refusal:
            errors = [("", str(refusal))]
        else:
            said = {"number": version.number, "day": f"{version.effective_from:%d/%m/%Y}"}
            messages.success(request, _("Version %(number)s is published. It holds from %(day)s.") % said)
            return HttpResponseRedirect(reverse("catalog:draft", args=[code]), status=SEE_OTHER)
    found, faults = judged(draft)
    newest = newest_version(code)
    facts = {
        "draft": draft,
        "name": name_of(draft.content),
        "document": found.document,
        "faults": faults,
        "states": _states(found.document),
        "newest": newest,
        "changes": compared(newest.document, draft.content) if newest else [],
        "edited_by": names_of([draft.edited_by]).get(draft.edited_by, draft.edited_by),
        "is_own": draft.edited_by == request.officer.code,
        "errors": errors,
    }
    return render(request, "catalog/admin/publish.jinja", facts, status=CONFLICT if errors else 200)


def _states(document: Document | None) -> int:
    """How many states the process can be in, all of them walked through; 0 while it is not sound."""
    if document is None or soundness.problems(document.net):
        return 0
    return soundness.size(document.net)
