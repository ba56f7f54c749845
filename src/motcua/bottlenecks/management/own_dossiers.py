"""`motcua diagnose --body …`: its options, its document, and the same told to a person."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from motcua.bottlenecks.queries.diagnosis import diagnose, losing_at
from motcua.bottlenecks.queries.saying import conclusion_of
from motcua.bottlenecks.rules.diagnosis import (
    Asked,
    Conclusion,
    Contribution,
    Diagnosis,
    Key,
    Spread,
    StepFigures,
)
from motcua.clock.queries import now
from motcua.criteria.queries.scores import DEFAULT_SET
from motcua.criteria.rules.periods import month_of


def add_options(parser: CommandParser) -> None:
    group = parser.add_argument_group("the house's own dossiers")
    group.add_argument("--body", metavar="CODE", help="the body, province (H49) or nation (VN) to diagnose")
    group.add_argument(
        "--criterion", metavar="CODE", help="the criterion; without it the ones that lose most"
    )
    group.add_argument("--procedure", metavar="CODE", default="", help="only this procedure")
    group.add_argument("--period", metavar="PERIOD", help="2026-10, 2026-Q4 or 2026; without it this month")
    group.add_argument(
        "--set", metavar="CODE", default=DEFAULT_SET, dest="criteria_set", help="the criteria set"
    )


def month_now() -> str:
    return month_of(now()).code


def answer(body: str, options: Mapping[str, Any], month: str) -> dict[str, Any]:
    """Refused: what is unknown."""
    period = options["period"] or month
    if not options["criterion"]:
        return _criteria(body, period, options["criteria_set"])
    asked = Asked(options["criteria_set"], options["criterion"], body, options["procedure"], period)
    return document(diagnose(asked))


def _criteria(body: str, period: str, by: str) -> dict[str, Any]:
    rows = [
        {
            "criterion": one.measured.criterion.code,
            "name": str(one.measured.criterion.name),
            "points_lost": _number(one.points),
            "points_most": _number(one.measured.max),
            "by_steps": one.by_steps,
        }
        for one in losing_at(body, period, by=by)
    ]
    return {"body": body, "period": period, "set": by, "criteria": rows}


def document(found: Diagnosis) -> dict[str, Any]:
    """Codes only: officers by their code are left out, positions and units stay. Times in working minutes."""
    asked = found.asked
    return {
        "criterion": asked.criterion,
        "body": asked.body,
        "procedure": asked.procedure or None,
        "period": asked.period,
        "set": asked.criteria_set,
        "horizon": found.horizon.isoformat() if found.horizon else None,
        "conclusion": list(conclusion_of(found)),
        "enough": found.enough,
        "least_cases": found.least,
        "cases": found.cases,
        "late": found.late,
        "left_out": found.left_out,
        "points_lost": _number(found.points),
        "where": found.conclusion and _conclusion(found.conclusion),
        "steps": [_step(one) for one in found.steps],
        "flows": [
            {
                "from": _key(one.source),
                "to": _key(one.target),
                "count": one.count,
                "waiting": _spread(one.waiting),
                "back": one.back,
            }
            for one in found.flows
        ],
        "causes": [
            {
                "reason": one.reason.value,
                "where": {name: code for name, code in one.where.items() if name != "officer"},
                "numbers": dict(one.numbers),
                "p": one.p,
                "dossiers": len(one.dossiers),
            }
            for one in found.causes
        ],
        "contributions": [_contribution(one) for one in found.contributions],
        "parts": [
            {"code": one.code, "points": _number(one.points), "cases": one.cases, "missing": one.missing}
            for one in found.parts
        ],
        "units": [
            {"unit": one.unit, "points": _number(one.points), "cases": one.cases, "missing": one.missing}
            for one in found.units
        ],
        "rest": {code: _number(points) for code, points in (found.rest or {}).items()},
        "peer": found.peer
        and {
            "body": found.peer.body,
            "cases": found.peer.cases,
            "in_time": found.peer.in_time,
            "own_cases": found.peer.own_cases,
            "own_in_time": found.peer.own_in_time,
        },
        "excluded": [
            {
                "reason": one.reason.value,
                "dossiers": one.dossiers,
                "waits": one.waits,
                "late": one.late,
                "time": _spread(one.time),
            }
            for one in found.excluded
        ],
        "dossiers": [
            {
                "code": one.code,
                "procedure": one.procedure,
                "points": _number(one.points),
                "overdue": one.overdue,
                "step": _key(one.key) if one.key else None,
            }
            for one in found.dossiers
        ],
    }


def _number(points: Fraction) -> float:
    return float(points)


def _spread(time: Spread | None) -> dict[str, int] | None:
    return {"median": time.median, "p90": time.p90} if time else None


def _key(key: Key) -> dict[str, str]:
    return {"step": key.step, "kind": key.kind, "role": key.role}


def _step(one: StepFigures) -> dict[str, Any]:
    return _key(one.key) | {
        "rounds": one.rounds,
        "dossiers": one.dossiers,
        "open": one.open,
        "returns": one.returns,
        "waiting": _spread(one.waiting),
        "processing": _spread(one.processing),
        "limit": one.limit,
        "over": one.over,
        "points": _number(one.points),
        "made_late": one.made_late,
        "saved_if_kept": one.saved,
        "regained_if_kept": _number(one.regained),
    }


def _contribution(one: Contribution) -> dict[str, Any]:
    return _key(one.key) | {
        "unit": one.holder.unit,
        "body": one.holder.body,
        "points": _number(one.points),
        "made_late": one.cases,
        "rounds": one.rounds,
        "waiting": one.waiting,
    }


def _conclusion(one: Conclusion) -> dict[str, Any]:
    return _key(one.key) | {
        "unit": one.holder.unit,
        "one_officer": bool(one.holder.officer),
        "share": _number(one.share),
        "late": one.late,
        "of": one.of,
        "through": one.through,
        "waiting": one.waiting,
        "processing": one.processing,
        "limit": one.limit,
        "saved": one.saved,
        "regained": _number(one.regained),
        "sample": one.sample,
    }


def told(facts: Mapping[str, Any]) -> Iterator[str]:
    """The document, in a few lines."""
    if "criteria" in facts:
        for row in facts["criteria"]:
            yield f"{row['points_lost']:8.3f} / {row['points_most']:g}  {row['criterion']}  {row['name']}"
        if not facts["criteria"]:
            yield _("No points were lost here in this period.")
        return
    yield from facts["conclusion"]
    for row in facts["contributions"]:
        yield f"{row['points']:8.3f}  {row['step'] or row['kind']} · {row['role']} · {row['unit']}"
    for cause in facts["causes"]:
        yield f"* {cause['reason']}: {cause['where']} {cause['numbers']}"
