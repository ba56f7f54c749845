"""What a proposed version would have made of a period that is over, beside what the version in force made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from motcua.criteria.queries.counting import Counts, counters, counts_of
from motcua.criteria.queries.nodes import Node, Tree, tree
from motcua.criteria.rules.periods import Period
from motcua.criteria.rules.ranking import ranks
from motcua.criteria.rules.scoring import Score, score
from motcua.criteria.rules.sets import CriteriaSet


@dataclass(frozen=True)
class Both:
    """A node's score by the version in force and by the proposed one, and its rank among its like by each."""

    node: Node
    before: Score
    after: Score
    has_cases: bool
    rank_before: int | None = None
    rank_after: int | None = None

    @property
    def change(self) -> Fraction | None:
        if self.before.rated is None or self.after.rated is None:
            return None
        return self.after.rated - self.before.rated


@dataclass(frozen=True)
class Trial:
    """Every node, in the order of the tree."""

    over: Period
    tree: Tree
    nodes: Mapping[str, Both]

    @property
    def provinces(self) -> list[Both]:
        return [one for one in self.nodes.values() if one.node.level == "province"]

    @property
    def bodies(self) -> list[Both]:
        """Those below a province that had any case, the greatest change first."""
        found = [one for one in self.nodes.values() if one.node.level not in ("nation", "province")]
        return sorted(
            (one for one in found if one.has_cases), key=lambda one: (-abs(one.change or 0), one.node.code)
        )


def trial(before: CriteriaSet, after: CriteriaSet, over: Period) -> Trial:
    """Score every node over a period by both versions. Four queries, however many nodes."""
    known = tree()
    parts = {code: known.below(code) for code in known.nodes}
    counts = counts_of(parts, over)
    last_year = counts_of(parts, Period(over.first // 12 * 12 - 12, 12))

    def scored(by: CriteriaSet, code: str) -> Score:
        return score(
            by,
            counts[code],
            known[code].level,
            last_year=last_year[code],
            months=over.count,
            counters=counters(),
        )

    nodes = {
        code: Both(known[code], scored(before, code), scored(after, code), _has_cases(counts[code]))
        for code in known.nodes
    }
    return Trial(over, known, _ranked(nodes))


def _has_cases(counts: Counts) -> bool:
    return bool(counts["received"] or counts["finished"])


def _ranked(nodes: Mapping[str, Both]) -> dict[str, Both]:
    peers: dict[tuple[str, str], list[str]] = {}
    for code, one in nodes.items():
        peers.setdefault((one.node.level, one.node.parent), []).append(code)
    found = dict(nodes)
    for alike in peers.values():
        old = ranks({code: nodes[code].before.rated if nodes[code].has_cases else None for code in alike})
        new = ranks({code: nodes[code].after.rated if nodes[code].has_cases else None for code in alike})
        for code in alike:
            found[code] = replace(nodes[code], rank_before=old.get(code), rank_after=new.get(code))
    return found
