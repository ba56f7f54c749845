"""Whether the internal process of a document can run, ends, and keeps to the legal limit."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from motcua.catalog.rules import soundness
from motcua.catalog.rules.durations import longest_way, working_days
from motcua.catalog.rules.problems import Problem, gettext_noop
from motcua.catalog.rules.process import END, REFUSE, START, Net
from motcua.catalog.rules.sheet import limit_of, net_of

Plain = Mapping[str, Any]


def problems(plain: Plain) -> list[Problem]:
    """What is wrong with the process.

    Targets and names come first: nothing more can be said until they are right.
    """
    rows = plain["process"]
    if wrong := [*_names(rows), *_targets(rows), *_refusals(rows)]:
        return wrong
    net = net_of(rows)
    unsound = soundness.problems(net)
    if unsound:
        return [Problem(problem.message, problem.params, "process") for problem in unsound]
    return [*_sum(plain, net), *_result(plain, net)]


def step_rows(rows: Sequence[Plain]) -> Iterator[tuple[str, Plain]]:
    """Every step of the sheet with its place, the branches of consultations among them."""
    for i, row in enumerate(rows):
        if "step" in row:
            yield f"process[{i}]", row
        else:
            yield from ((f"process[{i}].branches[{j}]", branch) for j, branch in enumerate(row["branches"]))


def _names(rows: Sequence[Plain]) -> Iterator[Problem]:
    seen = {START, END}
    consultations = [
        (f"process[{i}].consult", row["consult"]) for i, row in enumerate(rows) if "consult" in row
    ]
    for where, name in [*((f"{where}.step", row["step"]) for where, row in step_rows(rows)), *consultations]:
        if name in seen:
            message = gettext_noop("The name “%(step)s” is taken: give this step another.")
            yield Problem(message, {"step": name}, where)
        seen.add(name)


def _targets(rows: Sequence[Plain]) -> Iterator[Problem]:
    known = {row.get("step") or row["consult"] for row in rows} | {END}
    for i, row in enumerate(rows):
        written = {"next": row["next"]} if "next" in row else {}
        for name, target in [*written.items(), *row.get("outcomes", {}).items()]:
            if target not in known:
                where = f"process[{i}].next" if name == "next" else f"process[{i}].outcomes.{name}"
                message = gettext_noop(
                    "There is no step “%(target)s” to go to: name a step of this sheet, or “end”."
                )
                yield Problem(message, {"target": target}, where)


def _refusals(rows: Sequence[Plain]) -> Iterator[Problem]:
    """A refusal ends the dossier, or goes to somebody who can decide it."""
    deciding = {row["step"] for row in rows if REFUSE in row.get("outcomes", {})} | {END}
    for i, row in enumerate(rows):
        target = row.get("outcomes", {}).get(REFUSE, END)
        if target not in deciding:
            message = gettext_noop(
                "“refuse” leads to “%(target)s”, which cannot refuse: lead it to “end”, or give that step an "
                "outcome “refuse”."
            )
            yield Problem(message, {"target": target}, f"process[{i}].outcomes.{REFUSE}")


def _sum(plain: Plain, net: Net) -> Iterator[Problem]:
    legal = limit_of(plain["limit"])
    days, steps = longest_way(net)
    if legal and days > working_days(legal):
        message = gettext_noop(
            "The steps take %(days)s working days (%(steps)s), but the legal limit gives %(legal)s: "
            "shorten a step."
        )
        params = {"days": _number(days), "steps": " → ".join(steps), "legal": _number(working_days(legal))}
        yield Problem(message, params, "limit")


def _number(value: Fraction) -> str:
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


def _result(plain: Plain, net: Net) -> Iterator[Problem]:
    """A result document is drafted once and then signed; without one there is nothing to draft or sign."""
    drafts = [step.id for step in net.steps.values() if step.kind == "draft"]
    signs = [step.id for step in net.steps.values() if step.kind == "sign"]
    if not plain["result"].get("document", True):
        for step in [*drafts, *signs]:
            message = gettext_noop("“%(step)s” drafts or signs a document, but the result is no document.")
            yield Problem(message, {"step": step}, "result.document")
        return
    for kind, steps in (("draft", drafts), ("sign", signs)):
        if len(steps) != 1:
            message = gettext_noop(
                "A result document needs exactly one step of the kind “%(kind)s”; there are %(count)s."
            )
            yield Problem(message, {"kind": kind, "count": str(len(steps))}, "process")
    if len(drafts) == len(signs) == 1 and signs[0] in _reached(net, without=drafts[0]):
        message = gettext_noop(
            "“%(sign)s” can be reached without “%(draft)s”: put the draft before the signature."
        )
        yield Problem(message, {"sign": signs[0], "draft": drafts[0]}, "process")
    elif len(signs) == 1 and _ends_unsigned(net, signs[0]):
        message = gettext_noop(
            "The process can end without “%(sign)s”: only “refuse” may lead past the signature."
        )
        yield Problem(message, {"sign": signs[0]}, "process")


def _reached(net: Net, *, without: str) -> set[str]:
    """The nodes that can be reached from the start without one step and without a refusal."""
    met, todo = {START}, [START]
    while todo:
        for flow in net.out_of.get(todo.pop(), ()):
            if flow.target not in met and flow.target != without and flow.outcome != REFUSE:
                met.add(flow.target)
                todo.append(flow.target)
    return met


def _ends_unsigned(net: Net, sign: str) -> bool:
    return END in _reached(net, without=sign)
