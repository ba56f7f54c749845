"""IT investments of a province, made plainly, and walked as far as a test needs."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from motcua.clock.queries import now
from motcua.criteria.rules.periods import Period, first_instant
from motcua.directives.queries.measuring import Asked
from motcua.organizations.models import Officer
from motcua.reviews.models import Investment
from motcua.reviews.queries.registers import bases_on
from motcua.reviews.services.asking import Paper
from motcua.reviews.services.investment_acts import contract, hand_over, pay, procure
from motcua.reviews.services.investment_approving import approve
from motcua.reviews.services.investments import Proposal, propose
from tests.directives.making import SET, Province, count_up_to, month, tell_months

WHY = "Nâng cấp theo đúng phạm vi đã thẩm định, có biên bản kèm theo."
PLANNED, CONTRACTED, PAID = 2_000_000_000, 1_800_000_000, 900_000_000


def proposal(province: Province, **facts: Any) -> Proposal:
    told = {
        "title": "Nâng cấp phần mềm một cửa điện tử",
        "purpose": "Số hóa hồ sơ ngay khi tiếp nhận, bỏ bước nhập lại.",
        "body": province.body,
        "task": "outline",
        "funds": "regular",
        "basis": "nd45-2026",
        "planned": PLANNED,
        **facts,
    }
    return Proposal(**told)


def paper(number: str = "45/QĐ-SNV", on: date | None = None, at: datetime | None = None) -> Paper:
    return Paper(number, on or localdate(at or now()))


def proposed(
    province: Province, *, by: Officer | None = None, at: datetime | None = None, **facts: Any
) -> Investment:
    moment = at or now() - timedelta(days=1)
    facts = {"basis": bases_on(localdate(moment))[0].code, **facts}
    return propose(proposal(province, **facts), by=by or province.head, at=moment)


def approved(province: Province, *, at: datetime | None = None, **facts: Any) -> Investment:
    moment = at or now() - timedelta(days=1)
    made = proposed(province, at=moment, **facts)
    return approve(made, paper=paper(at=moment), by=province.director, at=moment)


def contracted(province: Province, *, at: datetime | None = None, **facts: Any) -> Investment:
    moment = at or now() - timedelta(days=1)
    made = procure(approved(province, at=moment, **facts), by=province.head, at=moment)
    return contract(made, amount=CONTRACTED, paper=paper("9/HĐ", at=moment), by=province.head, at=moment)


def in_use(province: Province, *, at: datetime | None = None, **facts: Any) -> Investment:
    moment = at or now() - timedelta(days=1)
    made = contracted(province, at=moment, **facts)
    pay(made, amount=PAID, paper=paper("3/UNC", at=moment), by=province.head, at=moment)
    return hand_over(made, paper=paper("7/BBBG", at=moment), by=province.head, at=moment)


def in_month(back: int, day: int = 10) -> datetime:
    return first_instant(month(back)) + timedelta(days=day - 1, hours=9)


def about(province: Province, back: int = 12) -> dict[str, Any]:
    """The figure that it should mend, as it was found so many months ago."""
    asked = Asked(SET, "4.2", province.body.code, Period(month(back)).code)
    return {"about": asked, "target": Decimal(80)}


def tell_history(province: Province, *, better_from: int, worse_from: int | None = None) -> None:
    """Two years: everybody digitises three in five; from a month on the body does nine in ten; then not."""
    told = []
    for back in range(30, -1, -1):
        told += [
            (peer, month(back), 100 + number, 58 + (back + number) % 5)
            for number, peer in enumerate(province.peers)
        ]
        good = 90 if back <= better_from and (worse_from is None or back > worse_from) else 60
        told.append((province.body, month(back), 100, good - back % 3))
    tell_months(told)
    count_up_to(now())
