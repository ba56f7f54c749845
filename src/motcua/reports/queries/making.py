"""A whole report: its head, its blocks in order, and what in it does not add up."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.timezone import localtime

from motcua.criteria.queries.nodes import NATION, Node
from motcua.kernel.bilingual import Text
from motcua.reports.models import ReportRun, State
from motcua.reports.queries.definitions import block as block_of
from motcua.reports.queries.explaining import explanation, groups, readings
from motcua.reports.queries.lists import directives, late_list
from motcua.reports.queries.scenes import Scene
from motcua.reports.queries.sentences import sentence
from motcua.reports.queries.tables import carried_wrong, counted_block, sums_wrong
from motcua.reports.rules.checks import Fault
from motcua.reports.rules.definitions import Block, Definition, Kind
from motcua.reports.rules.frozen import FORMAT, Content, Told, said

OFFICIAL = "vi"
"""Reports are documents of Vietnamese authorities: what they say is said in Vietnamese."""
_NOTHING_TO_SAY = Text("Chưa có nội dung: nhập khi lập báo cáo.", "Nothing is written here yet.")
_MAKERS: Mapping[Kind, Callable[[Block, Scene], Told]] = {
    Kind.COUNTED: counted_block,
    Kind.LATE_LIST: late_list,
    Kind.EXPLANATION: explanation,
    Kind.DIRECTIVES: directives,
    Kind.READINGS: readings,
    Kind.GROUPS: groups,
}


def composed(of: Definition, scene: Scene, chosen: Sequence[str], texts: Mapping[str, str]) -> Told:
    """What the report says. `chosen`: its blocks in order; `texts`: what a person wrote, by block."""
    with translation.override(OFFICIAL):
        blocks = [_block(block_of(code), scene, texts) for code in chosen]
    period, above = scene.period, _above(scene)
    return {
        "format": FORMAT,
        "definition": of.code,
        "form": of.form,
        "name": said(of.name),
        "recipient": said(of.recipient),
        "basis": {"text": of.basis.text, "confidence": of.basis.confidence},
        "body": {"code": scene.node.code, "name": said(scene.node.name)},
        "above": said(above.name) if above else {},
        "period": {
            "code": period.code,
            "grid": period.grid,
            "span": period.span.name,
            "from_on": period.from_on.isoformat(),
            "until_on": period.until_on.isoformat(),
        },
        "horizon": localtime(scene.horizon).isoformat(timespec="seconds"),
        "provisional": scene.is_provisional,
        "blocks": blocks,
    }


def _above(scene: Scene) -> Node | None:
    """The body that it belongs to; a province belongs to none."""
    parent = scene.node.parent
    return None if parent in ("", NATION) else scene.tree[parent]


def faults(content: Content, before: Content | None) -> list[Fault]:
    """Everything that does not add up; `before`: the frozen report of the last period, if there is one."""
    earlier: Mapping[str, Any] = {one["code"]: one for one in before["blocks"]} if before else {}
    found: list[Fault] = []
    for made in content["blocks"]:
        if made["kind"] == Kind.COUNTED:
            found += sums_wrong(made)
            if made["code"] in earlier:
                found += carried_wrong(block_of(made["code"]), made, earlier[made["code"]])
    return found


def report_before(of: Definition, scene: Scene) -> Content | None:
    """The newest final report of the period before, as it was frozen."""
    found = ReportRun.objects.filter(
        definition=of.code,
        body=scene.node.code,
        grid=scene.period.grid,
        period=scene.period.span.previous.code,
        state=State.READY,
        provisional=False,
    )
    return found.order_by("-pk").values_list("content", flat=True).first()


def _block(block: Block, scene: Scene, texts: Mapping[str, str]) -> Told:
    told: Told = {
        "code": block.code,
        "kind": block.kind.value,
        "title": said(block.title),
        "inside": block.inside,
        "basis": block.basis.text if block.basis else "",
        "confidence": block.basis.confidence if block.basis else "",
    }
    if block.kind is Kind.TEXT:
        return told | _text(block, scene, texts)
    made = _MAKERS[block.kind](block, scene)
    own = [said(block.note)] if block.note else []
    return told | made | {"notes": [*own, *made.get("notes", [])]}


def _text(block: Block, scene: Scene, texts: Mapping[str, str]) -> Told:
    drafted = sentence(block.says, scene)
    written = texts.get(block.code, "").strip()
    told: Told = {
        "text": written or drafted,
        "drafted": drafted,
        "edited": bool(written) and written != drafted,
    }
    return told if told["text"] else told | {"reason": said(_NOTHING_TO_SAY)}
