"""Acts that need no page of their own: each a button that posts."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.catalog.rules.document import papers_asked
from motcua.dossiers import services
from motcua.dossiers.models import Channel, Verdict
from motcua.dossiers.views.officer.opening import SEE_OTHER, Opened, errors_of, opened, status_of
from motcua.dossiers.views.officer.work import back_to_work, work_page
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.organizations.models import Officer
from motcua.payments.models import Method

Perform = Callable[..., str]


def act(perform: Perform) -> Callable[..., HttpResponse]:
    """Do it and say so; or, refused, show the dossier as it stands now with what was typed."""

    @wraps(perform)
    def view(request: OfficerRequest, code: str, **where: Any) -> HttpResponse:
        o = opened(request, code)
        try:
            said = perform(request, o, **where)
        except Refusal as refusal:
            fresh = opened(request, code)
            return work_page(
                request, fresh, errors=errors_of(refusal), typed=request.POST, status=status_of(refusal)
            )
        messages.success(request, said)
        return HttpResponseRedirect(back_to_work(request, code), status=SEE_OTHER)

    return require_POST(officer_required(view))


@act
def receive(request: OfficerRequest, o: Opened) -> str:
    dossier = services.receive(o.dossier, by=o.officer, at=o.at)
    if dossier.due_at is None:
        return _("The dossier is received.")
    due = date_format(localtime(dossier.due_at), "H:i d/m/Y")
    return _("The dossier is received. It is due at %(due)s.") % {"due": due}


@act
def hand_over(request: OfficerRequest, o: Opened) -> str:
    services.hand_over(o.dossier, by=o.officer, at=o.at)
    return _("The dossier is handed over.")


@act
def collect_fee(request: OfficerRequest, o: Opened) -> str:
    said = request.POST.get("method", "")
    if said not in Method.values:
        raise Refusal(
            _("Say how the fee was paid."),
            code="no-method",
            fields={"method": _("Say how the fee was paid.")},
        )
    receipt = services.collect_fee(o.dossier, method=Method(said), by=o.officer, at=o.at)
    return _("The fee is collected: receipt %(number)s.") % {"number": receipt}


@act
def deliver(request: OfficerRequest, o: Opened) -> str:
    said = request.POST.get("channel", "")
    channel = said if said in Channel.values else o.dossier.result_by
    services.deliver(o.dossier, channel=channel, by=o.officer, at=o.at)
    return _("The result is returned.")


@act
def take(request: OfficerRequest, o: Opened, step: str) -> str:
    services.take_step(o.task(step), by=o.officer, at=o.at)
    return _("The step is yours.")


@act
def assign(request: OfficerRequest, o: Opened, step: str) -> str:
    to = Officer.objects.select_related("account").filter(code=request.POST.get("to", "")).first()
    if to is None:
        raise Refusal(
            _("Choose to whom the step is given."),
            code="nobody",
            fields={f"to-{step}": _("Choose somebody.")},
        )
    services.assign_step(o.task(step), to=to, by=o.officer, at=o.at)
    return _("The step is given to %(name)s.") % {"name": to.name}


@act
def finish(request: OfficerRequest, o: Opened, step: str) -> str:
    finding = services.Finding(
        note=request.POST.get("note", "").strip(),
        checklist=tuple(request.POST.getlist("checklist")),
        opinion=request.POST.get("opinion", ""),
    )
    services.finish_step(o.task(step), finding=finding, by=o.officer, at=o.at)
    return _("The step is finished.")


@act
def check_papers(request: OfficerRequest, o: Opened) -> str:
    """Write down what has changed: all of it or, if one is refused, nothing."""
    before = {check.paper: (check.verdict, check.reason) for check in o.dossier.checks.all()}
    with transaction.atomic():
        for paper in papers_asked(o.document, o.dossier.answers):
            said = request.POST.get(f"verdict-{paper.code}", "")
            reason = request.POST.get(f"reason-{paper.code}", "").strip()
            if said not in Verdict.values or (said, reason) == before.get(paper.code, ("unchecked", "")):
                continue
            try:
                services.check_paper(
                    o.dossier, paper=paper.code, verdict=Verdict(said), reason=reason, by=o.officer, at=o.at
                )
            except Refusal as refusal:
                words = f"{paper.name}: {refusal}"
                raise Refusal(words, code=refusal.code, fields={f"reason-{paper.code}": words}) from refusal
    return _("The check of the papers is kept.")
