"""An office that can take a dossier through its whole trip, and dossiers at each stage of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

import yaml

from motcua.catalog.models import Competence, Procedure, ProcedureField, Version
from motcua.catalog.rules.reading import read, to_plain
from motcua.catalog.services import digest_of
from motcua.dossiers import services
from motcua.dossiers.models import Channel, Dossier, Draft, Task
from motcua.files.models import Scan, StoredFile
from motcua.identity.models import Account, AccountKind
from motcua.organizations.models import Body, Officer, Role, Unit, UnitKind
from tests.factories.identity import make_account
from tests.factories.organizations import make_body, make_officer, make_unit

_numbers = count(1)
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)  # 09:00 in Vietnam
PERMIT = """
code: "{code}"
code_status: demo
name: {{vi: "Cấp giấy phép thử nghiệm", en: "Permit for a trial"}}
field: xay-dung
level: zone
subjects: [citizen, enterprise]
online: {{eligible: true, level: full}}
effective: {{from: 2024-01-01, until: null}}
decision: "QĐ thử nghiệm"
basis: [{{number: "50/2014/QH13", title: {{vi: "Luật Xây dựng"}}, articles: "Đ99", confidence: known}}]
limit: {{quantity: "10", unit: working_days, article: "Đ99", confidence: known, policy: {{supplement: {supplement}}}}}
papers:
  - {{code: don, name: {{vi: "Đơn đề nghị", en: "Request"}}, kind: original}}
  - {{code: ban-ve, name: {{vi: "Bản vẽ", en: "Drawing"}}, kind: copy, when: {{loai: nha-o}}}}
  - {{code: uy-quyen, name: {{vi: "Giấy ủy quyền", en: "Power of attorney"}}, kind: copy, required: false}}
form:
  - section: cong-trinh
    title: {{vi: "Công trình", en: "The works"}}
    fields:
      - {{code: dia_diem, label: {{vi: "Địa điểm", en: "Place"}}, kind: text}}
      - {{code: loai, label: {{vi: "Loại", en: "Kind"}}, kind: radio, options: [{{value: nha-o, label: {{vi: "Nhà ở", en: "Dwelling"}}}}, {{value: khac, label: {{vi: "Khác", en: "Other"}}}}]}}
      - {{code: dien_tich, label: {{vi: "Diện tích (m²)", en: "Area (m²)"}}, kind: number, minimum: 1, maximum: 100000, show_if: {{loai: nha-o}}}}
fees:
  - {{code: le-phi, name: {{vi: "Lệ phí", en: "Charge"}}, kind: charge, amount: {fee}, basis: "NQ", confidence: unsure, when: {{loai: nha-o}}}}
process:
  - {{step: tham-dinh, name: {{vi: "Thẩm định", en: "Appraisal"}}, kind: process, role: specialist, unit: expert, limit: {{quantity: "3", unit: working_days}}, checklist: [{{vi: "Đủ giấy tờ", en: "Papers complete"}}], outcomes: {{done: lay-y-kien, refuse: end}}}}
  - consult: lay-y-kien
    branches:
      - {{step: yk-a, name: {{vi: "Ý kiến A", en: "Opinion A"}}, role: specialist, body: "{consulted}", limit: {{quantity: "2", unit: working_days}}}}
      - {{step: yk-b, name: {{vi: "Ý kiến B", en: "Opinion B"}}, role: specialist, body: "{second}", limit: {{quantity: "2", unit: working_days}}}}
    next: du-thao
  - {{step: du-thao, name: {{vi: "Dự thảo kết quả", en: "Drafting"}}, kind: draft, role: specialist, unit: expert, limit: {{quantity: "1", unit: working_days}}}}
  - {{step: soat-xet, name: {{vi: "Soát xét", en: "Review"}}, kind: approve, role: head, unit: expert, limit: {{quantity: "1", unit: working_days}}, outcomes: {{done: ky, return: tham-dinh}}}}
  - {{step: ky, name: {{vi: "Ký duyệt", en: "Signature"}}, kind: sign, role: leader, unit: leadership, limit: {{quantity: "1", unit: working_days}}, outcomes: {{done: end, return: tham-dinh}}}}
result:
  name: {{vi: "Giấy phép thử nghiệm", en: "Permit"}}
  document: true
  template: giay_phep
  symbol: GP
  fields: [{{code: noi_dung, label: {{vi: "Nội dung", en: "Content"}}, kind: textarea}}]
"""  # noqa: E501


@dataclass
class Office:
    """A body with its counter, experts and leader, two bodies that it consults, and the procedure that it decides."""

    body: Body
    version: Version
    counter: Officer
    specialist: Officer
    head: Officer
    leader: Officer
    opinion_a: Officer
    opinion_b: Officer
    expert_unit: Unit
    citizen: Account

    def handler_of(self, task: Task) -> Officer:
        """Who does a step in these tests."""
        by_step = {"yk-a": self.opinion_a, "yk-b": self.opinion_b, "soat-xet": self.head, "ky": self.leader}
        return by_step.get(task.step, self.specialist)


def make_version(document: str = PERMIT, **facts: Any) -> Version:
    """A published version, straight into the table."""
    number = next(_numbers)
    told = {
        "code": f"DEMO.{number:04}",
        "supplement": "suspend",
        "fee": 150000,
        "consulted": "",
        "second": "",
        **facts,
    }
    content = to_plain(yaml.safe_load(document.format(**told)))
    read(content)
    field, _made = ProcedureField.objects.get_or_create(
        code=content["field"], defaults={"name_vi": content["field"], "sort_key": content["field"]}
    )
    procedure = Procedure.objects.create(
        code=content["code"],
        code_status="demo",
        field=field,
        level=content["level"],
        name_vi=content["name"]["vi"],
        name_en=content["name"]["en"],
        online_level=content["online"]["level"],
        is_eligible=True,
        subjects=content["subjects"],
        search_key=content["code"].lower(),
    )
    return Version.objects.create(
        procedure=procedure,
        number=1,
        effective_from=date(2024, 1, 1),
        document=content,
        digest=digest_of(content),
        published_at=datetime(2024, 1, 1, tzinfo=UTC),
        published_by="test",
    )


def make_office(**facts: Any) -> Office:
    body, first, second = make_body(), make_body(), make_body()
    expert = make_unit(body, UnitKind.EXPERT)
    version = make_version(consulted=first.code, second=second.code, **facts)
    Competence.objects.create(procedure=version.procedure, body=body)
    return Office(
        body=body,
        version=version,
        counter=make_officer(make_unit(body, UnitKind.ONE_STOP), Role.ONE_STOP),
        specialist=make_officer(expert, Role.SPECIALIST),
        head=make_officer(expert, Role.HEAD),
        leader=make_officer(make_unit(body, UnitKind.LEADERSHIP), Role.LEADER),
        opinion_a=make_officer(body=first),
        opinion_b=make_officer(body=second),
        expert_unit=expert,
        citizen=make_account(AccountKind.CITIZEN),
    )


def make_file(**facts: Any) -> StoredFile:
    number = next(_numbers)
    digest = sha256(str(number).encode()).hexdigest()
    told = {"digest": digest, "media_type": "application/pdf", "size": 1000, "scan": Scan.CLEAN}
    told |= {"scanned_by": "tests", "scanned_at": MONDAY}
    return StoredFile.objects.create(stored_at=MONDAY, **{**told, **facts})


def make_draft(office: Office, *, at: datetime = MONDAY, whole: bool = True, kind: str = "nha-o") -> Draft:
    """The citizen's draft; `whole` ones are ready to be filed."""
    draft = services.start_draft(office.version, body=office.body, account=office.citizen, at=at)
    if not whole:
        return draft
    services.save_applicant(draft, applicant={"phone": "0912345678"}, revision=draft.revision, at=at)
    answers = {"dia_diem": "Tổ 1, phường Hồng Gai", "loai": kind, "dien_tich": "120"}
    services.save_section(draft, section="cong-trinh", answers=answers, revision=draft.revision, at=at)
    for paper in ("don", "ban-ve"):
        services.attach(draft, paper=paper, file=make_file(), name=f"{paper}.pdf", at=at)
    services.choose_delivery(draft, result_by=Channel.ONLINE, revision=draft.revision, at=at)
    return draft


def make_filed(office: Office, *, at: datetime = MONDAY, kind: str = "nha-o") -> Dossier:
    draft = make_draft(office, at=at, kind=kind)
    return services.file(draft, key=f"key-{draft.code}", by=office.citizen, at=at)


def make_received(office: Office, *, at: datetime = MONDAY, kind: str = "nha-o") -> Dossier:
    return services.receive(make_filed(office, at=at, kind=kind), by=office.counter, at=at)


def make_handed_over(office: Office, *, at: datetime = MONDAY, kind: str = "nha-o") -> Dossier:
    return services.hand_over(make_received(office, at=at, kind=kind), by=office.counter, at=at)


def open_task(dossier: Dossier, step: str) -> Task:
    return dossier.tasks.get(step=step, finished_at=None)


def walk(
    dossier: Dossier, office: Office, *steps: str, at: datetime = MONDAY, outcome: str = "done"
) -> Dossier:
    """Take and finish steps in turn; the last one by `outcome`. Signing and drafting do what they must."""
    for index, step in enumerate(steps):
        task = open_task(dossier, step)
        officer = office.handler_of(task)
        task = services.take_step(task, by=officer, at=at)
        ends = outcome if index == len(steps) - 1 else "done"
        if step == "du-thao":
            services.draft_result(task, data={"noi_dung": "Được phép"}, by=officer, at=at)
        if step == "ky" and ends == "done":
            dossier = services.sign_result(task, by=officer, at=at)
            continue
        finding = services.Finding(
            outcome=ends,
            checklist=("0",) if step == "tham-dinh" else (),
            opinion="agree" if step.startswith("yk-") else "",
            reasons=("conditions-not-met",) if ends == "refuse" else (),
            text="Không đáp ứng điều kiện về quy hoạch." if ends == "refuse" else "",
        )
        dossier = services.finish_step(task, finding=finding, by=officer, at=at)
        at += timedelta(minutes=1)
    return dossier
