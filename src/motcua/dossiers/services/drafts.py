"""Preparing a dossier: begun, saved topic by topic, papers attached, left and found again."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from motcua.catalog.models import Competence, Version
from motcua.catalog.queries import document_of
from motcua.catalog.rules.answers import check_answers
from motcua.dossiers.models import Attachment, Channel, Draft
from motcua.dossiers.queries.norms import norms
from motcua.dossiers.services.saying import refuse_unless
from motcua.files.models import StoredFile
from motcua.identity.models import Account
from motcua.kernel.refusals import Refusal
from motcua.organizations.models import Body, Officer

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
MOST_FILES_PER_PAPER = 20


@transaction.atomic
def start_draft(
    version: Version,
    *,
    body: Body,
    account: Account | None = None,
    officer: Officer | None = None,
    at: datetime,
) -> Draft:
    """Begin a dossier for a body that is competent. What the identity provider vouches for is filled in."""
    refuse_unless(
        Competence.objects.filter(procedure=version.procedure_id, body=body).exists(),
        _("%(body)s does not handle this procedure. Choose a body from the list.") % {"body": body},
        "not-competent",
    )
    # no entry: a draft is nobody's business but its maker's
    return Draft.objects.create(
        code=_new_code(),
        account=account,
        officer=officer,
        applicant=_applicant(account) if account else {"kind": "citizen"},
        version=version,
        body=body,
        answers=_prefilled(version, account) if account else {},
        result_by=Channel.ONLINE if account else Channel.COUNTER,
        made_at=at,
        saved_at=at,
        expires_at=at + timedelta(days=norms(at.date()).draft_kept_days),
    )


@transaction.atomic
def save_section(
    draft: Draft, *, section: str, answers: Mapping[str, Any], revision: int, at: datetime
) -> dict[str, Any]:
    """Keep one topic's answers, good or not; returns the errors by question (none: the topic is done).

    Nothing typed is lost: wrong answers are kept as typed and the topic stays open.
    """
    _require_open(draft, revision)
    document = document_of(draft.version)
    topic = next((s for s in document.sections if s.code == section), None)
    if topic is None:
        raise Refusal(_("There is no such part in this form."), code="unknown-section")
    own = {field.code for field in topic.fields}
    kept = {code: value for code, value in draft.answers.items() if code not in own}
    said = {code: value for code, value in answers.items() if code in own}
    cleaned, errors = check_answers(document, section, {**kept, **said})
    done = [code for code in draft.sections_done if code != section] + ([] if errors else [section])
    merged = {
        **kept,
        **said,
        **{code: cleaned[code] for code in own if code in cleaned and code not in errors},
    }
    _save(draft, at=at, answers=merged, sections_done=done)
    return errors


@transaction.atomic
def save_applicant(draft: Draft, *, applicant: Mapping[str, str], revision: int, at: datetime) -> None:
    """Keep who applies and how to reach them. What the identity provider vouched for cannot be changed here."""
    _require_open(draft, revision)
    said = {name: value.strip() for name, value in applicant.items()}
    if draft.account_id is not None:
        said |= {name: draft.applicant[name] for name in ("kind", "name", "id_number")}
    done = [*(code for code in draft.sections_done if code != "applicant"), "applicant"]
    _save(draft, at=at, applicant={**draft.applicant, **said}, sections_done=done)


@transaction.atomic
def choose_delivery(draft: Draft, *, result_by: Channel, revision: int, at: datetime) -> None:
    _require_open(draft, revision)
    done = [*(code for code in draft.sections_done if code != "delivery"), "delivery"]
    _save(draft, at=at, result_by=result_by, sections_done=done)


@transaction.atomic
def attach(
    draft: Draft, *, paper: str, file: StoredFile | None, name: str, is_reused: bool = False, at: datetime
) -> Attachment:
    """Add a file to a paper. `file` None (at the counter only): handed in on paper and not scanned."""
    _require_open(draft, draft.revision)
    asked = {p.code for p in document_of(draft.version).papers}
    refuse_unless(paper in asked, _("This procedure does not ask for that paper."), "unknown-paper")
    refuse_unless(file is not None or draft.officer_id is not None, _("Choose a file first."), "no-file")
    refuse_unless(
        draft.attachments.filter(paper=paper).count() < MOST_FILES_PER_PAPER,
        _("A paper can have at most %(most)s files. Join some of them first.")
        % {"most": MOST_FILES_PER_PAPER},
        "too-many-files",
    )
    made = Attachment.objects.create(
        draft=draft,
        paper=paper,
        file=file,
        file_name=name,
        is_reused=is_reused,
        is_paper_only=file is None,
        attached_at=at,
    )
    _save(draft, at=at)
    return made


@transaction.atomic
def detach(draft: Draft, *, attachment: int, at: datetime) -> None:
    _require_open(draft, draft.revision)
    draft.attachments.filter(pk=attachment).delete()
    _save(draft, at=at)


@transaction.atomic
def discard_draft(draft: Draft, *, at: datetime) -> None:
    """Throw a draft away, with its attachments. One that was filed stays."""
    _require_open(draft, draft.revision)
    draft.delete()  # no entry: nothing was filed


@transaction.atomic
def discard_expired_drafts(*, at: datetime) -> int:
    """Drafts past their days go; the number of them is returned."""
    gone, _by_model = Draft.objects.filter(
        dossier=None, expires_at__lt=at
    ).delete()  # no entry: nothing was filed
    return gone


def _require_open(draft: Draft, revision: int) -> None:
    if draft.dossier_id is not None:
        raise Refusal(_("This dossier has been filed already."), code="already-filed")
    if revision != draft.revision:
        raise Refusal(
            _(
                "This draft was changed in another window. Reload the page; what you typed there has been kept."
            ),
            code="changed-elsewhere",
        )


def _save(draft: Draft, *, at: datetime, **changes: Any) -> None:
    saved = Draft.objects.filter(pk=draft.pk, revision=draft.revision).update(
        saved_at=at, revision=F("revision") + 1, **changes
    )
    _require_open(draft, draft.revision if saved else -1)
    draft.refresh_from_db()


def _new_code() -> str:
    letters = "".join(secrets.choice(LETTERS) for _n in range(8))
    return f"N-{letters[:4]}-{letters[4:]}"


def _applicant(account: Account) -> dict[str, str]:
    return {
        "kind": account.kind,
        "name": account.full_name,
        "id_number": account.id_number or account.tax_code,
        "address": account.address,
        "phone": account.phone,
        "email": account.email,
    }


def _prefilled(version: Version, account: Account) -> dict[str, Any]:
    fields = (field for section in document_of(version).sections for field in section.fields if field.prefill)
    found = {field.code: getattr(account, field.prefill, "") for field in fields}
    return {
        code: f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else value
        for code, value in found.items()
        if value
    }
