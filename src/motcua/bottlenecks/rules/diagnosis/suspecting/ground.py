"""What detectors look at: rounds and dossiers of the bodies asked about and of their peers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from motcua.bottlenecks.rules.diagnosis.rounds import Round


class Filed(NamedTuple):
    """A dossier as far as applicants had a hand in it. `asked`: its papers were not in order: it had to be completed,
    or was refused; `unpaid`: its result was ready before the fee was paid; None where no fee or no result was due.
    """

    code: str
    body: str
    procedure: str
    asked: bool
    unpaid: bool | None


class Group(NamedTuple):
    """Who does what: a unit's position in one kind of step."""

    unit: str
    kind: str
    role: str


@dataclass(frozen=True)
class Ground:
    """`scope`: the bodies whose causes are looked for; everybody else is there to be compared with.

    `body_of`: the body of a unit. `begins`: the working minute from which on everything that was done is known: earlier
    acts are known only of rounds that were still open then; of the bodies in scope from `own_begins` on.
    `day_minutes`: working minutes of a full day.
    """

    rounds: Sequence[Round]
    dossiers: Sequence[Filed]
    scope: frozenset[str]
    body_of: Mapping[str, str]
    begins: int
    own_begins: int
    day_minutes: int

    @cached_property
    def groups(self) -> dict[Group, list[Round]]:
        """Rounds that ran, by who does what."""
        found: dict[tuple[str, str, str], list[Round]] = defaultdict(list)
        for one in self.rounds:
            if one.ran:
                row = one.row
                found[row.unit, row.kind, row.role].append(one)
        return {Group(*told): rounds for told, rounds in found.items()}

    @cached_property
    def by_officer(self) -> dict[tuple[str, str], list[Round]]:
        """Rounds by unit and officer who took them. What nobody took yet is his who alone does such work there."""
        doers: dict[tuple[str, str], set[str]] = defaultdict(set)
        for one in self.rounds:
            if one.row.officer:
                doers[one.row.unit, one.row.role].add(one.row.officer)
        found: dict[tuple[str, str], list[Round]] = defaultdict(list)
        alone = {desk: next(iter(those)) for desk, those in doers.items() if len(those) == 1}
        for one in self.rounds:
            row = one.row
            officer = row.officer or alone.get((row.unit, row.role), "")
            if officer and one.ran:
                found[row.unit, officer].append(one)
        return dict(found)

    def known_from(self, unit: str) -> int:
        """The working minute from which on all that a unit did is known."""
        return self.own_begins if self.body_of.get(unit, "") in self.scope else self.begins

    def asked_about(self, unit: str, rounds: Sequence[Round]) -> bool:
        """The unit is of a body in scope, or had a step of one of its dossiers."""
        return self.body_of.get(unit, "") in self.scope or any(one.row.body in self.scope for one in rounds)

    def body(self, unit: str, rounds: Sequence[Round]) -> str:
        return self.body_of.get(unit) or rounds[0].row.body


def over(rounds: Sequence[Round]) -> list[Round]:
    """Those that ran over their limit."""
    return [one for one in rounds if one.over is not None and one.over > 0]


def codes(rounds: Sequence[Round]) -> tuple[str, ...]:
    return tuple(sorted({one.row.code for one in rounds}))
