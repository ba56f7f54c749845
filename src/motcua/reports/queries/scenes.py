"""What one report looks at: whose dossiers, over which period, up to which moment; read once for all of its blocks."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from motcua.criteria.queries.fields import fields
from motcua.criteria.queries.nodes import Node, Tree
from motcua.criteria.queries.scores import View, view
from motcua.kernel.bilingual import Text
from motcua.reports.queries.counting import Window, counted
from motcua.reports.queries.late import Late, late
from motcua.reports.rules.counting import Counts, Leaf, summed
from motcua.reports.rules.periods import Period

PROVINCE, COMMUNE = "province", "commune"
LEVELS = {PROVINCE: Text("Cấp tỉnh", "Province level"), COMMUNE: Text("Cấp xã", "Commune level")}
NO_FIELD = Text("Chưa xếp lĩnh vực", "No field")
INDEXED = ("month", "quarter", "year")


@dataclass(frozen=True)
class Scene:
    """`horizon`: up to where the ledger was counted; the period is over when that is not before its end."""

    tree: Tree
    node: Node
    period: Period
    horizon: datetime
    at: datetime

    @property
    def is_provisional(self) -> bool:
        return min(self.horizon, self.at) < self.period.ends_at

    @cached_property
    def window(self) -> Window:
        return Window(self.period.starts_at, min(self.period.ends_at, self.horizon))

    @cached_property
    def bodies(self) -> list[str]:
        return list(self.tree.below(self.node.code))

    @cached_property
    def leaves(self) -> dict[Leaf, Counts]:
        return counted(self.bodies, self.window)

    @cached_property
    def totals(self) -> Counts:
        return summed(self.leaves.values())

    @cached_property
    def late(self) -> list[Late]:
        return late(self.bodies, self.window)

    @cached_property
    def field_names(self) -> dict[str, Text]:
        return {"": NO_FIELD, **fields()}

    @cached_property
    def view(self) -> View | None:
        """The index over the calendar period of the same name; None where it has none, or nothing was counted."""
        if self.period.span.name not in INDEXED:
            return None
        found = view(self.node.code, self.period.code)
        return None if found.is_empty else found

    def level_of(self, body: str) -> str:
        return COMMUNE if self.tree[body].level == "commune" else PROVINCE

    def name_of(self, kind: str, code: str) -> Text:
        if kind == "level":
            return LEVELS[code]
        return self.tree[code].name if kind == "body" else self.field_names.get(code, Text(code))
