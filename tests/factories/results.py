"""Results in every standing, made through the verbs."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from motcua.organizations.models import Body, Officer, Role
from motcua.results.models import Instrument
from motcua.results.services import draft, sign
from tests.factories.organizations import make_body, make_officer

_numbers = count(1)
MORNING = datetime(2026, 11, 23, 2, 15, 30, tzinfo=UTC)


def make_leader(body: Body | None = None, **facts: Any) -> Officer:
    return make_officer(role=Role.LEADER, body=body or make_body(), **{"title_vi": "Trưởng ban", **facts})


def make_draft(by: Officer | None = None, *, at: datetime = MORNING, **facts: Any) -> Instrument:
    by = by or make_leader()
    told = {
        "reference": f"H49.01-261123-{next(_numbers):04}",
        "body": by.body,
        "template": "giay_phep",
        "title": "Giấy phép xây dựng nhà ở riêng lẻ",
        "holder": "Nguyễn Thị Bình",
        "data": {"symbol": "GPXD", "labels": {"dia_diem": "Địa điểm"}, "dia_diem": "Tổ 5, phường Bãi Cháy"},
        **facts,
    }
    return draft(by=by, at=at, **told)


def make_result(by: Officer | None = None, *, at: datetime = MORNING, **facts: Any) -> Instrument:
    by = by or make_leader()
    return sign(make_draft(by, at=at - timedelta(minutes=5), **facts), by=by, at=at)
