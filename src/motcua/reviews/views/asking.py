"""What the pages of recommendations and investments have in common."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from motcua.catalog.models import Procedure
from motcua.criteria.access import Sight
from motcua.criteria.queries.nodes import tree
from motcua.criteria.queries.scores import DEFAULT_SET
from motcua.criteria.queries.sets import set_of
from motcua.criteria.rules.bearing import Holder
from motcua.criteria.rules.periods import month_of, period
from motcua.directives.queries.duties import Duty
from motcua.directives.queries.measuring import Asked, finding
from motcua.directives.services.acting import Evidence
from motcua.files.receiving import SENT_BEFORE, received
from motcua.files.serving import as_download
from motcua.kernel import charts
from motcua.kernel.refusals import Refusal
from motcua.kernel.spreadsheets import CSV, XLSX, workbook
from motcua.organizations.access import OfficerRequest
from motcua.organizations.models import Body, Officer
from motcua.reviews.forms.asking import AMOUNT, WHICH_DAY, ActForm, errors_in
from motcua.reviews.models.findings import ActNote, OfFinding
from motcua.reviews.queries.keeping import bodies_offered
from motcua.reviews.queries.telling import Happening
from motcua.reviews.services.asking import Paper

SEE_OTHER, CONFLICT, UNPROCESSABLE = 303, 409, 422
ACCEPTS = ["pdf", "image", "docx", "xlsx"]
STALE = {"not-now", "not-yours", "somebody-was-faster", "merged"}
A_PAGE = 50


class Form(NamedTuple):
    """How an act is asked for. `label`: the button; the others are labels of what is asked for, or ""."""

    slug: str
    label: str | Promise
    number: str | Promise = ""
    day: str | Promise = ""
    text: str | Promise = ""
    amount: str | Promise = ""
    title: str | Promise = ""
    due: str | Promise = ""
    verdict: bool = False
    into: bool = False
    file: bool = False
    tone: str = "primary"

    @property
    def asks(self) -> bool:
        said = (self.number, self.day, self.text, self.amount, self.title, self.due)
        return any(said) or self.verdict or self.into


def known_as(officer: Officer | None, sight: Sight) -> str:
    """By name where the reader may know it, else by position. Nobody: the house itself."""
    if officer is None:
        return ""
    if sight.sees(Holder(officer.code, officer.unit.code, officer.body.code)):
        return officer.name
    return f"{officer.title}, {officer.unit.name}, {officer.body.name}"


def told(happenings: Iterable[Happening], sight: Sight) -> list[dict[str, Any]]:
    """For the timeline of components."""
    rows = []
    for one in happenings:
        words = [known_as(one.who, sight)]
        if one.note and one.note.text:
            words.append(f"“{one.note.text}”")
        rows.append(
            {"title": one.title, "at": one.at, "text": ": ".join(filter(None, words)), "state": "done"}
        )
    return rows


def files_of(happenings: Iterable[Happening]) -> list[tuple[int, ActNote, str]]:
    """Entry, note with a file, what the act was."""
    return [(one.entry, one.note, one.title) for one in happenings if one.note and one.note.file]


def download(note: ActNote | None) -> HttpResponse:
    if note is None or note.file is None:
        raise Http404
    return cast(HttpResponse, as_download(note.file, note.file_name))


def file_sent(request: OfficerRequest, at: datetime) -> Evidence | None:
    if not request.FILES.getlist("file") and not any(request.POST.getlist("file" + SENT_BEFORE)):
        return None
    owner = request.officer.account.code
    stored = received(request, "file", owner=owner, accepts=ACCEPTS, limit=1, at=at)
    return Evidence(*stored[0])


def paper_in(said: Mapping[str, Any]) -> Paper:
    return Paper(said["number"], day_in(said, "dated_on"))


def day_in(said: Mapping[str, Any], name: str) -> date:
    if said[name] is None:
        raise Refusal(str(WHICH_DAY), code="no-day", fields={name: "empty"})
    return cast(date, said[name])


def amount_in(said: Mapping[str, Any]) -> int:
    if said["amount"] is None:
        raise Refusal(str(AMOUNT), code="no-amount", fields={"amount": "empty"})
    return cast(int, said["amount"])


def placed(act: str, errors: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The ids of the fields on the page: each act has its own."""
    return [(f"{act}-{field}" if field else "", words) for field, words in errors]


def typed_in(request: HttpRequest, act: str) -> dict[str, str]:
    return {f"{act}-{name}": request.POST.get(name, "") for name in ActForm.base_fields}


def refused_at(refusal: Refusal) -> tuple[str, str]:
    return next(iter(refusal.fields), ""), str(refusal)


def body_in(said: Mapping[str, Any], duty: Duty) -> Body:
    """The body that was chosen, or the officer's own."""
    if not said["body"]:
        return duty.officer.body
    found = Body.objects.select_related("parent").filter(code=said["body"]).first()
    if found is None:
        raise Refusal(_("Choose one from the list."), code="no-body", fields={"body": "unknown"})
    return found


def about_in(said: Mapping[str, Any], body: Body) -> Asked | None:
    if not said["criterion"]:
        return None
    return Asked(
        DEFAULT_SET, said["criterion"], said["measured"] or body.code, said["period"], said["procedure"]
    )


def typed_about(one: OfFinding | None, request: HttpRequest) -> dict[str, str]:
    """What is measured: as it stands, or as another page names it in the address (`?cq=&tc=&ky=&tthc=`)."""
    if one is not None:
        asked = one.asked or Asked("", "", "", "")
        return {
            "criterion": asked.criterion, "measured": asked.body, "period": asked.period,
            "procedure": asked.procedure,
        }  # fmt: skip
    names = {"criterion": "tc", "measured": "cq", "period": "ky", "procedure": "tthc"}
    return {field: request.GET.get(name, "") for field, name in names.items()}


def choices(duty: Duty, at: datetime, typed: Mapping[str, Any]) -> dict[str, Any]:
    """What the forms of both offer: bodies, criteria, and what the index says now of what is named."""
    rules = set_of(DEFAULT_SET, month_of(at))
    return {
        "bodies": [{"value": body.code, "label": body.name} for body in bodies_offered(duty)],
        "criteria": [
            {"value": one.code, "label": f"{one.code} {one.name}"}
            for one in rules.criteria.values()
            if one.numerator is not None and not one.is_mean
        ],
        "found": _found_now(duty, typed),
    }


def _found_now(duty: Duty, typed: Mapping[str, Any]) -> dict[str, Any] | None:
    if not (typed["criterion"] and typed["period"]):
        return None
    measured = typed["measured"] or duty.officer.body.code
    asked = Asked(DEFAULT_SET, typed["criterion"], measured, typed["period"], typed["procedure"])
    try:
        found = finding(asked)
    except Refusal as refusal:
        return {"problem": str(refusal)}
    return {
        "problem": "",
        "criterion": found.figures.criterion,
        "body": tree()[measured].name,
        "numerator": found.figures.numerator,
        "denominator": int(found.figures.denominator),
        "ratio": found.ratio,
    }


def figure_of(one: OfFinding) -> dict[str, Any] | None:
    """The figure that it is about, in the words of the page. `ratio` None: not frozen yet."""
    asked = one.asked
    if asked is None:
        return None
    criterion = set_of(asked.criteria_set, period(asked.period)).criteria[asked.criterion]
    return {
        "criterion": criterion,
        "body": tree()[asked.body].name,
        "procedure": procedure_name(asked.procedure),
        "ratio": one.found_ratio,
        "cases": None if one.found_denominator is None else int(one.found_denominator),
    }


def procedure_name(code: str) -> Any:
    found = Procedure.objects.filter(code=code).first() if code else None
    return found.name if found else code


def exported(
    kind: str, table: charts.Table, *, name: str, title: str, facts: list[tuple[str, str]]
) -> HttpResponse:
    """The whole list as a file: `csv`, or `xlsx` with a sheet that says what it is."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    if kind == "csv":
        content, media = charts.as_csv(table), CSV
    else:
        content, media = workbook([charts.as_sheet(title, table)], _("About this file"), facts), XLSX
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{kind}"', "Cache-Control": "no-store"
    }  # fmt: skip
    return HttpResponse(content, content_type=media, headers=headers)


def filled(form: forms.Form, request: HttpRequest) -> dict[str, Any]:
    """What was typed, as it was typed."""
    return {name: request.POST.get(name, "") for name in form.fields}


def acted(
    request: OfficerRequest,
    act: str,
    do: Callable[[dict[str, Any]], str],
    page: Callable[[dict[str, Any], int], HttpResponse],
    way: str,
) -> HttpResponse:
    """One act sent from a page. `do` answers what was done; refused, `page` shows how things stand now with what was
    typed: 409 where they have changed meanwhile, else 422.
    """
    form = ActForm(request.POST)
    try:
        if not form.is_valid():
            return page(_tried(request, act, errors_in(form)), UNPROCESSABLE)
        done = do(form.cleaned_data)
    except Refusal as refusal:
        stale = refusal.code in STALE and not refusal.fields
        return page(_tried(request, act, [refused_at(refusal)]), CONFLICT if stale else UNPROCESSABLE)
    messages.success(request, done)
    return HttpResponseRedirect(way, status=SEE_OTHER)


def _tried(request: HttpRequest, act: str, errors: Iterable[tuple[str, str]]) -> dict[str, Any]:
    return {"typed": typed_in(request, act), "errors": placed(act, errors), "tried": act}
