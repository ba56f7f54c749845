"""The work page of one dossier."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.clock.queries import calendar
from motcua.clock.rules.calendar import Calendar
from motcua.dossiers.models import Channel, State
from motcua.dossiers.queries import queue as queues
from motcua.dossiers.queries.history import history
from motcua.dossiers.queries.papers import fee_total, names_of_items
from motcua.dossiers.queries.tabs import COUNTER_TABS, TASK_TABS, Desk
from motcua.dossiers.services import draft_of
from motcua.dossiers.views.officer import sheet
from motcua.dossiers.views.officer.opening import Opened, is_open, opened
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.payments.models import Invoice, Method
from motcua.payments.queries import invoice_of
from motcua.results.models import Instrument, Standing

NO_TYPING: Mapping[str, Any] = QueryDict()
AT_THE_COUNTER = (Method.CASH, Method.CARD, Method.TRANSFER)


class Act(NamedTuple):
    """A page on which an act with legal force is prepared."""

    name: str
    label: str


@require_safe
@officer_required
def work(request: OfficerRequest, code: str) -> HttpResponse:
    return work_page(request, opened(request, code))


def work_page(
    request: OfficerRequest,
    o: Opened,
    *,
    errors: list[tuple[str, str]] | None = None,
    typed: Mapping[str, Any] = NO_TYPING,
    status: int = 200,
) -> HttpResponse:
    """`typed`: what was sent by an act that was refused; it stands in its fields again."""
    known = o.calendar()
    invoice, instrument = invoice_of(o.dossier.code), _instrument(o)
    owes = invoice is not None and not hasattr(invoice, "receipt")
    due, lines = sheet.due_explained(o, known)
    steps = sheet.open_steps(o, known, typed)
    facts: dict[str, Any] = {
        "o": o,
        "dossier": o.dossier,
        "procedure": o.dossier.version.procedure,
        "left": o.left(known),
        "due": due,
        "due_lines": lines,
        "groups": sheet.answer_groups(o),
        "papers": sheet.papers(o, typed),
        "verdicts": [{"value": v.value, "label": v.label} for v in sheet.VERDICTS],
        "steps": steps,
        "opinions": sheet.opinions(o),
        "notes": sheet.notes(o),
        "history": history(o.dossier.code, o.document),
        "asked_names": names_of_items(o.dossier) if o.supplement else {},
        "invoice": invoice,
        "owes": owes,
        "fee": fee_total(o.dossier),
        "methods": [{"value": m.value, "label": m.label} for m in AT_THE_COUNTER],
        "channels": [{"value": c.value, "label": c.label} for c in Channel],
        "instrument": instrument,
        "acts": acts_of(o),
        "printable": printable(o, invoice),
        "next_act": next_act(o, steps, owes=owes),
        "typed": typed,
        "errors": errors or [],
        "wrong": dict(errors or []),
        "code": o.dossier.code,
        "is_open": is_open(o.dossier),
        **around(request, o, known),
    }
    return render(request, "dossiers/officer/work.jinja", facts, status=status)


def around(request: OfficerRequest, o: Opened, known: Calendar) -> dict[str, str]:
    """The list that the officer came from, and the dossiers before and after this one in it."""
    tab = next((t for t in (*COUNTER_TABS, *TASK_TABS) if t.code == request.GET.get("muc")), None)
    if tab is None:
        return {"list": "", "list_label": "", "before": "", "after": "", "tail": ""}
    own = known if o.officer.body_id == o.dossier.body_id else calendar(o.officer.body.calendar)
    before, after = queues.neighbours(Desk(o.duties, own, o.at), tab, o.dossier.code)
    label = str(tab.label)
    return {
        "list": tab.code,
        "list_label": label,
        "before": before,
        "after": after,
        "tail": f"?muc={tab.code}",
    }


def back_to_work(request: OfficerRequest, code: str) -> str:
    """The work page, in the list that the officer came from."""
    address, tab = reverse("dossiers:work", args=[code]), request.GET.get("muc", "")
    return f"{address}?muc={tab}" if tab.replace("-", "").isalpha() else address


def next_act(o: Opened, steps: list[sheet.Step], *, owes: bool) -> tuple[str, str]:
    """Where on the page the officer's next act is, and what it is called; empty if it is not his turn."""
    counter = {
        State.FILED: ("#tiep-nhan", _("Receive")),
        State.RECEIVED: ("#chuyen", _("Hand over")),
        State.COMPLETED: ("#phi", _("Collect the fee")) if owes else ("#tra", _("Return the result")),
    }
    if o.at_counter and o.dossier.state in counter:
        return counter[State(o.dossier.state)]
    if o.dossier.state == State.IN_PROGRESS and steps and steps[0].standing != "closed":
        first = steps[0]
        words = {"mine": _("Finish the step"), "free": _("Take"), "theirs": _("Take over")}
        return f"#buoc-{first.task.step}", words[first.standing]
    return "", ""


def acts_of(o: Opened) -> list[Act]:
    """The further acts that are open to this officer now; the verbs check again."""
    state = o.dossier.state
    acts = []
    if o.at_counter and state == State.FILED:
        acts.append(Act("refuse_intake", _("Do not accept (form 03)")))
    if o.in_hand and state in (State.FILED, State.RECEIVED, State.IN_PROGRESS):
        acts.append(Act("ask_supplement", _("Request a supplement (form 02)")))
    if o.at_counter and state == State.AWAITING_SUPPLEMENT and o.dossier.account_id is None:
        acts.append(Act("brought", _("Take in what the applicant brought")))
    if o.in_charge and state in (State.RECEIVED, State.IN_PROGRESS):
        acts.append(Act("extend", _("Apologise and extend (form 04)")))
    if o.in_charge and is_open(o.dossier):
        acts.append(Act("stop", _("Stop processing (form 05)")))
    return acts


def printable(o: Opened, invoice: Invoice | None) -> list[tuple[str, str]]:
    """The forms that exist of this dossier."""
    dossier = o.dossier
    ending = getattr(dossier, "ending", None)
    forms = [("ban-ghi-nop", _("Record of filing"), True)]
    forms += [("mau-01", _("Form 01: receipt with appointment"), dossier.received_at is not None)]
    forms += [("mau-02", _("Form 02: supplement request"), o.supplement is not None)]
    refused = dossier.state in (State.NOT_ACCEPTED, State.REFUSED)
    forms += [("mau-03", _("Form 03: refusal"), ending is not None and refused)]
    forms += [("mau-04", _("Form 04: apology and new date"), hasattr(dossier, "extension"))]
    stopped = dossier.state == State.STOPPED
    forms += [("mau-05", _("Form 05: notice of stopping"), ending is not None and stopped)]
    forms += [("mau-06", _("Form 06: control sheet"), True)]
    forms += [("bien-lai", _("Fee receipt"), invoice is not None and hasattr(invoice, "receipt"))]
    return [(code, label) for code, label, exists in forms if exists]


def _instrument(o: Opened) -> Instrument | None:
    live = Instrument.objects.filter(reference=o.dossier.code).exclude(standing=Standing.REPLACED)
    return draft_of(o.dossier) or live.select_related("file", "signed_by").order_by("-pk").first()
