"""Recommendations of a province, made plainly, and walked as far as a test needs."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from motcua.clock.queries import now
from motcua.organizations.models import Officer
from motcua.reviews.models import Recommendation
from motcua.reviews.rules.recommendations import Answered
from motcua.reviews.services.asking import Paper
from motcua.reviews.services.recommendation_acts import acknowledge, answer, begin, finish, send
from motcua.reviews.services.recommendations import Wish, draft
from tests.directives.making import Province

SAYS = "Bộ đã có văn bản trả lời, nêu rõ thời hạn hoàn thành."


def wish(province: Province, **facts: Any) -> Wish:
    told = {
        "title": "Hoàn thiện phần mềm hệ thống thông tin đất đai",
        "text": "Sớm hoàn thiện phần mềm quản lý hệ thống thông tin đất đai để dùng thống nhất trên toàn quốc.",
        "receiver": "BNNMT",
        "body": province.body,
        **facts,
    }
    return Wish(**told)


def paper(number: str = "120/UBND-TTHC", on: date | None = None, at: datetime | None = None) -> Paper:
    return Paper(number, on or localdate(at or now()))


def drafted(
    province: Province, *, by: Officer | None = None, at: datetime | None = None, **facts: Any
) -> Recommendation:
    return draft(wish(province, **facts), by=by or province.head, at=at or now() - timedelta(days=1))


def sent(province: Province, *, at: datetime | None = None, **facts: Any) -> Recommendation:
    moment = at or now() - timedelta(days=1)
    made = drafted(province, at=moment, **facts)
    return send(made, paper=paper(at=moment), by=province.director, at=moment)


def answered(
    province: Province, verdict: Answered = Answered.ACCEPTED, *, at: datetime | None = None, **facts: Any
) -> Recommendation:
    moment = at or now() - timedelta(days=1)
    made = acknowledge(
        sent(province, at=moment, **facts), paper=paper("1/BNNMT", at=moment), by=province.head, at=moment
    )
    given = paper("77/BNNMT-CNTT", at=moment)
    return answer(made, verdict=verdict, text=SAYS, paper=given, by=province.head, at=moment)


def carried_out(province: Province, *, at: datetime | None = None, **facts: Any) -> Recommendation:
    moment = at or now() - timedelta(days=1)
    made = begin(answered(province, at=moment, **facts), how=SAYS, by=province.head, at=moment)
    return finish(made, text=SAYS, paper=paper("9/TB-BNNMT", at=moment), by=province.head, at=moment)
