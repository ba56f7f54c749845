"""Ends other than a result: the applicant withdraws, or a head stops the dossier (form 05)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.models import Dossier, Ending, State, Supplement
from motcua.dossiers.queries.norms import norms, stopping_reasons
from motcua.dossiers.rules import endings
from motcua.dossiers.services.acting import open_case, settle
from motcua.dossiers.services.rights import require_in_charge
from motcua.dossiers.services.saying import need_words, refuse_unless, spoken
from motcua.dossiers.services.waiting import require_own
from motcua.identity.models import Account
from motcua.organizations.models import Officer

LAPSED = "supplement-lapsed"


@transaction.atomic
def withdraw(dossier: Dossier, *, text: str = "", by: Account, at: datetime) -> Dossier:
    """The applicant takes his dossier back. Nobody else can do this for him."""
    case = open_case(dossier, at=at)
    at = case.at
    require_own(case.dossier, by)
    with spoken():
        act = endings.withdraw(case.life, at=at)
    Ending.objects.create(dossier=case.dossier, text=text.strip(), ended_by=by.code, ended_at=at)
    return settle(case, act, by=by.code, at=at)


@transaction.atomic
def stop(dossier: Dossier, *, reason: str, text: str, by: Officer, at: datetime) -> Dossier:
    """Stop processing, with a reason from the list; for a lapsed supplement only after its time has passed."""
    case = open_case(dossier, at=at)
    at = case.at
    require_in_charge(by, case.dossier, at=at)
    refuse_unless(reason in stopping_reasons(), _("Choose the reason from the list."), "unknown-reason")
    if reason == LAPSED:
        supplement: Supplement | None = getattr(case.dossier, "supplement", None)
        lapsed = (
            case.dossier.state == State.AWAITING_SUPPLEMENT
            and supplement is not None
            and supplement.respond_by < at
        )
        refuse_unless(lapsed, _("The time for the supplement has not passed yet."), "not-lapsed")
    text = need_words(text, least=norms(at.date()).reason_least_letters)
    with spoken():
        act = endings.stop(case.life, reason=reason, at=at)
    Ending.objects.create(dossier=case.dossier, reasons=[reason], text=text, ended_by=by.code, ended_at=at)
    return settle(case, act, by=by.code, at=at, officer=by)
