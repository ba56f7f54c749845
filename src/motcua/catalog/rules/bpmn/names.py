"""The namespaces of BPMN 2.0 and of what we add to it."""

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
BOUNDS = "http://www.omg.org/spec/DD/20100524/DC"
EDGES = "http://www.omg.org/spec/DD/20100524/DI"
OURS = "urn:motcua:process:1"
PREFIXES = {"bpmn": MODEL, "bpmndi": DIAGRAM, "dc": BOUNDS, "di": EDGES, "motcua": OURS}
START_EVENT, END_EVENT = "start", "end"


def model(name: str) -> str:
    return f"{{{MODEL}}}{name}"


def ours(name: str) -> str:
    return f"{{{OURS}}}{name}"
