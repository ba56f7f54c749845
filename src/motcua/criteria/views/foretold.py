"""The forecast in words: reasons, assumptions, chances."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.kernel import charts

Say = Callable[[float], str]


def _times(number: float) -> str:
    return charts.places(1)(number)


def _whole(number: float) -> str:
    return charts.whole(round(number))


NUMBERS: Mapping[str, tuple[Promise, Say]] = {
    "left_hours": (gettext_lazy("Only %(here)s working hours are left (usual: %(usual)s)."), _whole),
    "used_share": (gettext_lazy("%(here)s of its time is used up (usual: %(usual)s)."), charts.share),
    "allowed_hours": (
        gettext_lazy("Its limit is short: %(here)s working hours (usual: %(usual)s)."),
        _whole,
    ),
    "days_off": (gettext_lazy("%(here)s days off lie before its due moment."), _whole),
    "paused": (gettext_lazy("Its clock stands: papers are awaited."), _whole),
    "supplements": (gettext_lazy("More papers had to be asked for."), _whole),
    "extended": (gettext_lazy("Its time limit was extended."), _whole),
    "step_hours": (
        gettext_lazy("It has been at this step for %(here)s working hours (usual: %(usual)s)."),
        _whole,
    ),
    "step_over_hours": (gettext_lazy("This step is %(here)s working hours overdue."), _times),
    "step_left_share": (gettext_lazy("This step's own limit is nearly over or passed."), _times),
    "taken": (gettext_lazy("Nobody has taken this step up yet."), _whole),
    "no_step": (gettext_lazy("It has not been handed to any unit yet."), _whole),
    "returned": (gettext_lazy("It was sent back to this step."), _whole),
    "unit_open": (gettext_lazy("%(here)s dossiers lie in the unit (usual: %(usual)s)."), _whole),
    "unit_days_of_work": (
        gettext_lazy("The unit has work for %(here)s days (usual: %(usual)s)."),
        _times,
    ),
    "unit_overdue_share": (
        gettext_lazy("Of the unit's open steps %(here)s are overdue (usual: %(usual)s)."),
        charts.share,
    ),
    "queue_share": (
        gettext_lazy("The queue before it takes %(here)s times the time that is left."),
        _times,
    ),
    "unit_late_share": (
        gettext_lazy("The unit lately finished %(here)s of such steps late (usual: %(usual)s)."),
        charts.share,
    ),
    "way_share": (
        gettext_lazy("The steps ahead usually take %(here)s times the time that is left."),
        _times,
    ),
    "way_queue_share": (
        gettext_lazy("With today's queues the steps ahead take %(here)s times the time that is left."),
        _times,
    ),
    "way_worst_share": (
        gettext_lazy("The slowest step ahead takes %(here)s times the time that is left."),
        _times,
    ),
    "way_steps": (gettext_lazy("%(here)s steps lie ahead (usual: %(usual)s)."), _whole),
    "procedure_late_share": (
        gettext_lazy("Of this procedure's dossiers %(here)s were late (usual: %(usual)s)."),
        charts.share,
    ),
    "procedure_recent_share": (
        gettext_lazy("Of this procedure's dossiers %(here)s were late lately (usual: %(usual)s)."),
        charts.share,
    ),
    "body_late_share": (
        gettext_lazy("Of this body's dossiers %(here)s were late (usual: %(usual)s)."),
        charts.share,
    ),
    "body_recent_share": (
        gettext_lazy("Of this body's dossiers %(here)s were late lately (usual: %(usual)s)."),
        charts.share,
    ),
    "pair_late_share": (
        gettext_lazy("Of this procedure's dossiers at this body %(here)s were late (usual: %(usual)s)."),
        charts.share,
    ),
    **dict.fromkeys(
        (
            "outlasting_step",
            "outlasting_lately",
            "outlasting_unit",
            "outlasting_procedure",
            "lasting_usually",
            "lasting_now",
        ),
        (
            gettext_lazy("Of those that stood here as long, %(here)s took longer than it has left."),
            charts.share,
        ),
    ),
}
ASSUMED: Mapping[str, Promise] = {
    "work-as-lately": gettext_lazy("Units go on working as fast as lately; nobody is added, moved or away."),
    "arrivals-as-lately": gettext_lazy(
        "As many dossiers come on each weekday as in the last twelve weeks, and as many of them become late in time."
    ),
    "others-as-before": gettext_lazy(
        "The other criteria move from where they stand to where the last six periods ended, as the period passes."
    ),
    "others-held": gettext_lazy("The other criteria stay where they stand: there are too few past periods."),
    "stretched-as-past-ends": gettext_lazy(
        "The intervals are as wide as they would have had to be for the ends of past periods."
    ),
    "few-dossiers-to-learn-from": gettext_lazy(
        "Too few dossiers have ended to learn more than how many are late: the intervals are too narrow."
    ),
    "few-weeks-to-draw-from": gettext_lazy("Only a few weeks are known, so the intervals are too narrow."),
}


def reasons(told: Iterable[Mapping[str, Any]]) -> list[str]:
    """The reasons of a dossier, strongest first."""
    found = []
    for one in told:
        if one["number"] in NUMBERS:
            words, say = NUMBERS[one["number"]]
            found.append(str(words) % {"here": say(one["value"]), "usual": say(one["usual"])})
    return list(dict.fromkeys(found)) or [_("Nothing stands out.")]


def assumptions(codes: Iterable[str]) -> list[str]:
    return [str(ASSUMED[code]) for code in codes if code in ASSUMED]


def tone(probability: float) -> str:
    """How urgent a chance is; the number itself stands beside the colour."""
    return "red" if probability >= 0.5 else "amber" if probability >= 0.2 else "grey"
