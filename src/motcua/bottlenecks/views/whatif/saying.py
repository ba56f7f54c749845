"""Figures of a what-if in words and pictures."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from motcua.bottlenecks.models import WhatIf, WhatIfState
from motcua.bottlenecks.queries.whatif_choices import role_name
from motcua.bottlenecks.queries.whatif_words import change_words
from motcua.criteria.rules.periods import period
from motcua.kernel import charts
from motcua.kernel.bilingual import Text
from motcua.kernel.charts.numbers import percent_of, share

SEE_OTHER, UNPROCESSABLE = 303, 422
ONE, TWO = charts.places(1), charts.places(2)
SIDES = ("base", "scenario", "difference")
TONES: Mapping[str, str] = {
    WhatIfState.WAITING: "grey",
    WhatIfState.RUNNING: "blue",
    WhatIfState.DONE: "green",
    WhatIfState.REFUSED: "red",
}
SEEN = 0.05
"""Dossiers: a queue that is shorter on both sides is not shown."""


def kinds() -> dict[str, str]:
    """The five kinds of change."""
    return {
        "limit": _("Another time limit"),
        "merge": _("Merge two steps"),
        "officer": _("Add or move officers"),
        "paper": _("Drop a paper"),
        "batch": _("Every day, not on fixed days"),
    }


def period_name(code: str) -> str:
    """A month, quarter or year as a person writes it."""
    over = period(code)
    first = over.starts_at
    if over.count == 1:
        return f"{first:%m/%Y}"
    if over.count == 3:
        return _("quarter %(number)s/%(year)s") % {"number": (first.month + 2) // 3, "year": first.year}
    return str(first.year)


def day_of(said: str) -> date | None:
    """A day as typed; None for nothing, or for what is no day."""
    for form in get_format("DATE_INPUT_FORMATS"):
        try:
            return datetime.strptime(said.strip(), form).date()  # noqa: DTZ007 -- a day
        except ValueError:
            continue
    return None


def changes(answer: Mapping[str, Any], names: Mapping[str, Text]) -> list[str]:
    """What was changed, with names of units, steps and papers where they are known."""

    def named(value: Any) -> Any:
        if isinstance(value, list):
            return [named(one) for one in value]
        return str(names[value]) if value in names else value

    kept = ("change", "role", "starts_on", "weekdays")
    return [
        change_words({key: value if key in kept else named(value) for key, value in change.items()})
        for change in answer.get("changes", ())
    ]


def row(one: WhatIf, units: Mapping[str, Text] | None = None) -> dict[str, Any]:
    """A trial in the list."""
    answer = one.answer or {}
    told = changes(answer, units or {})
    gain = answer.get("on_time", {}).get("difference")
    return {
        "href": reverse("bottlenecks:whatif_one", args=[one.number]),
        "number": one.number,
        "told": " ".join(told),
        "period": period_name(one.period),
        "state": one.get_state_display(),
        "tone": TONES[one.state],
        "gain": points_of(gain) if gain else "",
        "at": one.asked_at,
    }


def band_of(band: Mapping[str, float] | None, say: charts.Say) -> str:
    """`7,2% (3,2% – 13,8%)`."""
    if band is None:
        return "–"
    return f"{say(band['mean'])} ({say(band['low'])} – {say(band['high'])})"


def gain_of(band: Mapping[str, float] | None, say: charts.Say) -> str:
    """`−355,7 (−401,0 to −308,9)`: a difference."""
    if band is None:
        return "–"
    mean, low, high = (signed(say)(band[side]) for side in ("mean", "low", "high"))
    return f"{mean} ({_('%(low)s to %(high)s') % {'low': low, 'high': high}})"


def signed(say: charts.Say) -> charts.Say:
    """With a plus before what is above nothing."""
    return lambda value: f"+{say(value)}" if value > 0 else say(value)


def points_of(band: Mapping[str, float]) -> str:
    """A difference of shares, in percentage points."""
    low, high = (signed(ONE)(band[side] * 100) for side in ("low", "high"))
    return _("%(mean)s points (%(low)s to %(high)s)") % {
        "mean": signed(ONE)(band["mean"] * 100),
        "low": low,
        "high": high,
    }


def figures(answer: Mapping[str, Any]) -> list[list[str]]:
    """The table of figures: as it is, as it would be, the difference."""
    said: list[tuple[str, str, charts.Say]] = [
        (_("Share on time, late and open counted"), "on_time", share),
        (_("Points of the criterion"), "points", TWO),
        (_("Late dossiers, finished or open"), "late", ONE),
        (_("Finished dossiers"), "finished", ONE),
        (_("Finished in a week"), "a_week", ONE),
    ]
    rows = []
    for words, name, say in said:
        told = [band_of(answer[name][side], say) for side in SIDES[:2]]
        gain = answer[name]["difference"]
        difference = points_of(gain) if name == "on_time" and gain else gain_of(gain, say)
        rows.append([words, *told, difference])
    return rows


def queues(answer: Mapping[str, Any], units: Mapping[str, Text]) -> list[list[str]]:
    """Where dossiers wait when the period ends, the longest queue first."""
    told = [
        queue
        for queue in answer["queues"]
        if max(queue["waiting"][side]["mean"] for side in SIDES[:2]) >= SEEN
    ]
    told.sort(key=lambda queue: -queue["waiting"]["base"]["mean"])
    return [
        [
            f"{units.get(queue['unit'], queue['unit'])} – {role_name(queue['role'])}",
            *(
                band_of(queue["waiting"][side], signed(ONE) if side == "difference" else ONE)
                for side in SIDES
            ),
        ]
        for queue in told
    ]


def bars(answer: Mapping[str, Any]) -> list[dict[str, str]]:
    """The two shares on time as places on a line from 0 to 100 %."""
    drawn = []
    for words, side in ((_("As it is"), "base"), (_("As it would be"), "scenario")):
        band = answer["on_time"][side]
        if band:
            drawn.append(
                {
                    "label": words,
                    "left": percent_of(band["low"], 1),
                    "width": percent_of(max(band["high"] - band["low"], 0.004), 1),
                    "mean": percent_of(band["mean"], 1),
                    "text": band_of(band, share),
                    "tone": "grey" if side == "base" else "blue",
                }
            )
    return drawn


def conclusion(answer: Mapping[str, Any]) -> str:
    """What came of it, in one sentence."""
    bands = answer["on_time"]
    gain = bands["difference"]
    if gain is None:
        return _("No dossier would be finished or late in this period, so there is no share on time.")
    facts = {
        "period": period_name(answer["period"]),
        "now": share(bands["base"]["mean"]),
        "then": share(bands["scenario"]["mean"]),
        "gain": points_of(gain),
        "better": share(answer["better"], 0),
    }
    if gain["low"] > 0:
        return (
            _(
                "In %(period)s %(then)s of dossiers would be on time instead of %(now)s: %(gain)s; better in "
                "%(better)s of all futures."
            )
            % facts
        )
    if gain["high"] < 0:
        return (
            _("In %(period)s only %(then)s of dossiers would be on time instead of %(now)s: %(gain)s.")
            % facts
        )
    return (
        _(
            "No clear effect on the share on time in %(period)s: %(now)s as it is, %(then)s as it would be, %(gain)s."
        )
        % facts
    )
