"""The tree of those who are measured: nation, province, bodies."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from django.db import connection
from django.utils.translation import gettext as _

from motcua.kernel.bilingual import Text
from motcua.kernel.refusals import Refusal
from motcua.organizations.models import Body, BodyKind

NATION = "VN"
NATION_NAME = Text("Cả nước", "The nation")


@dataclass(frozen=True)
class Node:
    """A place in the tree. `level`: nation, province, department or commune: what a criterion's scope names."""

    code: str
    name: Text
    level: str
    parent: str = ""


@dataclass
class Tree:
    """All nodes. Read once, and kept while nothing in it changes: nobody writes into it."""

    nodes: dict[str, Node]
    mark: str = ""
    _children: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _below: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for node in self.nodes.values():
            if node.parent:
                self._children[node.parent].append(node.code)

    def __getitem__(self, code: str) -> Node:
        """Refused where nobody of that code is measured."""
        if code not in self.nodes:
            raise Refusal(
                _("No body “%(code)s” is measured here. Choose one from the list.") % {"code": code},
                code="unknown-body",
            )
        return self.nodes[code]

    def children(self, code: str) -> tuple[str, ...]:
        return tuple(self._children.get(code, ()))

    def below(self, code: str) -> tuple[str, ...]:
        """The node and everything under it: whose counters make up its own."""
        if code not in self._below:
            under = (self.below(child) for child in self.children(code))
            self._below[code] = (code, *(each for every in under for each in every))
        return self._below[code]

    def above(self, code: str) -> list[Node]:
        """From the nation down to the node itself."""
        path = [self[code]]
        while path[0].parent:
            path.insert(0, self.nodes[path[0].parent])
        return path

    def parts(self, code: str) -> dict[str, tuple[str, ...]]:
        """What a node is made of: each child with all that is under it, and the node's own part if it has children."""
        children = self.children(code)
        parts = {child: self.below(child) for child in children}
        return parts | {code: (code,)} if children and code != NATION else parts or {code: (code,)}


_LEVELS = {BodyKind.PROVINCE: "province", BodyKind.COMMUNE: "commune"}


def tree() -> Tree:
    """Every body that decides procedures; agencies of other systems are not. One query while nothing changes."""
    return _tree(_mark())


def _mark() -> str:
    """A hash of everything that the tree is made of."""
    told = "concat_ws(chr(31), id, code, kind, coalesce(parent_id, 0), name_vi, name_en, sort_key)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT md5(string_agg({told}, chr(30) ORDER BY id)) FROM {Body._meta.db_table}")  # noqa: S608 -- our own names
        return str(cursor.fetchone()[0])


@lru_cache(maxsize=2)
def _tree(mark: str) -> Tree:
    columns = ("pk", "code", "kind", "parent_id", "name_vi", "name_en")
    rows = Body.objects.order_by("kind", "sort_key").values_list(*columns)
    codes = {pk: code for pk, code, *_rest in rows}
    nodes = {NATION: Node(NATION, NATION_NAME, "nation")}
    for _pk, code, kind, parent, vi, en in rows:
        if kind != BodyKind.AGENCY:
            level = _LEVELS.get(BodyKind(kind), "department")
            nodes[code] = Node(code, Text(vi, en), level, codes[parent] if parent else NATION)
    return Tree(nodes, mark)
