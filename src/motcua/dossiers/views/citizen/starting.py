"""Before anything is filled in: what to prepare, whom to ask, what it costs."""

from datetime import date

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.catalog.models import Procedure
from motcua.catalog.queries.pages import Page, page_of
from motcua.catalog.rules.conditions import named
from motcua.catalog.rules.document import Document
from motcua.clock.queries import now
from motcua.dossiers.models import Draft
from motcua.dossiers.queries.norms import norms
from motcua.dossiers.services import start_draft
from motcua.dossiers.views.citizen.answering import UNPROCESSABLE, Errors, page, see_other, typed
from motcua.dossiers.views.citizen.words import limit_words
from motcua.identity.access import AccountRequest, citizen_required
from motcua.identity.models import Account
from motcua.kernel.refusals import Refusal
from motcua.organizations.models import Body

QUESTIONS_A_MINUTE, MINUTES_A_PAPER = 3, 2
BODY = "co-quan"


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: AccountRequest, code: str) -> HttpResponse:
    at = now()
    found = _found(code, on=localdate(at))
    if found.version is None or found.document is None or found.procedure.online_level == "none":
        return page(request, "cannot_start", {"procedure": found.procedure}, status=409)
    if request.method != "POST":
        return _page(request, found, chosen=request.GET.get(BODY, ""))
    wanted = typed(request, BODY)
    body = Body.objects.filter(code=wanted).first()
    if body is None:
        return _page(request, found, chosen="", errors=[(BODY, _("Choose the body that shall decide."))])
    try:
        draft = start_draft(found.version, body=body, account=request.user, at=at)
    except Refusal as refusal:
        return _page(request, found, chosen="", errors=[(BODY, str(refusal))])
    return see_other(reverse("dossiers:draft", args=[draft.code]))


def _found(code: str, *, on: date) -> Page:
    try:
        return page_of(code, on)
    except Procedure.DoesNotExist:
        raise Http404 from None


def _page(request: AccountRequest, found: Page, *, chosen: str, errors: Errors | None = None) -> HttpResponse:
    document = found.document
    if document is None:
        raise Http404
    codes = [body.code for body in found.bodies]
    facts = {
        "procedure": found.procedure,
        "document": document,
        "limit": limit_words(document.time_limit.limit),
        "papers": [(paper, named(document, paper.when)) for paper in document.papers],
        "minutes": minutes_to_fill(document),
        "bodies": [{"value": body.code, "label": body.name} for body in found.bodies],
        "days_kept": norms(localdate()).draft_kept_days,
        "chosen": chosen if chosen in codes else codes[0] if len(codes) == 1 else "",
        "drafts": _own_drafts(request.user, found.procedure),
        "for_others": _subject(request.user) not in found.procedure.subjects,
        "errors": errors or [],
    }
    return page(request, "start", facts, status=UNPROCESSABLE if errors else 200)


def minutes_to_fill(document: Document) -> int:
    """About how long the form takes, to the next five minutes: a guide, not a promise."""
    questions = sum(len(section.fields) for section in document.sections)
    minutes = questions / QUESTIONS_A_MINUTE + MINUTES_A_PAPER * len(document.papers) + 1
    return max(5, -(-int(minutes) // 5) * 5)


def _own_drafts(account: Account, procedure: Procedure) -> list[Draft]:
    drafts = Draft.objects.filter(account=account, version__procedure=procedure, dossier=None)
    return list(drafts.select_related("body").order_by("-saved_at")[:3])


def _subject(account: Account) -> str:
    return str(account.kind)
