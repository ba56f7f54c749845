"""Filing: a draft becomes a dossier, once."""

from datetime import date, datetime
from itertools import starmap
from typing import NamedTuple

from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.catalog.queries import document_of
from motcua.catalog.rules.answers import check_answers
from motcua.catalog.rules.document import Document, fees_due, papers_asked
from motcua.dossiers.events import DossierFiled
from motcua.dossiers.keys import marks
from motcua.dossiers.models import Attachment, Channel, Dossier, Draft
from motcua.dossiers.queries.progress import APPLICANT, DELIVERY, papers_missing
from motcua.dossiers.services.saying import refuse_unless
from motcua.identity.models import Account
from motcua.identity.services import claim_intent, settle_intent
from motcua.kernel.questions import Given, Question
from motcua.kernel.refusals import Refusal
from motcua.kernel.vietnamese import fold
from motcua.ledger.events import Event
from motcua.ledger.services import append_all
from motcua.organizations.models import Body, Officer, Unit, UnitKind
from motcua.organizations.queries import unit_for
from motcua.payments.rules import Line
from motcua.payments.services import invoice

MOST_A_DAY = 9999
_LOCKED = Question(
    lambda: (
        Draft.objects.select_for_update(of=("self",))
        .select_related("version", "body")
        .defer("version__document")  # read before, nearly always
        .filter(pk=Given("pk"))
    )
)
_ATTACHED = Question(
    lambda: (
        Attachment.objects.filter(draft=Given("draft"))
        .order_by("pk")
        .values_list("paper", "is_reused", "is_paper_only", "file__digest", "file__blank")
    )
)


@transaction.atomic
def file(draft: Draft, *, key: str, by: Account | Officer, at: datetime, device: str = "") -> Dossier:
    """Submit a draft: the dossier gets its code, its fee, and its first entry.

    `device`: what the applicant's browser tells of itself; only a keyed mark of it is kept. At a counter it is the
    officer's, and says nothing.

    The same key gives the same dossier however often it is sent; a draft is filed once whatever the key. The channel
    is what the session is (applicant: online; officer: counter), never a choice.
    """
    intent = claim_intent(owner=by.code, key=key, content={"draft": draft.code}, at=at)
    draft = _locked(draft)
    if draft.dossier_id is not None:
        return Dossier.objects.get(pk=draft.dossier_id)
    document = document_of(draft.version)
    given = _given(draft)
    answers = _whole(draft, document, given)
    unit = _receiving_unit(draft, by)
    code = next_code(unit.body, on=localdate(at))
    dossier = Dossier.objects.create(
        code=code,
        version=draft.version,
        body=draft.body,
        receiving_unit=unit,
        channel=Channel.COUNTER if isinstance(by, Officer) else Channel.ONLINE,
        account=None if isinstance(by, Officer) else by,
        **applicant_columns(draft.applicant),
        answers=answers,
        result_by=draft.result_by,
        filed_at=at,
        moved_at=at,
        search_key=search_key_of(code, draft.applicant),
    )
    Draft.objects.filter(pk=draft.pk).update(dossier=dossier)
    Attachment.objects.filter(draft=draft).update(draft=None, dossier=dossier)
    events = [_filed(dossier, document, given, device), *_charged(dossier, document, at=at)]
    append_all(events, subject=dossier.code, body=draft.body.code, actor=by.code, at=at)
    settle_intent(intent, outcome=dossier.code)
    return dossier


def _locked(draft: Draft) -> Draft:
    """Raises Draft.DoesNotExist if somebody threw it away."""
    for found in _LOCKED(pk=draft.pk):
        return found
    raise Draft.DoesNotExist


def next_code(body: Body, *, on: date) -> str:
    """The next dossier code of a body on a day, without gaps: `H49.31-261123-0001` (TT 01/2018/TT-VPCP Đ19).

    The number is taken inside the caller's transaction: if that fails, the number was never taken.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO dossiers_codebook (body, "on", last) VALUES (%s, %s, 1) '
            'ON CONFLICT (body, "on") DO UPDATE SET last = dossiers_codebook.last + 1 '
            "WHERE dossiers_codebook.last < %s RETURNING last",
            [body.code, on, MOST_A_DAY],
        )
        row = cursor.fetchone()
    if row is None:
        raise Refusal(
            _(
                "%(body)s has given out all %(most)s numbers of this day. File again tomorrow; your draft is kept."
            )
            % {"body": body, "most": MOST_A_DAY},
            code="codes-used-up",
        )
    return f"{body.code}-{on:%y%m%d}-{row[0]:04}"


def applicant_columns(applicant: dict[str, str]) -> dict[str, str]:
    """The applicant as the dossier's own columns."""
    return {
        f"applicant_{name}": applicant.get(name, "")
        for name in ("kind", "name", "id_number", "address", "phone", "email")
    }


def search_key_of(code: str, applicant: dict[str, str]) -> str:
    """Under what officers find a dossier: code, name, number of the identity paper."""
    return fold(f"{code} {applicant.get('name', '')} {applicant.get('id_number', '')}")


class Attached(NamedTuple):
    """A file given for a paper; without a digest: handed in on paper. `blank`: its pages, if none bears ink."""

    paper: str
    is_reused: bool
    is_paper_only: bool
    digest: str | None
    blank: int | None


def _given(draft: Draft) -> list[Attached]:
    return list(starmap(Attached, _ATTACHED(draft=draft.pk)))


def _whole(draft: Draft, document: Document, given: list[Attached]) -> dict[str, object]:
    cleaned, errors = check_answers(document, None, draft.answers)
    lacking = {code: str(error) for code, error in errors.items()}
    done = set(draft.sections_done)
    lacking |= {part: _("Not filled in yet") for part in (APPLICANT, DELIVERY) if part not in done}
    missing = papers_missing(document, draft.answers, {each.paper for each in given})
    lacking |= {paper.code: _("Missing paper: %(name)s") % {"name": paper.name} for paper in missing}
    if lacking:
        raise Refusal(_("The dossier is not complete yet."), code="incomplete", fields=lacking)
    return cleaned


def _receiving_unit(draft: Draft, by: Account | Officer) -> Unit:
    """The deciding body's counter; at a counter, that officer's own (boundaries do not matter, NĐ 118/2025)."""
    if isinstance(by, Officer):
        refuse_unless(
            draft.officer_id == by.pk and by.unit.kind == UnitKind.ONE_STOP,
            _("Only a one-stop officer can file for somebody at the counter."),
            "not-your-counter",
        )
        return by.unit
    refuse_unless(draft.account_id == by.pk, _("This is not a draft of yours."), "not-yours")
    unit = unit_for(draft.body, UnitKind.ONE_STOP)
    unit.body = draft.body  # known already
    return unit


def _filed(dossier: Dossier, document: Document, given: list[Attached], device: str) -> DossierFiled:
    mark = marks()
    scanned = {each.digest: each.blank or 0 for each in given if each.digest and not each.is_reused}
    return DossierFiled(
        procedure=document.code,
        version=dossier.version.number,
        channel=dossier.channel,
        receiving_unit=dossier.receiving_unit.code,
        applicant_kind=dossier.applicant_kind,
        online_level=document.online_level,
        fee_total=sum(fee.amount for fee in fees_due(document, dossier.answers)),
        papers=len(papers_asked(document, dossier.answers)),
        digitised=len({each.paper for each in given if not each.is_paper_only}),
        reused=len({each.paper for each in given if each.is_reused}),
        identity_verified=dossier.account is not None and dossier.account.verified_at is not None,
        applicant_mark=mark.applicant(dossier.applicant_id_number),
        phone_mark=mark.phone(dossier.applicant_phone),
        device_mark=mark.device(device, on=localdate(dossier.filed_at)) if dossier.account else "",
        scans=tuple(digest[:16] for digest in scanned),
        blank=sum(scanned.values()),
    )


def _charged(dossier: Dossier, document: Document, *, at: datetime) -> list[Event]:
    lines = [
        Line(code=f.code, kind=f.kind, name=f.name.vi, amount=f.amount)
        for f in fees_due(document, dossier.answers)
    ]
    charged = invoice(
        reference=dossier.code, body=dossier.body.code, payer_name=dossier.applicant_name, lines=lines, at=at
    )
    return [charged] if charged else []
