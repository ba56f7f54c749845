"""An office with a published sheet, and dossiers written into the index as they went."""

from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from itertools import count

from django.db.models import F

from motcua.bottlenecks.queries.conformance import Scope
from motcua.catalog.services import publish
from motcua.clock.queries import calendar, now
from motcua.clock.rules.counting import add_working_minutes
from motcua.criteria import models
from motcua.criteria.models import Reader
from motcua.criteria.queries.scores import horizon, period_of
from motcua.criteria.rules.facts import DossierFact, StepFact
from motcua.organizations.models import Body, BodyKind, Officer, Role, UnitKind
from tests.catalog.making import document, make_field
from tests.factories.organizations import make_body, make_officer, make_unit

CODE = "1.000001"
PERIOD = "2026-10"
MONDAY = datetime(2026, 10, 5, 1, tzinfo=UTC)
DAY = {"quantity": "1", "unit": "working_days"}
ROWS = [
    {"step": "phan-cong", "name": {"vi": "Phân công", "en": "Assignment"}, "role": "head", "limit": DAY},
    {"step": "du-thao", "name": {"vi": "Dự thảo", "en": "Draft"}, "kind": "draft", "role": "specialist", "limit": DAY},
    {"step": "ky", "name": {"vi": "Ký", "en": "Signature"}, "kind": "sign", "role": "leader", "unit": "leadership",
     "limit": DAY, "outcomes": {"done": "phat-hanh", "return": "du-thao"}},
    {"step": "phat-hanh", "name": {"vi": "Phát hành", "en": "Issue"}, "kind": "deliver", "role": "clerk",
     "unit": "records", "limit": DAY},
]  # fmt: skip
_numbers = count(1)


@dataclass
class Office:
    top: Body
    body: Body
    head: Officer
    specialist: Officer
    leader: Officer
    clerk: Officer
    chairman: Officer
    reform: Officer
    editor: Officer
    reader: Officer

    def who(self, step):
        return {
            "phan-cong": self.head,
            "du-thao": self.specialist,
            "ky": self.leader,
            "phat-hanh": self.clerk,
        }[step]

    @property
    def scope(self):
        return Scope([self.top.code, self.body.code], period_of(PERIOD), horizon())


def make_office(**parts):
    make_field()
    top = make_body(kind=BodyKind.PROVINCE, name_vi="Ủy ban nhân dân tỉnh", name_en="The province")
    body = make_body(kind=BodyKind.DEPARTMENT, parent=top, name_vi="Sở Xây dựng", name_en="Construction")
    expert = make_unit(body, UnitKind.EXPERT)
    publish(document(process=ROWS, **parts), by="editor-0", at=datetime(2025, 6, 1, tzinfo=UTC))
    Reader.objects.create(name="index", horizon=now())
    return Office(
        top=top,
        body=body,
        head=make_officer(expert, Role.HEAD),
        specialist=make_officer(expert, Role.SPECIALIST),
        leader=make_officer(make_unit(body, UnitKind.LEADERSHIP), Role.LEADER),
        clerk=make_officer(make_unit(body, UnitKind.RECORDS), Role.CLERK),
        chairman=make_officer(role=Role.LEADER, body=top),
        reform=make_officer(role=Role.REFORM, body=top),
        editor=make_officer(role=Role.CATALOGUE, body=top),
        reader=make_officer(expert, Role.SPECIALIST),
    )


STRAIGHT = ("phan-cong", "du-thao", "ky", "phat-hanh")


def went(office, path=STRAIGHT, *, by=None, minutes=None, at=MONDAY, code="", ending="completed"):
    """A dossier whose steps followed one another, each in an hour of working time unless `minutes` says otherwise.

    `by`: who did a step, if not whose it is. Returns its code.
    """
    code = code or f"{office.body.code}-{next(_numbers):04}"
    clock, opened, rounds = calendar(office.body.calendar), at, {}
    for nth, step in enumerate(path):
        rounds[step] = rounds.get(step, 0) + 1
        officer = (by or {}).get(step, office.who(step))
        closed = add_working_minutes(clock, opened, (minutes or {}).get(step, 60))
        back = nth + 1 < len(path) and path[nth + 1] in path[:nth]
        row = next(one for one in ROWS if one["step"] == step)
        outcome = "return" if back and "return" in row.get("outcomes", {}) else "done"
        fact = StepFact(
            code, step, rounds[step], office.body.code, CODE, row.get("kind", "process"), row["role"],
            office.who(step).unit.code, opened, add_working_minutes(clock, opened, 480), opened, officer.code,
            closed, outcome,
        )  # fmt: skip
        models.Step.objects.create(**_columns(fact), moved_in=1)
        opened = closed
    fact = DossierFact(
        code, office.body.code, CODE, at - timedelta(hours=2), version=1, received_at=at, due_at=opened,
        ended_at=opened if ending else None, ending=ending,
    )  # fmt: skip
    models.Dossier.objects.create(**_columns(fact), counted_at=now(), moved_in=1)
    Reader.objects.update(batch=F("batch") + 1)
    return code


def _columns(fact):
    return {field.name: getattr(fact, field.name) for field in fields(fact)}
