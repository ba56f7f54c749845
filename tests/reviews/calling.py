"""A province whose bodies are called to account, with a month counted."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from motcua.clock.queries import now
from motcua.clock.rules.calendar import ZONE
from motcua.criteria.rules.periods import Period, month_of
from motcua.organizations.models import Officer, Role
from motcua.reviews.models import Call, Report
from motcua.reviews.services import Summons, call_for_review, draft
from tests.directives.making import Province, count_up_to, make_province, tell_months
from tests.factories.organizations import make_officer

WHY = "Chưa nêu rõ trách nhiệm của từng phòng, đề nghị bổ sung."
SOURCE = "Thông báo 211/TB-VPCP"


def month_before(at: datetime | None = None) -> int:
    return month_of(at or now()).first - 1


def tell(province: Province, at: datetime | None = None, *, good: int = 60) -> None:
    """The month before was counted: the first body digitised `good` of 100 dossiers, the others all of theirs."""
    at_month = month_before(at)
    told = [(province.body, at_month, 100, good)]
    tell_months(told + [(peer, at_month, 100, 100) for peer in province.peers])
    count_up_to(at or now())


def summons(province: Province, *, at: datetime | None = None, **facts: Any) -> Summons:
    told = {
        "title": "Rà soát tồn tại, hạn chế trong cải cách thủ tục hành chính",
        "source": SOURCE,
        "keeper": province.top,
        "before_on": localdate(at or now()) + timedelta(days=14),
        "period": Period(month_before(at)).code,
        "bodies": () if facts.get("outside") else (province.body, *province.peers),
        "asked": ("results", "shortcomings", "keeping", "recommendations"),
        **facts,
    }
    return Summons(**told)


def make_call(
    province: Province, *, at: datetime | None = None, by: Officer | None = None, **facts: Any
) -> Call:
    return call_for_review(summons(province, at=at, **facts), by=by or province.chairman, at=at or now())


def report_of(call: Call, body: Any) -> Report:
    return Report.objects.select_related("call__keeper", "body").get(call=call, body=body)


def drafted(province: Province, call: Call, *, at: datetime | None = None) -> Report:
    report = report_of(call, province.body)
    draft(report, by=province.head, at=at or now())
    return report_of(call, province.body)


def reform_officer(province: Province) -> Officer:
    """Of the province's reform office, which sits in one of its bodies."""
    return make_officer(role=Role.REFORM, body=province.peers[0])


def moment(on: date, hour: int = 9) -> datetime:
    return datetime(on.year, on.month, on.day, hour, tzinfo=ZONE)


__all__ = [
    "drafted",
    "make_call",
    "make_province",
    "moment",
    "reform_officer",
    "report_of",
    "summons",
    "tell",
]
