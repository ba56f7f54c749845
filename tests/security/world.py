"""A small province for attackers: one dossier of each kind, everybody who may want it, and every address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.timezone import localdate

from motcua.catalog.services.editing import open_draft
from motcua.clock.queries import calendar, now
from motcua.criteria.models import Reader
from motcua.directives.rules.lateness import date_in
from motcua.directives.services import Order, accept, open_directive, report, start
from motcua.directives.services.acting import Evidence
from motcua.dossiers import services
from motcua.dossiers.models import Attachment, Channel, Dossier, Draft
from motcua.dossiers.queries.secrets import secret_of
from motcua.files.services import begin_upload, store
from motcua.identity.models import Account
from motcua.identity.rules.scopes import open_to
from motcua.identity.services import issue_token
from motcua.ledger.models import Entry
from motcua.organizations.models import Officer, Role, UnitKind
from motcua.organizations.services import delegate
from motcua.payments.models import Method
from motcua.reports.services import Asked, ask
from motcua.results.models import Instrument
from motcua.reviews import services as reviews
from motcua.reviews.rules.recommendations import Answered
from motcua.reviews.services.asking import Paper
from motcua.reviews.services.investment_acts import contract, hand_over, procure
from motcua.reviews.services.investment_approving import approve
from motcua.reviews.services.investments import Proposal, propose
from motcua.reviews.services.recommendation_acts import answer, send
from motcua.reviews.services.recommendations import Wish
from motcua.reviews.services.recommendations import draft as draft_recommendation
from motcua.schedule import services as meetings
from tests.factories.dossiers import Office, make_office, open_task, walk
from tests.factories.identity import make_account, sign_in
from tests.factories.organizations import make_body, make_officer, make_unit
from tests.files.making import pdf

ROLES = (
    "nobody",
    "neighbour",
    "owner",
    "counter",
    "specialist",
    "colleague",
    "foreign",
    "leader",
    "editor",
)
REASON = "Bản vẽ thiếu chữ ký của đơn vị thiết kế, đề nghị xem lại."
TO_THE_END = ("tham-dinh", "yk-a", "yk-b", "du-thao", "soat-xet", "ky")


@dataclass
class World:
    office: Office
    people: dict[str, Account | None]
    draft: Draft
    at_counter: Draft
    filed: Dossier
    working: Dossier
    asked: Dossier
    brought: Dossier
    drafted: Dossier
    done: Dossier
    result: Instrument
    token: str
    bearer: str
    upload: str
    delegation: str
    sheet: str
    imported: str
    directive: str
    recommendation: str
    investment: str
    report: int
    review: str
    meeting: str
    notice: str
    feed: str

    def client(self, role: str, **options: Any) -> Client:
        """A fresh browser in which this person is signed in."""
        client = Client(raise_request_exception=False, **options)
        if account := self.people[role]:
            sign_in(client, account)
        return client

    def arguments(self, name: str) -> dict[str, Any]:
        """What stands in the address of this name, so that it leads to something that exists."""
        shown = next((getattr(self, which) for which, named in SHOWN.items() if name in named), self.working)
        told = {
            "code": shown.code,
            "section": "cong-trinh",
            "paper": "don",
            "number": shown.attachments.order_by("pk").values_list("pk", flat=True)[0],
            "attachment": shown.attachments.order_by("pk").values_list("pk", flat=True)[0],
            "secret": secret_of(shown.code).replace("-", ""),
            "step": "tham-dinh",
            "outcome": "refuse",
            "part": "applicant",
            "token": self.result.token,
            "digest": Entry.objects.filter(subject=shown.code).order_by("pk")[0].digest.hex(),
            "kind": "xlsx",
            "criterion": "2.1",
            "body": self.office.body.code,
            "period": "2026-10",
            "form": "giay-tiep-nhan" if name == "dossiers:own_form" else "mau-01",
        }
        return told | self._of_others(name)

    def _of_others(self, name: str) -> dict[str, Any]:
        room, _colon, page = name.partition(":")
        if room == "catalog" or name == "dossiers:start":
            kinds = {"import_template": "danh-muc", "draft_file": "yaml"}
            told = {"code": self.office.version.procedure.code, "kind": kinds.get(page, "xlsx")}
            return told | {"place": "papers", "reference": self.sheet, "result": self.imported}
        if room == "bottlenecks":
            return {
                "criterion": "2.1",
                "number": 404,
                "version": 1,
                "kind": "over-limit",
                "body": self.office.body.code,
                "procedure": self.office.version.procedure.code,
                "pk": 1,
            }
        of_rooms = {
            "directives": {"code": self.directive, "act": "nhan", "entry": 4, "notice": self.notice},
            "schedule": {
                "code": self.meeting,
                "number": 1,
                "what": "moi" if page == "take_out" else "khach",
                "act": "dinh-chinh" if page == "notice_act" else "hoan",
                "notice": self.notice,
                "secret": self.feed,
            },
            "reports": {"number": self.report if page != "saved" else 10**6, "kind": "pdf"},
        }
        if room in of_rooms:
            return of_rooms[room]
        if room == "reviews":
            return self._of_reviews(page)
        if name.startswith("dossiers:counter"):
            return {"code": self.at_counter.code, "attachment": _first(self.at_counter)}
        if name.startswith("criteria:set"):
            return {"code": "qd766-2022", "number": 1}
        if page in OF_A_DRAFT:
            return {"code": self.draft.code, "number": _first(self.draft)}
        return {
            "identity:end-token": {"code": self.token},
            "organizations:revoke": {"code": self.delegation},
            "organizations:mail_again": {"number": 1},
            "files:upload": {"token": self.upload},
        }.get(name, {})

    def _of_reviews(self, page: str) -> dict[str, Any]:
        if page.startswith("recommendation"):
            return {"code": self.recommendation, "act": "thu-hoi", "entry": 3}
        if page.startswith("investment"):
            return {"code": self.investment, "act": "thanh-toan", "entry": 5}
        if page not in OF_A_REVIEW:
            return {}
        act = "nhac" if page == "call_act" else "luu"
        return {"code": self.review, "act": act, "number": 1, "kind": "pdf"}


OF_A_DRAFT = {
    "draft", "discard", "applicant", "section", "delivery", "papers", "paper", "draft_file", "check",
}  # fmt: skip
OF_A_REVIEW = {"call", "call_act", "compare", "consolidation", "report", "paper", "act"}
SHOWN = {
    "filed": {"dossiers:receive", "dossiers:refuse_intake"},
    "asked": {"dossiers:supplement"},
    "brought": {"dossiers:brought"},
    "drafted": {"dossiers:draft_pdf", "dossiers:sign"},
    "done": {"dossiers:own_result", "dossiers:result_pdf", "ledger:entry", "ledger:proof"},
}


def _first(draft: Draft) -> int:
    return Attachment.objects.filter(draft=draft).order_by("pk").values_list("pk", flat=True)[0]


def make_world() -> World:
    at = now() - timedelta(hours=2)
    office = make_office()
    body = office.body
    token = issue_token(
        office.citizen,
        name="Máy kế toán",
        scopes=open_to("citizen"),
        expires_at=at + timedelta(days=9),
        by=office.citizen,
        at=at,
    )
    lent = delegate(
        office.leader,
        office.head,
        from_at=at + timedelta(days=1),
        until_at=at + timedelta(days=3),
        basis="QĐ 12/QĐ-BQLKKT",
        by=office.leader,
        at=at,
    )
    done = finished(office)
    editor = make_officer(make_unit(body, UnitKind.RECORDS), Role.CATALOGUE)
    open_draft(office.version.procedure.code, by=editor, at=at)
    sheet, imported = _list_of(editor)
    return World(
        office=office,
        people={
            "nobody": None,
            "neighbour": make_account(),
            "owner": office.citizen,
            "counter": office.counter.account,
            "specialist": office.specialist.account,
            "colleague": make_officer(make_unit(body, UnitKind.EXPERT)).account,
            "foreign": make_officer(body=make_body()).account,
            "leader": office.leader.account,
            "editor": editor.account,
        },
        draft=draft_of(office),
        at_counter=counter_draft(office),
        filed=filed(office),
        working=working(office),
        asked=asked(office),
        brought=brought(office),
        drafted=at_signature(office),
        done=done,
        result=Instrument.objects.get(reference=done.code),
        token=token.token.code,
        bearer=token.secret,
        upload=begin_upload(
            owner=office.citizen.code, name="don.pdf", length=900, accepts=["pdf"], at=now()
        ).token,
        delegation=lent.code,
        sheet=sheet,
        imported=imported,
        directive=reported_task(office.leader, office.counter),
        recommendation=answered_recommendation(office.head, office.leader),
        investment=investment_in_use(office.head, office.leader),
        report=ask(Asked("ii06a", body.code, "2026-10"), by=office.leader.code, at=at).pk,
        review=answered_review(office.leader),
        meeting=called_meeting(office),
        notice=issued_notice(office),
        feed=meetings.open_feed(by=office.leader, at=at),
    )


def _list_of(editor: Officer) -> tuple[str, str]:
    """A list that the editor has sent in, and the account of what it changed."""
    client = Client()
    sign_in(client, editor.account)
    sample = ContentFile(client.get("/quan-tri/nhap/mau-danh-muc.xlsx").content, name="danh-muc.xlsx")
    looked_at = client.post("/quan-tri/nhap/", {"kind": "list", "file": sample})["Location"]
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(looked_at).content.decode())
    return looked_at.split("/")[-2], client.post(looked_at, {"seen": seen[1]})["Location"].split("/")[-2]


def draft_of(office: Office, *, kind: str = "nha-o", **answers: str) -> Draft:
    """The citizen's draft, whole, with files that are really there."""
    at = now() - timedelta(hours=2)
    draft = services.start_draft(office.version, body=office.body, account=office.citizen, at=at)
    services.save_applicant(draft, applicant={"phone": "0912345678"}, revision=draft.revision, at=at)
    return _fill(draft, kind=kind, **answers)


def counter_draft(office: Office) -> Draft:
    at = now() - timedelta(hours=2)
    draft = services.start_draft(office.version, body=office.body, officer=office.counter, at=at)
    applicant = {"kind": "citizen", "name": "Phạm Thị Lý", "id_number": "022185000777", "phone": "0912345678"}
    services.save_applicant(draft, applicant=applicant, revision=draft.revision, at=at)
    return _fill(draft)


def _fill(draft: Draft, *, kind: str = "nha-o", **answers: str) -> Draft:
    at = now() - timedelta(hours=2)
    said = {"dia_diem": "Tổ 1, phường Hồng Gai", "loai": kind, "dien_tich": "120", **answers}
    services.save_section(draft, section="cong-trinh", answers=said, revision=draft.revision, at=at)
    for paper in ("don", "ban-ve"):
        stored = store(pdf(), name=f"{paper}.pdf", accepts=["pdf"], at=at)
        services.attach(draft, paper=paper, file=stored, name=f"{paper}.pdf", at=at)
    services.choose_delivery(draft, result_by=Channel.ONLINE, revision=draft.revision, at=at)
    return draft


def filed(office: Office, **answers: str) -> Dossier:
    draft = draft_of(office, **answers)
    return services.file(draft, key=draft.code, by=office.citizen, at=now() - timedelta(minutes=100))


def received(office: Office) -> Dossier:
    return services.receive(filed(office), by=office.counter, at=now() - timedelta(minutes=90))


def working(office: Office, *, taken: bool = True) -> Dossier:
    """Handed over; the first step is the specialist's."""
    at = now() - timedelta(minutes=80)
    dossier = services.hand_over(received(office), by=office.counter, at=at)
    if taken:
        services.take_step(open_task(dossier, "tham-dinh"), by=office.specialist, at=at)
    return Dossier.objects.get(pk=dossier.pk)


def asked(office: Office) -> Dossier:
    dossier = working(office)
    at = now() - timedelta(minutes=70)
    items = [
        services.Asked("ban-ve", "Thiếu chữ ký", "Ký và đóng dấu"),
        services.Asked("dia_diem", "Chưa rõ", ""),
    ]
    services.request_supplement(
        dossier, items=items, reason=REASON, respond_by=at + timedelta(days=20), by=office.specialist, at=at
    )
    return Dossier.objects.get(pk=dossier.pk)


def brought(office: Office) -> Dossier:
    """Filed at the counter by somebody without an account, and asked for more."""
    at = now() - timedelta(minutes=100)
    draft = counter_draft(office)
    dossier = services.file(draft, key=draft.code, by=office.counter, at=at)
    dossier = services.receive(dossier, by=office.counter, at=at)
    items = [services.Asked("don", "Thiếu chữ ký", "")]
    services.request_supplement(
        dossier, items=items, reason=REASON, respond_by=at + timedelta(days=20), by=office.counter, at=at
    )
    return Dossier.objects.get(pk=dossier.pk)


def at_signature(office: Office) -> Dossier:
    dossier = working(office, taken=False)
    return walk(dossier, office, *TO_THE_END[:-1], at=now() - timedelta(minutes=60))


def reported_task(giver: Officer, lead: Officer) -> str:
    """A directive that its lead has reported done, with a file: its fourth entry."""
    at = now() - timedelta(minutes=40)
    due_on = date_in(calendar("vn-standard"), localdate(at), 15)
    asked = Order("Số hóa hồ sơ", "Số hóa ngay khi tiếp nhận.", lead.unit, due_on, lead)
    made = open_directive(asked, by=giver, at=at)
    accept(made, by=lead, at=at)
    start(made, by=lead, at=at)
    stored = store(pdf(), name="bang-chung.pdf", accepts=["pdf"], at=at)
    report(made, evidence=REASON, file=Evidence(stored, "bang-chung.pdf"), by=lead, at=at)
    return made.code


def called_meeting(office: Office) -> str:
    """Ahead of us; its first site has the counter for its chair, the counter and the specialist are invited."""
    at = now() - timedelta(minutes=30)
    begins_at = at + timedelta(days=9)
    plan = meetings.Plan(
        "Giao ban", begins_at, begins_at + timedelta(hours=2), "Phòng họp 1", chair=office.leader
    )
    made = meetings.draft_meeting(plan, host=office.body, by=office.leader, at=at)
    told = {"by": office.leader, "at": at}
    meetings.add_site(made, meetings.Place("Bộ phận Một cửa", "Tầng 1", chair=office.counter), **told)
    for officer in (office.counter, office.specialist):
        meetings.invite_officer(made, officer, **told)
    stored = store(pdf(), name="bao-cao.pdf", accepts=["pdf"], at=at)
    meetings.attach_document(made, title="Báo cáo", file=stored, name="bao-cao.pdf", **told)
    return meetings.call_meeting(made, **told).code


def issued_notice(office: Office) -> str:
    """Of a meeting that was held yesterday."""
    at = now() - timedelta(days=2)
    begins_at = at + timedelta(days=1)
    plan = meetings.Plan(
        "Rà soát", begins_at, begins_at + timedelta(hours=2), "Phòng họp", chair=office.leader
    )
    made = meetings.draft_meeting(plan, host=office.body, by=office.leader, at=at)
    meetings.invite_officer(made, office.head, by=office.leader, at=at)
    meetings.call_meeting(made, by=office.leader, at=at)
    told = {"by": office.leader, "at": begins_at + timedelta(hours=2)}
    meetings.hold_meeting(made, **told)
    point = meetings.Point("Duy trì tiêu chí đã đạt", office.counter.unit, standing=True)
    return meetings.issue_notice(meetings.draft_notice(made, points=[point], **told), **told).code


def answered_review(leader: Officer) -> str:
    """A call from outside that the body has answered and whose picture was sent on. Counted only meanwhile."""
    at = now() - timedelta(minutes=30)
    counted = Reader.objects.create(horizon=at)
    before_on = localdate(at) + timedelta(days=9)
    asked = reviews.Summons(
        "Rà soát tồn tại", "211/TB-VPCP", leader.body, before_on, "2026-10", outside="Văn phòng Chính phủ"
    )
    made = reviews.call_for_review(asked, by=leader, at=at)
    answer = made.reports.get()
    reviews.draft(answer, by=leader, at=at)
    for verb in (reviews.submit, reviews.sign, reviews.send):
        verb(answer, by=leader, at=at)
    reviews.send_on(made, to="Văn phòng Chính phủ", by=leader, at=at)
    counted.delete()
    return made.code


def answered_recommendation(drafter: Officer, signer: Officer) -> str:
    """Sent and answered with a file: its third entry."""
    at = now() - timedelta(minutes=30)
    asked = Wish("Thay thế nghị định", "Sớm ban hành nghị định thay thế.", "CP", drafter.body)
    made = draft_recommendation(asked, by=drafter, at=at)
    paper = Paper("90/UBND-KSTT", localdate(at))
    send(made, paper=paper, by=signer, at=at)
    file = Evidence(store(pdf(), name="tra-loi.pdf", accepts=["pdf"], at=at), "tra-loi.pdf")
    answer(made, verdict=Answered.ACCEPTED, text=REASON, paper=paper, file=file, by=drafter, at=at)
    return made.code


def investment_in_use(proposer: Officer, decider: Officer) -> str:
    """Handed over with a file: its fifth entry. It names no figure."""
    at = now() - timedelta(minutes=30)
    paper = Paper("45/QĐ-BQLKKT", localdate(at))
    asked = Proposal("Nâng cấp", "Số hóa ngay.", proposer.body, "hire", "regular", "nd45-2026", 9_000_000)
    made = propose(asked, by=proposer, at=at)
    approve(made, paper=paper, by=decider, at=at)
    procure(made, by=proposer, at=at)
    contract(made, amount=8_000_000, paper=paper, by=proposer, at=at)
    file = Evidence(store(pdf(), name="ban-giao.pdf", accepts=["pdf"], at=at), "ban-giao.pdf")
    hand_over(made, paper=paper, file=file, by=proposer, at=at)
    return made.code


def finished(office: Office) -> Dossier:
    """Paid, signed and returned."""
    at = now() - timedelta(minutes=60)
    dossier = working(office, taken=False)
    services.collect_fee(dossier, method=Method.CASH, by=office.counter, at=at)
    return walk(dossier, office, *TO_THE_END, at=at)


def names() -> Iterator[tuple[str, str]]:
    """Every address of the house: (its name, its pattern)."""

    def walk_through(patterns: Any, prefix: str, spaces: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                inside = (*spaces, pattern.namespace) if pattern.namespace else spaces
                yield from walk_through(pattern.url_patterns, route, inside)
            elif isinstance(pattern, URLPattern):
                yield ":".join((*spaces, pattern.name or route)), route

    yield from walk_through(get_resolver().url_patterns, "", ())


def address(world: World, name: str, route: str) -> str:
    """The address with its arguments filled in."""
    told = world.arguments(name)
    plain = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^)]*\))*\)", r"<\1>", route).replace("\\", "").strip("^$")
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(told.get(found[1], "0")), plain)
