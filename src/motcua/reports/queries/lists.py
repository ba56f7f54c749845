"""Blocks that list: late dossiers, directives that are followed. Codes, units and dates; nobody's name."""

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate, localtime

from motcua.criteria.queries.fields import names_of
from motcua.directives.models import STATES, Directive
from motcua.directives.rules.states import OPEN
from motcua.kernel.bilingual import Text
from motcua.reports.queries.definitions import classes
from motcua.reports.queries.late import Late
from motcua.reports.queries.scenes import Scene
from motcua.reports.rules.definitions import Block
from motcua.reports.rules.frozen import Told, said

MOST_LISTED = 2_000
_NO_LATE = Text("Trong kỳ không có hồ sơ quá hạn.", "No dossier was late in the period.")
_NO_DIRECTIVE = Text("Không có chỉ đạo nào đang theo dõi.", "No directive is being followed.")
_PENDING = Text("Đang giải quyết", "Pending")
_RESOLVED = Text("Đã giải quyết", "Resolved")
_BY_BODY = Text("cơ quan ghi", "said by the body")
_BY_SYSTEM = Text("hệ thống gợi ý", "suggested by the system")


def column(key: str, name: Text, kind: str = "text") -> Told:
    return {"key": key, "name": said(name), "kind": kind}


def late_list(_block: Block, scene: Scene) -> Told:
    """Each late dossier with its field, its deadline and the class of its cause."""
    names = names_of({one.procedure for one in scene.late})
    shown = scene.late[:MOST_LISTED]
    told: Told = {
        "label": {"number": "", "name": said(Text("Mã hồ sơ", "Dossier")), "short": True},
        "columns": [
            column("body", Text("Cơ quan", "Body")),
            column("field", Text("Lĩnh vực", "Field")),
            column("procedure", Text("Thủ tục", "Procedure")),
            column("due", Text("Hẹn trả", "Due"), "day"),
            column("state", Text("Tình trạng", "State")),
            column("days", Text("Số ngày quá hạn", "Days late"), "count"),
            column("cause", Text("Nguyên nhân", "Cause")),
            column("by", Text("Căn cứ", "By whom")),
        ],
        "rows": [
            _late_row(place, one, scene, names.get(one.procedure, Text(one.procedure)))
            for place, one in enumerate(shown, start=1)
        ],
    }
    if not shown:
        told["reason"] = said(_NO_LATE)
    elif len(shown) < len(scene.late):
        left = len(scene.late) - len(shown)
        words = Text(f"Còn {left} hồ sơ quá hạn chưa liệt kê.", f"{left} more late dossiers are not listed.")
        told["notes"] = [said(words)]
    return told


def _late_row(place: int, one: Late, scene: Scene, procedure: Text) -> Told:
    cells = {
        "body": said(scene.tree[one.leaf.body].name),
        "field": said(scene.name_of("field", one.leaf.field)),
        "procedure": said(procedure),
        "due": localtime(one.due_at).date().isoformat() if one.due_at else None,
        "state": said(_RESOLVED if one.ended_at else _PENDING),
        "days": one.days,
        "cause": said(classes().names[one.cause.code]),
        "by": said(_BY_BODY if one.cause.is_declared else _BY_SYSTEM),
    }
    return {"key": one.code, "depth": 1, "number": str(place), "label": said(Text(one.code)), "cells": cells}


def directives(_block: Block, scene: Scene) -> Told:
    """What is open for these bodies, what is due first at the head."""
    on, found = localdate(scene.at), list(followed(scene.bodies))
    states = dict(STATES)
    told: Told = {
        "label": {"number": "", "name": said(Text("Chỉ đạo", "Directive"))},
        "columns": [
            column("criterion", Text("Chỉ số", "Criterion")),
            column("unit", Text("Đơn vị chủ trì", "Lead")),
            column("due", Text("Thời hạn", "Deadline"), "day"),
            column("state", Text("Trạng thái", "State")),
            column("late", Text("Quá hạn", "Overdue")),
        ],
        "rows": [
            {
                "key": one.code,
                "depth": 1,
                "number": str(place),
                "label": said(Text(f"{one.code}: {one.title}")),
                "cells": {
                    "criterion": one.criterion,
                    "unit": said(Text(f"{one.lead_unit.name_vi}, {one.lead_unit.body.name_vi}")),
                    "due": one.due_on.isoformat(),
                    "state": str(states[one.state]),
                    "late": said(Text("có", "yes") if one.due_on < on else Text("không", "no")),
                },
            }
            for place, one in enumerate(found, start=1)
        ],
    }
    if not found:
        told["reason"] = said(_NO_DIRECTIVE)
    return told


def followed(bodies: Collection[str]) -> QuerySet[Directive]:
    """Open directives that these bodies lead, or that are measured at them."""
    theirs = Q(lead_unit__body__code__in=list(bodies)) | Q(body__in=list(bodies))
    rows = Directive.objects.filter(theirs, state__in=OPEN).select_related("lead_unit__body")
    return rows.order_by("due_on", "pk")
