"""The counter: receive, refuse, hand over, give the result out."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.models import Dossier, Ending
from motcua.dossiers.queries.norms import norms, refusal_reasons
from motcua.dossiers.rules import endings, intake
from motcua.dossiers.services.acting import open_case, settle
from motcua.dossiers.services.rights import require_counter
from motcua.dossiers.services.saying import need_words, refuse_unless, spoken
from motcua.kernel.refusals import Refusal
from motcua.organizations.models import Officer
from motcua.payments.models import Method, Receipt
from motcua.payments.queries import invoice_of
from motcua.payments.services import collect as collect_invoice


@transaction.atomic
def receive(dossier: Dossier, *, by: Officer, at: datetime) -> Dossier:
    """Take a filed dossier in, and start its clock (form 01).

    The due date is fixed by the procedure version of the dossier and the calendar as known at this moment; later
    changes to either bind later dossiers only. Two officers may press the button at once: one is refused.
    """
    case = open_case(dossier, at=at)
    at = case.at
    require_counter(by, case.dossier, at=at)
    with spoken():
        act = intake.receive(case.life, case.terms, version=case.dossier.version.number, at=at)
    return settle(case, act, by=by.code, at=at, officer=by)


@transaction.atomic
def refuse_intake(
    dossier: Dossier, *, reasons: tuple[str, ...], text: str, by: Officer, at: datetime
) -> Dossier:
    """Do not accept a filed dossier, with reasons from the list and a letter in words (form 03)."""
    case = open_case(dossier, at=at)
    at = case.at
    require_counter(by, case.dossier, at=at)
    refuse_unless(
        set(reasons) <= set(refusal_reasons()), _("Choose the reasons from the list."), "unknown-reason"
    )
    text = need_words(text, least=norms(at.date()).reason_least_letters)
    with spoken():
        act = intake.refuse_intake(case.life, reasons=reasons, at=at)
    Ending.objects.create(
        dossier=case.dossier, reasons=list(reasons), text=text, ended_by=by.code, ended_at=at
    )
    return settle(case, act, by=by.code, at=at, officer=by)


@transaction.atomic
def hand_over(dossier: Dossier, *, by: Officer, at: datetime) -> Dossier:
    """Pass a received dossier to the unit of its first step."""
    case = open_case(dossier, at=at)
    at = case.at
    require_counter(by, case.dossier, at=at)
    with spoken():
        act = intake.hand_over(case.life, case.terms, at=at)
    return settle(case, act, by=by.code, at=at, officer=by)


@transaction.atomic
def collect_fee(dossier: Dossier, *, method: Method, by: Officer, at: datetime) -> Receipt:
    """Take the dossier's fee at the counter, against a numbered receipt."""
    case = open_case(dossier, at=at)
    at = case.at
    require_counter(by, case.dossier, at=at)
    invoice = invoice_of(case.dossier.code)
    if invoice is None:
        raise Refusal(_("This dossier has no fee to pay."), code="no-fee")
    return collect_invoice(invoice, method=method, by=by.code, at=at)


@transaction.atomic
def deliver(dossier: Dossier, *, channel: str, by: Officer, at: datetime) -> Dossier:
    """Give the result to the applicant. What is owed must have been paid."""
    case = open_case(dossier, at=at)
    at = case.at
    require_counter(by, case.dossier, at=at)
    refuse_unless(
        not owes(case.dossier),
        _("The fee has not been paid. Collect it, then return the result."),
        "fee-unpaid",
    )
    with spoken():
        act = endings.deliver(case.life, channel=channel, at=at)
    return settle(case, act, by=by.code, at=at, officer=by)


def owes(dossier: Dossier) -> bool:
    """Whether a fee of this dossier is still unpaid."""
    invoice = invoice_of(dossier.code)
    return invoice is not None and not hasattr(invoice, "receipt")
