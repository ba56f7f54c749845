"""The one supplement and the one extension."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.catalog.rules.answers import check_answers
from motcua.dossiers.models import Attachment, Dossier, Extension, Supplement
from motcua.dossiers.queries.norms import lateness_reasons, norms
from motcua.dossiers.rules import waiting
from motcua.dossiers.services.acting import open_case, settle
from motcua.dossiers.services.rights import require_counter, require_handler, require_in_charge
from motcua.dossiers.services.saying import need_words, refuse_unless, spoken
from motcua.files.models import StoredFile
from motcua.identity.models import Account
from motcua.kernel.refusals import Refusal
from motcua.organizations.models import Officer


@dataclass(frozen=True)
class Asked:
    """One thing to complete: a paper's or question's code, what is wrong with it, and how to put it right."""

    code: str
    what: str
    guidance: str = ""


@dataclass(frozen=True)
class Given:
    """One file brought for a paper."""

    paper: str
    file: StoredFile
    name: str


@transaction.atomic
def request_supplement(
    dossier: Dossier, *, items: Sequence[Asked], reason: str, respond_by: datetime, by: Officer, at: datetime
) -> Supplement:
    """Ask the applicant once for everything that is missing (form 02); the clock stops."""
    case = open_case(dossier, at=at)
    at = case.at
    require_handler(by, case.dossier, at=at)
    document = case.terms.document
    known = {paper.code for paper in document.papers} | {f.code for s in document.sections for f in s.fields}
    refuse_unless(
        {item.code for item in items} <= known, _("Ask only for what the procedure names."), "unknown-item"
    )
    least = norms(at.date()).reason_least_letters
    reason = need_words(reason, least=least)
    with spoken():
        act = waiting.request_supplement(
            case.life, case.terms, items=tuple(item.code for item in items), respond_by=respond_by, at=at
        )
    supplement = Supplement.objects.create(
        dossier=case.dossier,
        items=[asdict(item) for item in items],
        reason=reason,
        respond_by=respond_by,
        requested_at=at,
        requested_by=by,
    )
    settle(case, act, by=by.code, at=at, officer=by)
    return supplement


@transaction.atomic
def answer_supplement(
    dossier: Dossier,
    *,
    answers: Mapping[str, Any],
    files: Sequence[Given],
    note: str = "",
    by: Account | Officer,
    at: datetime,
) -> Dossier:
    """The applicant completes the dossier. Only what was asked for can change; a part may stay open with a reason.

    What somebody without an account brings to the counter, the counter that took the dossier in writes down.
    """
    case = open_case(dossier, at=at)
    at = case.at
    _require_bringer(case.dossier, by, at=at)
    supplement: Supplement | None = getattr(case.dossier, "supplement", None)
    if supplement is None or supplement.answered_at is not None:
        raise Refusal(_("Nothing is asked of you for this dossier at the moment."), code="nothing-asked")
    asked = [item["code"] for item in supplement.items]
    changed = {code: value for code, value in answers.items() if code in asked}
    given = {file.paper for file in files} | set(changed)
    refuse_unless(given <= set(asked), _("Only what was asked for can be completed."), "not-asked")
    if not given or (given != set(asked) and not note.strip()):
        raise Refusal(
            _("Bring everything that was asked for, or explain in the note why a part is missing."),
            code="supplement-incomplete",
        )
    merged = _checked({**case.dossier.answers, **changed}, case.terms.document, set(changed))
    with spoken():
        act = waiting.answer_supplement(case.life, case.terms, items=tuple(sorted(given)), at=at)
    Dossier.objects.filter(pk=case.dossier.pk).update(answers=merged)
    Attachment.objects.bulk_create(
        Attachment(
            dossier=case.dossier, paper=f.paper, file=f.file, file_name=f.name, round=1, attached_at=at
        )
        for f in files
    )
    Supplement.objects.filter(pk=supplement.pk).update(answered_at=at, answer_note=note.strip())
    return settle(case, act, by=by.code, at=at)


@transaction.atomic
def extend(dossier: Dossier, *, to: datetime, reason: str, text: str, by: Officer, at: datetime) -> Extension:
    """Apologise and give one new date, by a head or leader, early enough before the old one (form 04)."""
    case = open_case(dossier, at=at)
    at = case.at
    require_in_charge(by, case.dossier, at=at)
    refuse_unless(reason in lateness_reasons(), _("Choose the reason from the list."), "unknown-reason")
    norm = norms(at.date())
    text = need_words(text, least=norm.reason_least_letters)
    with spoken():
        act = waiting.extend(case.life, case.terms, norm, to=to, reason=reason, at=at)
    extension = Extension.objects.create(
        dossier=case.dossier,
        old_due_at=case.life.due_at or at,
        due_at=to,
        reason=text,
        extended_at=at,
        extended_by=by,
    )
    settle(case, act, by=by.code, at=at, officer=by)
    return extension


def require_own(dossier: Dossier, account: Account) -> None:
    """Only the person whose dossier it is."""
    if dossier.account_id != account.pk:
        raise Refusal(_("This is not a dossier of yours."), code="not-yours")


def _require_bringer(dossier: Dossier, by: Account | Officer, *, at: datetime) -> None:
    if isinstance(by, Account):
        return require_own(dossier, by)
    refuse_unless(
        dossier.account_id is None,
        _("The applicant has an account and completes this dossier himself, online."),
        "applicant-answers-himself",
    )
    return require_counter(by, dossier, at=at)


def _checked(answers: dict[str, Any], document: Any, changed: set[str]) -> dict[str, Any]:
    cleaned, errors = check_answers(document, None, answers)
    if wrong := {code: error for code, error in errors.items() if code in changed}:
        raise Refusal(
            _("Some answers need mending."),
            code="answers-wrong",
            fields={c: str(e) for c, e in wrong.items()},
        )
    return cleaned
