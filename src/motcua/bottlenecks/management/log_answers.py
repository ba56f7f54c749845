"""What `motcua diagnose LOG` answers: as a document, and line by line. Times in seconds."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from motcua.bottlenecks.management import sentences
from motcua.bottlenecks.rules.causes import CAUSES
from motcua.bottlenecks.rules.contributions import Borne, contributions_of
from motcua.bottlenecks.rules.flows import map_of
from motcua.bottlenecks.rules.given import Given
from motcua.bottlenecks.rules.handoffs import Handoff, handoffs
from motcua.bottlenecks.rules.rework import rework_of
from motcua.criteria.rules.logs.log import Log

_SECOND = 1_000_000


def answer(question: str, log: Log, hours: Given | None) -> Any:
    """Raises Unknown where waits are asked for and the log tells no starts."""
    return _ANSWERS[question](log, hours)


def told(facts: Any) -> Iterable[str]:
    if isinstance(facts, list):
        return _told_handoffs(facts)
    if "start" in facts:
        return _told_map(facts)
    return _told_contributions(facts) if "wt_total" in facts else _told_rework(facts)


def _handoffs(log: Log, hours: Given | None) -> list[dict[str, Any]]:
    return [_row(each) for each in handoffs(log, hours)]


def _row(handoff: Handoff) -> dict[str, Any]:
    row = asdict(handoff) | {"cases": ",".join(handoff.cases)}
    return {name: _seconds(value) if name.startswith("wt_") else value for name, value in row.items()}


def _seconds(microseconds: int) -> float:
    whole, rest = divmod(microseconds, _SECOND)
    return microseconds / _SECOND if rest else whole


def _contributions(log: Log, hours: Given | None) -> dict[str, Any]:
    found = contributions_of(log, hours)
    return {
        **_waits({"total": found.total, **found.causes}),
        "activities": [_borne(each) for each in found.activities],
        "resources": [_borne(each) for each in found.resources],
    }


def _borne(one: Borne) -> dict[str, Any]:
    return {"name": one.name, "frequency": one.frequency, "share": one.share, **_waits(one.waited)}


def _waits(parts: Mapping[str, int]) -> dict[str, float]:
    return {f"wt_{name}": _seconds(part) for name, part in parts.items()}


def _map(log: Log, _hours: Given | None) -> dict[str, Any]:
    found = asdict(map_of(log))
    flows = [{"from": flow.pop("source"), "to": flow.pop("target"), **flow} for flow in found["flows"]]
    return found | {"flows": flows}


def _rework(log: Log, _hours: Given | None) -> dict[str, Any]:
    found = asdict(rework_of(log))
    returns = [{"from": each.pop("source"), "to": each.pop("target"), **each} for each in found["returns"]]
    return found | {"returns": returns}


def _told_handoffs(rows: list[dict[str, Any]]) -> Iterable[str]:
    slow = sorted(rows, key=lambda row: -row["wt_total"])
    for row in slow:
        yield _("%(source)s (%(by)s) → %(target)s (%(to)s), %(number)s times: waited %(time)s") % {
            "source": row["source_activity"],
            "by": row["source_resource"] or "–",
            "target": row["target_activity"],
            "to": row["target_resource"] or "–",
            "number": row["frequency"],
            "time": sentences.duration(row["wt_total"]),
        }
        yield from _told_causes(row)


def _told_contributions(facts: dict[str, Any]) -> Iterable[str]:
    yield _("All waiting together: %(time)s") % {"time": sentences.duration(facts["wt_total"])}
    yield from _told_causes(facts)
    for title, rows in ((_("By activity"), facts["activities"]), (_("By resource"), facts["resources"])):
        yield title
        for row in rows:
            yield _("%(name)s: waited %(time)s, %(share)s%% of all, %(number)s times") % {
                "name": row["name"] or "–",
                "time": sentences.duration(row["wt_total"]),
                "share": number_format(row["share"] * 100, 1),
                "number": row["frequency"],
            }


def _told_causes(row: dict[str, Any]) -> Iterable[str]:
    for cause in CAUSES:
        if seconds := row[f"wt_{cause}"]:
            yield f"    {_(sentences.CAUSES[cause])}: {sentences.duration(seconds)}"


def _told_map(facts: dict[str, Any]) -> Iterable[str]:
    for flow in facts["flows"]:
        yield _("%(source)s → %(target)s: %(number)s times, median %(median)s, one in ten over %(p90)s") % {
            "source": flow["from"],
            "target": flow["to"],
            "number": flow["count"],
            "median": sentences.duration(flow["median_s"]),
            "p90": sentences.duration(flow["p90_s"]),
        }


def _told_rework(facts: dict[str, Any]) -> Iterable[str]:
    yield _("%(part)s of %(number)s cases do something again.") % {
        "part": facts["cases_with_rework"],
        "number": facts["cases"],
    }
    for each in facts["activities"]:
        yield _("%(activity)s: %(repeats)s repeats in %(cases)s cases") % {
            "activity": each["activity"],
            "repeats": each["repeats"],
            "cases": each["cases_repeated"],
        }
    for each in facts["returns"]:
        yield _("back from %(source)s to %(target)s: %(number)s times") % {
            "source": each["from"],
            "target": each["to"],
            "number": each["count"],
        }


_ANSWERS: Mapping[str, Callable[[Log, Given | None], Any]] = {
    "handoffs": _handoffs,
    "contributions": _contributions,
    "map": _map,
    "rework": _rework,
}
