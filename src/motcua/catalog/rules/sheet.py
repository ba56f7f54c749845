"""The rows of an ISO sheet ↔ a net. The sheet is how people write a process; the net is how it runs.

Node and flow names are derived from the step names, so the same sheet always gives the same net: a step with
several ways out has an XOR `<step>.way` behind it; a consultation is an AND `<consult>.split` and
`<consult>.join`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from motcua.catalog.rules.process import AND, DONE, END, START, XOR, Flow, Net, Step
from motcua.clock.rules.limits import Limit, Unit
from motcua.kernel.bilingual import Text

Row = Mapping[str, Any]


def net_of(rows: Sequence[Row]) -> Net:
    """The net of a sheet whose shape was checked. A target that does not exist becomes a flow to nowhere."""
    steps: dict[str, Step] = {}
    gateways: dict[str, str] = {}
    flows = [Flow("start.out", START, _entry(rows[0]) if rows else END)]
    doors = {row["consult"]: f"{row['consult']}.split" for row in rows if "consult" in row}
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        after = _entry(following) if following else END
        if "consult" in row:
            flows += _consultation(row, doors, after, steps, gateways)
        else:
            flows += _single(row, doors, after, steps, gateways)
    return Net(steps, gateways, tuple(_merged(flows, doors.values(), gateways)))


def _merged(flows: Sequence[Flow], splits: Collection[str], gateways: dict[str, str]) -> Iterator[Flow]:
    """Several ways into a consultation meet in an XOR `<consult>.in`: an AND with several ways in would be a join."""
    crowded = {split for split in splits if sum(flow.target == split for flow in flows) > 1}
    meeting = {split: f"{split.removesuffix('.split')}.in" for split in splits if split in crowded}
    gateways |= dict.fromkeys(meeting.values(), XOR)
    for flow in flows:
        yield replace(flow, target=meeting.get(flow.target, flow.target))
    yield from (Flow(f"{meeting[split]}.out", meeting[split], split) for split in meeting)


def ways_of(row: Row, after: str) -> dict[str, str]:
    """Outcome → target. Without `outcomes`: `done` to `next`, else to the following row.

    Outcomes that are written are all there are, except that a `next` beside them is where `done` leads.
    """
    if "next" in row or "outcomes" not in row:
        return {DONE: row.get("next", after), **row.get("outcomes", {})}
    return dict(row["outcomes"])


def limit_of(value: Mapping[str, Any] | None) -> Limit | None:
    return Limit(Fraction(str(value["quantity"])), Unit(value["unit"])) if value else None


def step_of(row: Row, kind: str, outcomes: Iterable[str]) -> Step:
    return Step(
        id=row["step"],
        name=Text.of(row["name"]),
        kind=row.get("kind", kind),
        role=row["role"],
        unit=row.get("unit", "expert"),
        body=row.get("body", ""),
        limit=limit_of(row.get("limit")),
        checklist=tuple(Text.of(item) for item in row.get("checklist", ())),
        form_number=row.get("form", ""),
        output=Text.of(row.get("output", "")),
        outcomes=tuple(outcomes),
    )


def _entry(row: Row) -> str:
    return f"{row['consult']}.split" if "consult" in row else str(row["step"])


def _single(
    row: Row, doors: Mapping[str, str], after: str, steps: dict[str, Step], gateways: dict[str, str]
) -> list[Flow]:
    ways = ways_of(row, after)
    steps[row["step"]] = step_of(row, "process", ways)
    out, way = f"{row['step']}.out", f"{row['step']}.way"
    if list(ways) == [DONE]:
        target = ways[DONE]
        return [Flow(out, row["step"], doors.get(target, target))]
    gateways[way] = XOR
    branches = [Flow(f"{out}.{name}", way, doors.get(target, target), name) for name, target in ways.items()]
    return [Flow(out, row["step"], way), *branches]


def _consultation(
    row: Row, doors: Mapping[str, str], after: str, steps: dict[str, Step], gateways: dict[str, str]
) -> list[Flow]:
    name, target = row["consult"], row.get("next", after)
    split, join = f"{name}.split", f"{name}.join"
    gateways |= {split: AND, join: AND}
    flows = []
    for branch in row["branches"]:
        steps[branch["step"]] = step_of(branch, "consult", (DONE,))
        flows.append(Flow(f"{name}.ask.{branch['step']}", split, branch["step"]))
    flows += [Flow(f"{branch['step']}.out", branch["step"], join) for branch in row["branches"]]
    return [*flows, Flow(f"{name}.out", join, doors.get(target, target))]
