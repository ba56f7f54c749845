"""Net → BPMN 2.0 XML. What BPMN has no word for (limits, roles, units, checklists) stands in our own namespace."""

from xml.etree import ElementTree as ET  # written here, never read: reading is defusedxml's

from motcua.catalog.rules.bpmn.layout import Box, Drawing, draw
from motcua.catalog.rules.bpmn.names import (
    BOUNDS,
    DIAGRAM,
    EDGES,
    END_EVENT,
    PREFIXES,
    START_EVENT,
    model,
    ours,
)
from motcua.catalog.rules.iso_sheet import OUTCOMES, UNITS
from motcua.catalog.rules.process import AND, Net, Step
from motcua.catalog.rules.unrolling import quantity_of


def write(net: Net, *, name: str, code: str) -> bytes:
    """One process in one pool, with a lane for each unit and a drawing. Reading it again gives the same net."""
    for prefix, namespace in PREFIXES.items():
        ET.register_namespace(prefix, namespace)
    drawing = draw(net)
    root = ET.Element(model("definitions"), {"id": "definitions", "targetNamespace": PREFIXES["motcua"]})
    pool = ET.SubElement(root, model("collaboration"), {"id": "collaboration"})
    ET.SubElement(pool, model("participant"), {"id": "pool", "name": name, "processRef": "process"})
    process = ET.SubElement(
        root, model("process"), {"id": "process", "name": name, "isExecutable": "false", ours("code"): code}
    )
    _lanes(process, drawing)
    _nodes(process, net)
    for flow in net.flows:
        element = ET.SubElement(
            process,
            model("sequenceFlow"),
            {"id": flow.id, "sourceRef": flow.source, "targetRef": flow.target},
        )
        if flow.outcome:
            element.set("name", OUTCOMES.get(flow.outcome, flow.outcome))
            element.set(ours("outcome"), flow.outcome)
    _diagram(root, net, drawing)
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _lanes(process: ET.Element, drawing: Drawing) -> None:
    lanes = ET.SubElement(process, model("laneSet"), {"id": "lanes"})
    for number, ((body, unit), members) in enumerate(drawing.members.items(), start=1):
        label = f"{body} {UNITS[unit]}".strip() if unit in UNITS else f"{body} {unit}".strip()
        lane = ET.SubElement(lanes, model("lane"), {"id": f"lane.{number}", "name": label})
        for node in members:
            ET.SubElement(lane, model("flowNodeRef")).text = node


def _nodes(process: ET.Element, net: Net) -> None:
    ET.SubElement(process, model("startEvent"), {"id": START_EVENT})
    for step in net.steps.values():
        _task(process, step)
    for gateway, kind in net.gateways.items():
        ET.SubElement(
            process, model("parallelGateway" if kind == AND else "exclusiveGateway"), {"id": gateway}
        )
    ET.SubElement(process, model("endEvent"), {"id": END_EVENT})


def _task(process: ET.Element, step: Step) -> None:
    said = {
        "kind": step.kind,
        "role": step.role,
        "unit": step.unit,
        "body": step.body,
        "form": step.form_number,
    }
    if step.limit:
        said |= {"limit": quantity_of(step.limit), "limit-unit": str(step.limit.unit)}
    said |= {"name-en": step.name.en, "output": step.output.vi, "output-en": step.output.en}
    attributes = {"id": step.id, "name": step.name.vi} | {
        ours(key): value for key, value in said.items() if value
    }
    task = ET.SubElement(process, model("userTask"), attributes)
    if step.checklist:
        extension = ET.SubElement(task, model("extensionElements"))
        for item in step.checklist:
            ET.SubElement(extension, ours("check"), {"vi": item.vi} | ({"en": item.en} if item.en else {}))


def _diagram(root: ET.Element, net: Net, drawing: Drawing) -> None:
    diagram = ET.SubElement(root, f"{{{DIAGRAM}}}BPMNDiagram", {"id": "diagram"})
    plane = ET.SubElement(diagram, f"{{{DIAGRAM}}}BPMNPlane", {"id": "plane", "bpmnElement": "collaboration"})
    _shape(plane, "pool", drawing.pool).set("isHorizontal", "true")
    for number, box in enumerate(drawing.lanes.values(), start=1):
        _shape(plane, f"lane.{number}", box).set("isHorizontal", "true")
    for node, box in drawing.nodes.items():
        _shape(plane, node, box)
    for flow in net.flows:
        edge = ET.SubElement(
            plane, f"{{{DIAGRAM}}}BPMNEdge", {"id": f"{flow.id}.edge", "bpmnElement": flow.id}
        )
        for x, y in drawing.edges[flow.id]:
            ET.SubElement(edge, f"{{{EDGES}}}waypoint", {"x": str(x), "y": str(y)})


def _shape(plane: ET.Element, element: str, box: Box) -> ET.Element:
    shape = ET.SubElement(
        plane, f"{{{DIAGRAM}}}BPMNShape", {"id": f"{element}.shape", "bpmnElement": element}
    )
    size = {"x": str(box.x), "y": str(box.y), "width": str(box.width), "height": str(box.height)}
    ET.SubElement(shape, f"{{{BOUNDS}}}Bounds", size)
    return shape
