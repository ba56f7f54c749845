"""BPMN 2.0 XML → net: start, end, tasks, XOR and AND gateways. Anything else is named and refused."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from motcua.catalog.rules.bpmn.names import MODEL, model, ours
from motcua.catalog.rules.iso_sheet import OUTCOMES, slug
from motcua.catalog.rules.problems import Problem, Unreadable, gettext_noop
from motcua.catalog.rules.process import AND, DONE, END, START, XOR, Flow, Net, Step
from motcua.clock.rules.limits import Limit, Unit
from motcua.kernel.bilingual import Text
from motcua.kernel.vietnamese import fold

MOST_BYTES = 2_000_000
MOST_NODES = 400
_TASKS = {"task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask"}
_GATEWAYS = {"exclusiveGateway": XOR, "parallelGateway": AND}
_EVENTS = {"startEvent": START, "endEvent": END}
_PASSED_OVER = {
    "laneSet",
    "sequenceFlow",
    "extensionElements",
    "documentation",
    "textAnnotation",
    "association",
}
_PASSED_OVER |= {"dataObject", "dataObjectReference", "dataStoreReference", "group"}
_OUTCOMES = {fold(word): name for name, word in OUTCOMES.items()}
_ID = re.compile(r"[a-z][a-z0-9.-]{0,63}")


def read(content: bytes) -> Net:
    """The net of the one process in the file. Raises `Unreadable` with everything that is not understood.

    What was written by `write` comes back equal. Of other drawings, names give ids, and the first unnamed way out of
    a choice is `done`. Whether the net is sound is for `soundness` to say.
    """
    process = _process(content)
    nodes = {
        str(element.get("id")): element
        for element in process
        if _kind(element) in _TASKS | _GATEWAYS.keys() | _EVENTS.keys()
    }
    links = [element for element in process if _kind(element) == "sequenceFlow"]
    if wrong := [*_unknown(process), *_loose(links, nodes)]:
        raise Unreadable(wrong)
    names = _names(nodes)
    gateways = {names[node]: _GATEWAYS[_kind(e)] for node, e in nodes.items() if _kind(e) in _GATEWAYS}
    flows = tuple(_flows(links, names, gateways))
    if wrong := list(_forks(flows, gateways)):
        raise Unreadable(wrong)
    steps = {
        names[node]: _step(names[node], e, flows, gateways) for node, e in nodes.items() if _kind(e) in _TASKS
    }
    return Net(steps, gateways, flows)


def _process(content: bytes) -> Any:
    if len(content) > MOST_BYTES:
        raise Unreadable([Problem(gettext_noop("The drawing is too large: draw one process only."))])
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable(
            [Problem(gettext_noop("This is not a readable BPMN file: export it again as BPMN 2.0."))]
        ) from error
    processes = [element for element in root if element.tag == model("process")]
    if len(processes) != 1 or len(processes[0]) > 4 * MOST_NODES:
        raise Unreadable([Problem(gettext_noop("The file must hold exactly one process of bearable size."))])
    return processes[0]


def _kind(element: Any) -> str:
    tag = str(element.tag)
    return tag.removeprefix(f"{{{MODEL}}}") if tag.startswith(f"{{{MODEL}}}") else ""


def _unknown(process: Any) -> Iterator[Problem]:
    known = _TASKS | _GATEWAYS.keys() | _EVENTS.keys() | _PASSED_OVER
    for element in process:
        kind = _kind(element)
        special = [child for child in element if _kind(child).endswith("EventDefinition")]
        if kind and kind not in known or special:
            message = gettext_noop(
                "“%(kind)s” (%(id)s) is not understood: use tasks, exclusive and parallel gateways."
            )
            said = _kind(special[0]) if special else kind
            yield Problem(message, {"kind": said, "id": str(element.get("id"))[:60]})
    for kind in _EVENTS:
        count = sum(_kind(element) == kind for element in process)
        if count == 0 or (kind == "startEvent" and count > 1):
            yield Problem(gettext_noop("The drawing needs one start event, and an end event."))


def _loose(links: list[Any], nodes: dict[str, Any]) -> Iterator[Problem]:
    for link in links:
        for end in (link.get("sourceRef"), link.get("targetRef")):
            if end not in nodes:
                message = gettext_noop("The arrow “%(id)s” hangs in the air: tie both its ends.")
                yield Problem(message, {"id": str(link.get("id"))[:60]})


def _names(nodes: dict[str, Any]) -> dict[str, str]:
    """BPMN id → our id: kept where it can be ours, else made of the name."""
    names: dict[str, str] = {}
    taken = {START, END}
    for node, element in nodes.items():
        kind = _kind(element)
        if kind in _EVENTS:
            names[node] = _EVENTS[kind]
            continue
        base = node if _ID.fullmatch(node) else slug(element.get("name") or node)
        name, number = base, 2
        while name in taken:
            name, number = f"{base}-{number}", number + 1
        taken.add(name)
        names[node] = name
    return names


def _flows(links: list[Any], names: dict[str, str], gateways: dict[str, str]) -> Iterator[Flow]:
    leaving: dict[str, int] = {}
    for link in links:
        leaving[link.get("sourceRef")] = leaving.get(link.get("sourceRef"), 0) + 1
    used: dict[str, set[str]] = {}
    for number, link in enumerate(links, start=1):
        source = names[link.get("sourceRef")]
        outcome = ""
        if gateways.get(source) == XOR and (leaving[link.get("sourceRef")] > 1 or link.get(ours("outcome"))):
            outcome = _outcome(link, used.setdefault(source, set()))
        yield Flow(link.get("id") or f"flow.{number}", source, names[link.get("targetRef")], outcome)


def _outcome(link: Any, used: set[str]) -> str:
    said = link.get("name") or ""
    base = link.get(ours("outcome")) or _OUTCOMES.get(fold(said)) or (slug(said) if said else DONE)
    name, number = base, 2
    while name in used:
        name, number = f"{base}-{number}", number + 1
    used.add(name)
    return name


def _forks(flows: tuple[Flow, ...], gateways: dict[str, str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for flow in flows:
        if flow.source in seen and flow.source not in gateways:
            message = gettext_noop("Several arrows leave “%(step)s”: put a gateway behind it.")
            yield Problem(message, {"step": flow.source})
        seen.add(flow.source)


def _step(name: str, element: Any, flows: tuple[Flow, ...], gateways: dict[str, str]) -> Step:
    def said(key: str, usual: str = "") -> str:
        return str(element.get(ours(key), usual))

    checks = [child for part in element if _kind(part) == "extensionElements" for child in part]
    behind = next((flow.target for flow in flows if flow.source == name), "")
    outcomes = tuple(flow.outcome for flow in flows if flow.source == behind and flow.outcome)
    return Step(
        id=name,
        name=Text(element.get("name") or name, said("name-en")),
        kind=said("kind", "process"),
        role=said("role", "specialist"),
        unit=said("unit", "expert"),
        body=said("body"),
        limit=_limit(said("limit"), said("limit-unit"), name),
        checklist=tuple(Text(c.get("vi", ""), c.get("en", "")) for c in checks if c.tag == ours("check")),
        form_number=said("form"),
        output=Text(said("output"), said("output-en")),
        outcomes=outcomes if behind in gateways and outcomes else (DONE,),
    )


def _limit(quantity: str, unit: str, step: str) -> Limit | None:
    if not quantity:
        return None
    try:
        if not re.fullmatch(r"[0-9]{1,5}([.][0-9]{1,4}|/[1-9][0-9]{0,3})?", quantity):
            raise ValueError(quantity)
        return Limit(Fraction(quantity), Unit(unit))
    except ValueError as error:
        message = gettext_noop("The time limit of “%(step)s” is not written as it must be.")
        raise Unreadable([Problem(message, {"step": step})]) from error
