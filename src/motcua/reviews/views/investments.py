"""The list of IT investments: cost, progress and effect side by side."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.clock.queries import now
from motcua.directives.queries.duties import duty_of
from motcua.directives.queries.stories import comma, verdict_in_words
from motcua.directives.rules.verdicts import Verdict
from motcua.kernel import charts
from motcua.kernel.bilingual import Text
from motcua.kernel.money import vnd
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.reviews.models import INVESTMENT_STATES
from motcua.reviews.queries.effects import Effect
from motcua.reviews.queries.investments import Line, Tab, counts, lines, listed
from motcua.reviews.queries.registers import bases, funds, tasks
from motcua.reviews.rules.investments import State
from motcua.reviews.rules.progress import Progress
from motcua.reviews.views.asking import A_PAGE, exported

TONES = {
    State.PROPOSED: "grey", State.APPROVED: "blue", State.PROCURING: "blue", State.IN_DELIVERY: "amber",
    State.IN_USE: "green", State.CLOSED: "green", State.STOPPED: "grey",
}  # fmt: skip


@require_safe
@officer_required
def investments(request: OfficerRequest) -> HttpResponse:
    at = now()
    on = localdate(at)
    duty = duty_of(request.officer, on)
    asked = {name: request.GET.get(name, "") for name in ("xem", "tt", "von", "cq")}
    many = counts(duty, on)
    tab = Tab(asked["xem"]) if asked["xem"] in list(Tab) else Tab.ALL
    found = listed(duty, tab, on, state=asked["tt"], funds=asked["von"], body=asked["cq"])
    if kind := request.GET.get("xuat"):
        facts = [(_("List"), str(_labels()[tab])), (_("Data as of"), f"{at:%Y-%m-%d %H:%M}")]
        title = _("IT investments")
        return exported(kind, _table(lines(found, on)), name="dau-tu-cntt", title=title, facts=facts)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    told: dict[str, Any] = {
        "tabs": [
            {
                "href": f"?xem={one}",
                "label": label,
                "count": many[one],
                "current": one is tab,
                "tone": "red" if one is Tab.LATE and many[one] else "blue",
            }
            for one, label in _labels().items()
        ],
        "tab": tab,
        "page": page,
        "lines": [shown(line) for line in lines(page.object_list, on)],
        "states": [{"value": code, "label": name} for code, name in INVESTMENT_STATES],
        "funds": [{"value": one.code, "label": one.name} for one in funds().values()],
        "asked": asked,
        "proposes": duty.gives,
    }
    return render(request, "reviews/investments.jinja", told)


def shown(line: Line) -> dict[str, Any]:
    one = line.investment
    return {
        "code": one.code,
        "title": one.title,
        "body": one.body.name,
        "funds": name_of(funds().get(one.funds)),
        "planned": one.planned,
        "contracted": one.contracted,
        "paid": one.paid,
        "paid_share": one.paid / one.contracted if one.contracted else None,
        "milestones": milestones_in_words(line.progress),
        "late": line.progress.late,
        "state": str(one.get_state_display()),
        "tone": TONES[State(one.state)],
        "in_use_on": one.in_use_on,
        "ready_on": one.ready_on,
        "about": f"{one.criterion} · {one.measured_body}" if one.criterion else "",
        "effect": effect_in_words(line.effect),
        "effect_tone": tone_of(line.effect),
        "price": price_in_words(line.effect),
    }


def name_of(kind: Any) -> Text | str:
    return kind.name if kind else ""


def milestones_in_words(found: Progress) -> str:
    if not found.planned:
        return ""
    return _("%(reached)s of %(planned)s milestones") % {"reached": found.reached, "planned": found.planned}


def effect_in_words(effect: Effect | None) -> str:
    """The verdict, with the gain and its interval where there is one."""
    if effect is None:
        return ""
    said = verdict_in_words(effect.verdict.value)
    if not effect.is_shown:
        return said
    number = {name: comma(effect.told[name]) for name in ("gain", "low", "high")}
    return f"{said}: " + _("%(gain)s percentage points (%(low)s to %(high)s)") % number


def price_in_words(effect: Effect | None) -> str:
    """What a regained point cost; the upper bound only where it is sure that one was regained."""
    if effect is None or effect.price is None or effect.points is None:
        return ""
    told = {"one": vnd(effect.price.one), "least": vnd(effect.price.least)}
    if effect.price.most is None:
        return _("%(one)s a point (at least %(least)s)") % told
    return _("%(one)s a point (%(least)s to %(most)s)") % {**told, "most": vnd(effect.price.most)}


def tone_of(effect: Effect | None) -> str:
    if effect is None:
        return "grey"
    if effect.watch is Verdict.LOST:
        return "red"
    return "green" if effect.verdict is Verdict.MET else "amber"


def _labels() -> dict[Tab, str]:
    return {
        Tab.RUNNING: _("On the way"),
        Tab.IN_USE: _("In use"),
        Tab.LATE: _("Milestones late"),
        Tab.ALL: _("All"),
    }


def _table(found: Iterable[Line]) -> charts.Table:
    words = (
        _("Code"), _("Investment"), _("Owner"), _("Kind of task"), _("Source of funds"), _("Legal basis"), _("State"),
    )  # fmt: skip
    money = tuple(charts.Column(name, charts.whole) for name in (_("Planned"), _("Contracted"), _("Paid")))
    counts_of = (_("Milestones reached"), _("Milestones planned"), _("Milestones late"))
    rest = (_("In use since"), _("Criterion"), _("Measured body"), _("Verdict"))
    rates = (_("Rate found"), _("Aim"), _("Gain"), _("Low"), _("High"), _("Points regained"))
    columns = (
        *(charts.Column(name) for name in words),
        *money,
        *(charts.Column(name, charts.whole) for name in counts_of),
        *(charts.Column(name) for name in rest),
        *(charts.Column(name, charts.places(2)) for name in rates),
        charts.Column(_("Đồng a point"), charts.whole),
    )
    return charts.Table(columns, tuple(_row(line) for line in found))


def _row(line: Line) -> tuple[Any, ...]:
    one, effect, ratio = line.investment, line.effect, line.investment.found_ratio
    told = effect.told if effect else {}
    return (
        one.code, one.title, one.body.name, name_of(tasks().get(one.task)), name_of(funds().get(one.funds)),
        bases()[one.basis].number, str(one.get_state_display()),
        one.planned, one.contracted, one.paid,
        line.progress.reached, line.progress.planned, line.progress.late,
        _iso(one.in_use_on), one.criterion, one.measured_body,
        verdict_in_words(effect.verdict.value) if effect else "",
        None if ratio is None else round(float(ratio) * 100, 2),
        None if one.target is None else float(one.target),
        *(float(told[name]) if told.get(name) else None for name in ("gain", "low", "high", "points")),
        effect.price.one if effect and effect.price else None,
    )  # fmt: skip


def _iso(on: date | None) -> str:
    return on.isoformat() if on else ""
