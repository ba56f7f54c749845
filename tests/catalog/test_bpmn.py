from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from motcua.catalog.rules import bpmn, soundness
from motcua.catalog.rules.bpmn.names import BOUNDS, DIAGRAM, EDGES, MODEL
from motcua.catalog.rules.folder import SHIPPED, read_folder
from motcua.catalog.rules.problems import Unreadable
from motcua.catalog.rules.sheet import net_of
from motcua.catalog.rules.unrolling import rows_of_net
from tests.catalog.making import SHEET, in_english  # noqa: F401
from tests.catalog.processes import Row, sheets

pytestmark = pytest.mark.usefixtures("in_english")

HEAD = f'<definitions xmlns="{MODEL}"><process id="p">'
TAIL = "</process></definitions>"
PLAIN = (
    '<startEvent id="S_1"/><userTask id="Activity_1" name="Thẩm định"/><exclusiveGateway id="Gateway_1"/>'
    '<task id="Activity_2" name="Trả kết quả"/><endEvent id="E_1"/>'
    '<sequenceFlow id="f1" sourceRef="S_1" targetRef="Activity_1"/>'
    '<sequenceFlow id="f2" sourceRef="Activity_1" targetRef="Gateway_1"/>'
    '<sequenceFlow id="f3" sourceRef="Gateway_1" targetRef="Activity_2"/>'
    '<sequenceFlow id="f4" name="Trả lại" sourceRef="Gateway_1" targetRef="Activity_1"/>'
    '<sequenceFlow id="f5" sourceRef="Activity_2" targetRef="E_1"/>'
)


@settings(max_examples=40, deadline=None)
@given(sheets())
def test_write_then_read_gives_the_same_net(rows: list[Row]) -> None:
    net = net_of(rows)
    assert bpmn.read(bpmn.write(net, name="Thử & <nghiệm>", code="1.000001")) == net
    assert net_of(rows_of_net(net)) == net


def test_every_shipped_process_survives_the_drawing() -> None:
    for written in read_folder(SHIPPED).written:
        net = written.document.net
        assert bpmn.read(bpmn.write(net, name=written.document.name.vi, code=written.document.code)) == net, (
            written.file
        )


def test_write_gives_a_shape_to_every_node_and_a_way_to_every_flow() -> None:
    net = net_of(SHEET)
    root = ET.fromstring(bpmn.write(net, name="x", code="y"))
    elements = {e.get("id") for e in root.iter() if e.tag.startswith(f"{{{MODEL}}}") and e.get("id")}
    shapes = {e.get("bpmnElement") for e in root.iter(f"{{{DIAGRAM}}}BPMNShape")}
    edges = {
        e.get("bpmnElement"): list(e.iter(f"{{{EDGES}}}waypoint"))
        for e in root.iter(f"{{{DIAGRAM}}}BPMNEdge")
    }
    assert shapes <= elements
    assert {*net.steps, *net.gateways, "start", "end", "pool"} <= shapes
    assert edges.keys() == {flow.id for flow in net.flows}
    assert all(len(points) >= 2 for points in edges.values())
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))


def test_write_draws_no_node_on_another() -> None:
    root = ET.fromstring(bpmn.write(net_of(SHEET), name="x", code="y"))
    boxes = [
        [int(shape.find(f"{{{BOUNDS}}}Bounds").get(side)) for side in ("x", "y", "width", "height")]
        for shape in root.iter(f"{{{DIAGRAM}}}BPMNShape")
        if not shape.get("isHorizontal")
    ]
    for i, (x, y, width, height) in enumerate(boxes):
        for other in boxes[i + 1 :]:
            assert (
                x + width <= other[0]
                or other[0] + other[2] <= x
                or y + height <= other[1]
                or other[1] + other[3] <= y
            )


def test_read_understands_a_drawing_from_elsewhere() -> None:
    net = bpmn.read((HEAD + PLAIN + TAIL).encode())
    assert list(net.steps) == ["tham-dinh", "tra-ket-qua"]
    assert net.steps["tham-dinh"].outcomes == ("done", "return")
    assert soundness.problems(net) == []
    assert [row["step"] for row in rows_of_net(net)] == ["tham-dinh", "tra-ket-qua"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "not a readable BPMN"),
        ("<a/>", "exactly one process"),
        ("\x00\xff", "not a readable BPMN"),
        ('<!DOCTYPE d [<!ENTITY x "y">]><d>&x;</d>', "not a readable BPMN"),
        ('<!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>', "not a readable BPMN"),
        ("<a>" * 50_000, "not a readable BPMN"),
        (HEAD + TAIL, "one start event"),
        (HEAD + PLAIN + '<inclusiveGateway id="g"/>' + TAIL, "“inclusiveGateway” (g) is not understood"),
        (HEAD + PLAIN + '<subProcess id="s"/>' + TAIL, "“subProcess” (s) is not understood"),
        (HEAD + PLAIN + '<sequenceFlow id="f9" sourceRef="S_1" targetRef="no"/>' + TAIL, "hangs in the air"),
        (
            HEAD + PLAIN + '<sequenceFlow id="f9" sourceRef="Activity_2" targetRef="E_1"/>' + TAIL,
            "put a gateway",
        ),
        (
            HEAD + PLAIN.replace('id="S_1"/>', 'id="S_1"><timerEventDefinition/></startEvent>', 1) + TAIL,
            "timerEvent",
        ),
        (HEAD + "<!--" + "x" * 2_000_001 + "-->" + TAIL, "too large"),
    ],
)
def test_read_says_what_it_does_not_understand(content: str, said: str) -> None:
    with pytest.raises(Unreadable, match=".") as unreadable:
        bpmn.read(content.encode())
    assert said in str(unreadable.value)
