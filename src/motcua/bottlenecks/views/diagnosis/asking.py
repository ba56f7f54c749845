"""What an address of the diagnosis asks for: `ky` period, `bo` criteria set; on the first page also `cq` body."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from motcua.bottlenecks.rules.diagnosis import Asked, Diagnosis, Reason
from motcua.clock.queries import now
from motcua.criteria.queries.scores import DEFAULT_SET
from motcua.criteria.rules.periods import Period, month_of
from motcua.organizations.access import OfficerRequest

MONTHS, QUARTERS, YEARS = 13, 5, 2
_TRIED_AT_A_DESK = {Reason.OVERLOAD: "officer", Reason.ABSENCE: "officer", Reason.BATCH: "batch"}


def asked_of(request: OfficerRequest, criterion: str, body: str, procedure: str = "") -> Asked:
    said = request.GET
    return Asked(
        said.get("bo") or DEFAULT_SET, criterion, body, procedure, said.get("ky") or month_of(now()).code
    )


def own_body(request: OfficerRequest) -> str:
    """The whole province for those of the province, else the officer's own body."""
    body = request.officer.body
    return str(body.parent.code if body.parent else body.code)


def address(asked: Asked, **changes: str) -> str:
    """Of a diagnosis; `changes` of criterion, body, procedure or period."""
    told = {"criterion": asked.criterion, "body": asked.body, "procedure": asked.procedure} | changes
    args = [told["criterion"], told["body"]] + ([told["procedure"]] if told["procedure"] else [])
    name = "procedure" if told["procedure"] else "diagnosis"
    return f"{reverse(f'bottlenecks:{name}', args=args)}?{query(asked, changes.get('period', ''))}"


def query(asked: Asked, period: str = "") -> str:
    said = {"ky": period or asked.period}
    if asked.criteria_set != DEFAULT_SET:
        said["bo"] = asked.criteria_set
    return urlencode(said)


def home_address(asked: Asked) -> str:
    return f"{reverse('bottlenecks:home')}?{urlencode({'cq': asked.body})}&{query(asked)}"


def index_address(asked: Asked, criterion: str = "") -> str:
    """The same criterion, or the whole index, at the same body."""
    page = reverse("criteria:criterion", args=[criterion]) if criterion else reverse("criteria:index")
    return f"{page}?{urlencode({'cq': asked.body})}&{query(asked)}"


def order_address(found: Diagnosis, lead_body: str, lead_unit: str, cause: str) -> str:
    """Where a directive is given, with the finding, the unit that bears most and the conclusion filled in."""
    asked = found.asked
    said = {
        "cq": asked.body,
        "tc": asked.criterion,
        "ky": asked.period,
        "tthc": asked.procedure,
        "ct": lead_body,
        "dv": lead_unit,
        "vi": cause,
    }
    if asked.criteria_set != DEFAULT_SET:
        said["bo"] = asked.criteria_set
    return urlencode({name: value for name, value in said.items() if value})


def trial_address(found: Diagnosis, body: str) -> str:
    """Where a change of what was found is tried, at a body: the kind of change that fits the first cause, filled in."""
    said = {"cq": body, "tthc": found.asked.procedure, **_trial(found)}
    return (
        f"{reverse('bottlenecks:whatif')}?{urlencode({name: value for name, value in said.items() if value})}"
    )


def _trial(found: Diagnosis) -> dict[str, str]:
    for cause in found.causes:
        if cause.reason in _TRIED_AT_A_DESK:
            desk = f"{cause.where['unit']}|{cause.where['role']}"
            return {"loai": _TRIED_AT_A_DESK[cause.reason], "ban": desk}
        if cause.reason is Reason.PAPER:
            return {"loai": "paper", "tthc": cause.where["procedure"]}
    one = found.conclusion
    if one is None or one.key.step:
        return {"loai": "limit", "buoc": one.key.step if one else ""}
    return {"loai": "officer", "ban": f"{one.holder.unit}|{one.key.role}"}


def periods() -> list[dict[str, str]]:
    """The months, quarters and years that may be chosen, the newest first."""
    month = month_of(now())
    quarter, year = Period(month.first // 3 * 3, 3), Period(month.first // 12 * 12, 12)
    spans = [
        *(month.back(step) for step in range(MONTHS)),
        *(quarter.back(step) for step in range(QUARTERS)),
        *(year.back(step) for step in range(YEARS)),
    ]
    return [{"value": over.code, "label": period_name(over)} for over in spans]


def period_name(over: Period) -> str:
    """A period as people say it."""
    year, month = divmod(over.first, 12)
    if over.count == 1:
        return _("Month %(month)s/%(year)s") % {"month": month + 1, "year": year}
    if over.count == 3:
        return _("Quarter %(quarter)s/%(year)s") % {"quarter": month // 3 + 1, "year": year}
    return _("Year %(year)s") % {"year": year}


def basis_of(found: Diagnosis, over: Period, set_named: str) -> list[tuple[str, Any]]:
    """What the figures rest on."""
    return [
        (_("Criteria set"), set_named),
        (_("Data as of"), f"{localtime(found.horizon):%d/%m/%Y %H:%M:%S}" if found.horizon else "–"),
        (_("Reporting period"), period_name(over)),
    ]
