"""One recommendation: what is asked, what came back, what can be done now."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from motcua.clock.queries import now
from motcua.criteria.access import sight_of
from motcua.directives.queries.duties import Duty, duty_of
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.reviews.models import ANSWERS, Recommendation, RecommendationNote
from motcua.reviews.queries.recommendation_stories import RECOMMENDATION_SAYS
from motcua.reviews.queries.recommendations import (
    lines,
    mergeable,
    parts_in,
    receiver_today,
    visible_to,
    whole,
)
from motcua.reviews.queries.telling import story
from motcua.reviews.rules.recommendations import Act, Answered, open_to
from motcua.reviews.services import recommendation_acts as verbs
from motcua.reviews.views.asking import (
    Form,
    acted,
    download,
    figure_of,
    file_sent,
    files_of,
    known_as,
    paper_in,
    told,
)
from motcua.reviews.views.recommendations import shown

NUMBER, DAY = gettext_lazy("Number of the document"), gettext_lazy("Date of the document")
# In the order in which a page offers them: what moves it on comes first.
FORMS: dict[Act, Form] = {
    Act.SEND: Form("ky-gui", gettext_lazy("Sign and send"), NUMBER, DAY),
    Act.ACKNOWLEDGE: Form("da-nhan", gettext_lazy("Record the acknowledgement"), NUMBER, DAY, tone="plain"),
    Act.ANSWER: Form(
        "tra-loi",
        gettext_lazy("Record the answer"),
        NUMBER,
        DAY,
        gettext_lazy("What they answer, in short; everybody can read it later"),
        verdict=True,
        file=True,
    ),
    Act.BEGIN: Form(
        "dang-lam",
        gettext_lazy("Record that they are working on it"),
        text=gettext_lazy("How this is known"),
        tone="plain",
    ),
    Act.FINISH: Form(
        "da-xong",
        gettext_lazy("Record it as carried out"),
        NUMBER,
        DAY,
        gettext_lazy("What is there now; everybody can read it later"),
    ),
    Act.URGE: Form(
        "don-doc", gettext_lazy("Record a letter that urges the answer"), NUMBER, DAY, tone="plain"
    ),
    Act.SEND_BACK: Form(
        "tra-lai",
        gettext_lazy("Send the draft back"),
        text=gettext_lazy("What has to be better"),
        tone="plain",
    ),
    Act.MERGE: Form("gop", gettext_lazy("Merge with one of the same content"), into=True, tone="plain"),
    Act.SEPARATE: Form("tach", gettext_lazy("Separate it again"), tone="plain"),
    Act.WITHDRAW: Form(
        "thu-hoi",
        gettext_lazy("Withdraw the recommendation"),
        text=gettext_lazy("Why it is withdrawn"),
        tone="plain",
    ),
}
ACTS = {form.slug: act for act, form in FORMS.items()}


@require_safe
@officer_required
def one(request: OfficerRequest, code: str) -> HttpResponse:
    at = now()
    duty = duty_of(request.officer, localdate(at))
    return _page(request, visible(duty, code), duty, at)


@require_safe
@officer_required
def paper(request: OfficerRequest, code: str, entry: int) -> HttpResponse:
    found = visible(duty_of(request.officer, localdate(now())), code)
    notes = RecommendationNote.objects.select_related("file")
    return download(notes.filter(recommendation=found, entry=entry).first())


@require_POST
@officer_required
def act(request: OfficerRequest, code: str, act: str) -> HttpResponse:
    at = now()
    found = visible(duty_of(request.officer, localdate(at)), code)
    if act not in ACTS:
        raise Http404
    return acted(
        request,
        ACTS[act],
        lambda said: _do(request, found, ACTS[act], said, at),
        lambda tried, status: _fresh(request, code, at, tried, status),
        reverse("reviews:recommendation", args=[code]),
    )


def visible(duty: Duty, code: str) -> Recommendation:
    """404 for drafts of others: that they exist is not said either."""
    return get_object_or_404(whole().filter(visible_to(duty)), code=code)


def _do(request: OfficerRequest, found: Recommendation, act: Act, said: dict[str, Any], at: datetime) -> str:
    do: dict[str, Any] = {"by": request.officer, "at": at}
    match act:
        case Act.SEND_BACK | Act.WITHDRAW:
            verb = verbs.send_back if act is Act.SEND_BACK else verbs.withdraw
            verb(found, reason=said["text"], **do)
        case Act.BEGIN:
            verbs.begin(found, how=said["text"], **do)
        case Act.SEPARATE:
            verbs.separate(found, **do)
        case Act.MERGE:
            verbs.merge(found, into=_main(said["into"]), **do)
        case _:
            _documented(request, found, act, said, do)
    return _("Done: %(act)s.") % {"act": FORMS[act].label}


def _documented(
    request: OfficerRequest, found: Recommendation, act: Act, said: dict[str, Any], do: dict[str, Any]
) -> None:
    """Acts that a document does."""
    paper = paper_in(said)
    match act:
        case Act.SEND:
            verbs.send(found, paper=paper, **do)
        case Act.ACKNOWLEDGE:
            verbs.acknowledge(found, paper=paper, **do)
        case Act.URGE:
            verbs.urge(found, paper=paper, **do)
        case Act.FINISH:
            verbs.finish(found, text=said["text"], paper=paper, **do)
        case Act.ANSWER:
            verdict, file = _verdict(said["verdict"]), file_sent(request, do["at"])
            verbs.answer(found, verdict=verdict, text=said["text"], paper=paper, file=file, **do)


def _verdict(code: str) -> Answered:
    if code not in list(Answered):
        raise Refusal(_("Say what the answer is."), code="no-verdict", fields={"verdict": "empty"})
    return Answered(code)


def _main(code: str) -> Recommendation:
    found = Recommendation.objects.filter(code=code).first()
    if found is None:
        raise Refusal(_("Choose one from the list."), code="unknown", fields={"into": "unknown"})
    return found


def _fresh(
    request: OfficerRequest, code: str, at: datetime, tried: dict[str, Any], status: int
) -> HttpResponse:
    duty = duty_of(request.officer, localdate(at))
    return _page(request, visible(duty, code), duty, at, tried=tried, status=status)


def _page(
    request: OfficerRequest,
    found: Recommendation,
    duty: Duty,
    at: datetime,
    *,
    tried: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    on = localdate(at)
    may = open_to(found.standing(carries=bool(found.carried.all())), parts_in(found, duty, at))
    (line,) = lines([found], on)
    sight = sight_of(request.officer, on)
    notes = {note.entry: note for note in found.notes.select_related("file")}
    happened = story(found.code, notes, RECOMMENDATION_SAYS)
    facts: dict[str, Any] = {
        "one": found,
        "line": shown(line),
        "receiver_today": receiver_today(found, on),
        "drafter": known_as(found.drafted_by, sight),
        "signer": known_as(found.sent_by, sight),
        "figure": figure_of(found),
        "answers": [notes[entry] for entry in sorted(notes) if notes[entry].act in ("answer", "finish")],
        "carried": list(found.carried.all()),
        "investments": list(found.investments.order_by("code")),
        "acts": [(act, FORMS[act]) for act in FORMS if act in may],
        "may_edit": Act.AMEND in may,
        "others": mergeable(found, duty) if Act.MERGE in may else [],
        "verdicts": [{"value": code, "label": name} for code, name in ANSWERS],
        "story": told(happened, sight),
        "files": files_of(happened),
        **(tried or {"typed": {}, "errors": [], "tried": ""}),
    }
    return render(request, "reviews/recommendation.jinja", facts, status=status)
