"""Bodies with counters, experts and leaders; a procedure that they decide; citizens with drafts ready to file."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from motcua.catalog.models import Competence, Procedure, ProcedureField, Version
from motcua.catalog.rules.reading import read
from motcua.catalog.services import digest_of
from motcua.dossiers import services
from motcua.dossiers.models import Attachment, Channel, Draft
from motcua.files.models import StoredFile
from motcua.files.services import keep
from motcua.identity.models import Account, AccountKind
from motcua.identity.queries import tokens_of
from motcua.identity.rules.scopes import DOSSIERS_WRITE, TASKS_WRITE
from motcua.identity.services import issue_token, revoke_token
from motcua.organizations.models import Body, BodyKind, Mandate, Officer, Role, Unit, UnitKind

LONG_AGO = date(2020, 1, 1)
SEATS = {Role.ONE_STOP: UnitKind.ONE_STOP, Role.SPECIALIST: UnitKind.EXPERT, Role.LEADER: UnitKind.LEADERSHIP}


def _step(code: str, name: str, kind: str, role: str, unit: str) -> dict[str, Any]:
    limit = {"quantity": "3", "unit": "working_days"}
    return {"step": code, "name": {"vi": name}, "kind": kind, "role": role, "unit": unit, "limit": limit}


DOCUMENT: dict[str, Any] = {
    "code": "DEMO.9000",
    "code_status": "demo",
    "name": {"vi": "Thủ tục dùng để đo tốc độ", "en": "A procedure for measuring speed"},
    "field": "do-toc-do",
    "level": "zone",
    "subjects": ["citizen"],
    "online": {"eligible": True, "level": "full"},
    "effective": {"from": "2024-01-01", "until": None},
    "decision": "-",
    "basis": [],
    "limit": {"quantity": "10", "unit": "working_days", "article": "-", "confidence": "unsure", "policy": {}},
    "papers": [
        {"code": "don", "name": {"vi": "Đơn", "en": "Request"}, "kind": "original"},
        {"code": "ban-ve", "name": {"vi": "Bản vẽ", "en": "Drawing"}, "kind": "copy"},
    ],
    "form": [
        {
            "section": "chung",
            "title": {"vi": "Thông tin chung", "en": "General"},
            "fields": [
                {"code": "dia_diem", "label": {"vi": "Địa điểm", "en": "Place"}, "kind": "text"},
                {"code": "dien_tich", "label": {"vi": "Diện tích", "en": "Area"}, "kind": "number"},
            ],
        }
    ],
    "fees": [
        {
            "code": "le-phi",
            "name": {"vi": "Lệ phí", "en": "Charge"},
            "kind": "charge",
            "amount": 50000,
            "basis": "-",
            "confidence": "unsure",
        }
    ],
    "process": [
        _step("tham-dinh", "Thẩm định", "process", "specialist", "expert"),
        _step("du-thao", "Dự thảo", "draft", "specialist", "expert"),
        _step("ky", "Ký duyệt", "sign", "leader", "leadership"),
    ],
    "result": {
        "name": {"vi": "Quyết định", "en": "Decision"},
        "document": True,
        "template": "quyet_dinh",
        "symbol": "QĐ",
        "fields": [],
    },
}


@dataclass(frozen=True)
class Place:
    """A body that decides the procedure, and one officer of each role in it."""

    body: Body
    officers: dict[str, Officer]


def make_version() -> Version:
    read(DOCUMENT)
    field, _made = ProcedureField.objects.get_or_create(
        code=DOCUMENT["field"], defaults={"name_vi": "Đo tốc độ", "sort_key": "do"}
    )
    facts = {"field": field, "level": "zone", "name_vi": DOCUMENT["name"]["vi"], "online_level": "full"}
    facts |= {"code_status": "demo", "is_eligible": True, "search_key": "do toc do"}
    procedure, _made = Procedure.objects.get_or_create(code=DOCUMENT["code"], defaults=facts)
    version, _made = Version.objects.get_or_create(
        procedure=procedure,
        number=1,
        defaults={
            "effective_from": date(2024, 1, 1),
            "document": DOCUMENT,
            "digest": digest_of(DOCUMENT),
            "published_at": datetime.fromisoformat("2024-01-01T00:00:00+07:00"),
            "published_by": "bench",
        },
    )
    return version


def make_places(version: Version, count: int) -> list[Place]:
    return [_place(version, f"H49.B{number:02}") for number in range(count)]


def _place(version: Version, code: str) -> Place:
    body, _made = Body.objects.get_or_create(
        code=code, defaults={"kind": BodyKind.ZONE, "name_vi": f"Cơ quan {code}", "sort_key": code}
    )
    Competence.objects.get_or_create(procedure=version.procedure, body=body)
    return Place(body, {role: _officer(body, role, kind) for role, kind in SEATS.items()})


def _officer(body: Body, role: str, kind: str) -> Officer:
    unit, _made = Unit.objects.get_or_create(
        code=f"{body.code}-{kind}", defaults={"body": body, "kind": kind, "name_vi": kind}
    )
    code = f"{body.code}-{role}"
    account, _made = Account.objects.get_or_create(
        code=code, defaults={"kind": AccountKind.OFFICER, "sign_in_name": code.lower(), "full_name": code}
    )
    facts = {"account": account, "body": body, "unit": unit, "name": code, "title_vi": "-", "sort_key": code}
    officer, _made = Officer.objects.get_or_create(code=code, defaults=facts)
    Mandate.objects.get_or_create(officer=officer, unit=unit, role=role, defaults={"from_on": LONG_AGO})
    return officer


def token_of(account: Account, *, at: datetime) -> str:
    """A token for this run; those of earlier runs end."""
    for old in tokens_of(account):
        revoke_token(old, by=account, at=at)
    scope = TASKS_WRITE if account.kind == AccountKind.OFFICER else DOSSIERS_WRITE
    until = at + timedelta(days=1)
    return issue_token(account, name="bench", scopes=[scope], expires_at=until, by=account, at=at).secret


def make_citizens(count: int) -> list[Account]:
    run = secrets.token_hex(4)
    made = [
        Account(
            code=f"TK-{run}-{number}",
            kind=AccountKind.CITIZEN,
            sign_in_name=f"tk-{run}-{number}",
            full_name="Nguyễn Thị Bình",
            id_number=f"{secrets.randbelow(10**12):012}",
        )
        for number in range(count)
    ]
    return Account.objects.bulk_create(made)


def make_drafts(
    version: Version, places: list[Place], citizens: list[Account], count: int, *, at: datetime
) -> Iterator[tuple[Draft, Account, Place]]:
    """Drafts that lack nothing: the first made by the verbs, the others after its likeness."""
    paper = keep(b"%PDF-1.7 bench", media_type="application/pdf", at=at)
    like = _whole(version, places[0], citizens[0], paper, at=at)
    owners = [(citizens[n % len(citizens)], places[n // len(citizens) % len(places)]) for n in range(count)]
    if len(citizens) >= len(places):
        owners = [(citizen, places[n % len(places)]) for n, (citizen, _place) in enumerate(owners)]
    drafts = Draft.objects.bulk_create(_alike(like, citizen, place) for citizen, place in owners)
    Attachment.objects.bulk_create(
        Attachment(draft=draft, paper=code, file=paper, file_name=f"{code}.pdf", attached_at=at)
        for draft in drafts
        for code in ("don", "ban-ve")
    )
    for draft, (citizen, place) in zip(drafts, owners, strict=True):
        yield draft, citizen, place


def _whole(version: Version, place: Place, citizen: Account, paper: StoredFile, *, at: datetime) -> Draft:
    draft = services.start_draft(version, body=place.body, account=citizen, at=at)
    services.save_applicant(draft, applicant={"phone": "0912345678"}, revision=draft.revision, at=at)
    answers = {"dia_diem": "Tổ 1, phường Hồng Gai", "dien_tich": "120"}
    services.save_section(draft, section="chung", answers=answers, revision=draft.revision, at=at)
    for code in ("don", "ban-ve"):
        services.attach(draft, paper=code, file=paper, name=f"{code}.pdf", at=at)
    services.choose_delivery(draft, result_by=Channel.ONLINE, revision=draft.revision, at=at)
    return draft


def _alike(like: Draft, citizen: Account, place: Place) -> Draft:
    names = (
        "version",
        "answers",
        "sections_done",
        "result_by",
        "revision",
        "made_at",
        "saved_at",
        "expires_at",
    )
    facts = {name: getattr(like, name) for name in names}
    applicant = {**like.applicant, "id_number": citizen.id_number}
    return Draft(code=secrets.token_hex(8), account=citizen, body=place.body, applicant=applicant, **facts)
