"""One office with a dossier at every stage that an officer's page can meet."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from motcua.clock.queries import now
from motcua.dossiers import services
from motcua.dossiers.models import Dossier, Draft, Verdict
from motcua.organizations.models import Officer
from tests.factories.dossiers import (
    Office,
    make_filed,
    make_handed_over,
    make_office,
    make_received,
    open_task,
    walk,
)

PDF = Path(__file__).parents[2] / "files"
REASON = "Thiếu giấy ủy quyền của chủ đầu tư"


@dataclass
class Stages:
    office: Office
    filed: Dossier
    received: Dossier
    free: Dossier
    mine: Dossier
    waiting: Dossier
    consulted: Dossier
    drafting: Dossier
    review: Dossier
    signing: Dossier
    finished: Dossier
    draft: Draft


def taken(dossier: Dossier, step: str, by: Officer, at: datetime) -> Dossier:
    services.take_step(open_task(dossier, step), by=by, at=at)
    return Dossier.objects.get(pk=dossier.pk)


def counter_draft(office: Office, *, at: datetime) -> Draft:
    """Everything that a dossier at the counter needs, but the last part."""
    draft = services.start_draft(office.version, body=office.body, officer=office.counter, at=at)
    applicant = {"kind": "citizen", "name": "Đỗ Đức Đạt", "id_number": "022185000077", "phone": "0912345678"}
    services.save_applicant(draft, applicant=applicant, revision=draft.revision, at=at)
    answers = {"dia_diem": "Tổ 1, phường Hồng Gai", "loai": "nha-o", "dien_tich": "120"}
    services.save_section(draft, section="cong-trinh", answers=answers, revision=draft.revision, at=at)
    services.attach(draft, paper="don", file=None, name="", at=at)
    return draft


def ask(dossier: Dossier, by: Officer, *, at: datetime) -> Dossier:
    items = [services.Asked("uy-quyen", "Thiếu giấy ủy quyền", "Nộp bản có công chứng")]
    services.request_supplement(
        dossier, items=items, reason=REASON, respond_by=at + timedelta(days=21), by=by, at=at
    )
    return Dossier.objects.get(pk=dossier.pk)


def make_stages() -> Stages:
    office, start = make_office(), now() - timedelta(hours=4)
    later = start + timedelta(hours=1)
    expert = office.specialist
    mine = taken(make_handed_over(office, at=start), "tham-dinh", expert, start)
    services.check_paper(mine, paper="don", verdict=Verdict.VALID, reason="", by=expert, at=start)
    services.check_paper(
        mine, paper="ban-ve", verdict=Verdict.LACKING, reason="Bản vẽ thiếu mặt cắt", by=expert, at=start
    )
    waiting = ask(taken(make_handed_over(office, at=start), "tham-dinh", expert, start), expert, at=later)
    opinions = ("tham-dinh", "yk-a", "yk-b")
    drafting = taken(
        walk(make_handed_over(office, at=start), office, *opinions, at=start), "du-thao", expert, later
    )
    services.draft_result(
        open_task(drafting, "du-thao"), data={"noi_dung": "Được phép thử nghiệm"}, by=expert, at=later
    )
    finished = make_handed_over(office, at=start)
    return Stages(
        office=office,
        filed=make_filed(office, at=start),
        received=make_received(office, at=start),
        free=make_handed_over(office, at=start - timedelta(days=30)),
        mine=mine,
        waiting=waiting,
        consulted=walk(make_handed_over(office, at=start), office, "tham-dinh", "yk-a", at=start),
        drafting=drafting,
        review=taken(
            walk(make_handed_over(office, at=start), office, *opinions, "du-thao", at=start),
            "soat-xet",
            office.head,
            later,
        ),
        signing=walk(make_handed_over(office, at=start), office, *opinions, "du-thao", "soat-xet", at=start),
        finished=walk(finished, office, *opinions, "du-thao", "soat-xet", "ky", at=start),
        draft=counter_draft(office, at=start),
    )
