"""What can happen to the index itself. Facts of dossiers and petitions are the entries of their own rooms."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from motcua.ledger.events import Event


@dataclass(frozen=True)
class FigureDeclared(Event):
    """A figure that no entry tells was declared for the body and a month, with the paper that it stands in.

    The subject names month, figure and body: a later declaration of the same takes the place of the earlier one,
    whose place in the subject's sequence it names under `corrects`. `month` is 2026-10; `name` a flow of
    criteria/data/counters.yaml.
    """

    kind: ClassVar[str] = "criteria.figure_declared"
    name: str
    month: str
    amount: int
    paper: str
    paper_on: date
    issuer: str
    corrects: int | None = None


@dataclass(frozen=True)
class SetProposed(Event):
    """A version of a criteria set was proposed. The subject is the set's code.

    `base`: the newest approved version, which this one is to follow; absent for the one that came with the system.
    `digest`: SHA-256 of its canonical content.
    """

    kind: ClassVar[str] = "criteria.set_proposed"
    version: int
    digest: str
    effective_from: date
    base: int | None = None


@dataclass(frozen=True)
class SetApproved(Event):
    """A second person approved a version: periods that begin on its first day or later count by it."""

    kind: ClassVar[str] = "criteria.set_approved"
    version: int
    digest: str
    effective_from: date


@dataclass(frozen=True)
class SetWithdrawn(Event):
    """A proposal came to nothing: its author withdrew it, or another person rejected it.

    `ending`: withdrawn or rejected. The reason stands with the proposal.
    """

    kind: ClassVar[str] = "criteria.set_withdrawn"
    version: int
    digest: str
    ending: str


@dataclass(frozen=True)
class RunPublished(Event):
    """A score was published and frozen. The subject is the set and the body, joined by a colon.

    `facts`: digest of the counters; `rests_on`: of what the ledger does not hold; `answer`: of the score as
    published; `catalogue`, `calendar`: of both as they were. Entries up to `last` of transaction `transaction` were
    read, time was counted up to `horizon`, and the signed head over `tree_size` leaves with this `root` covers them.
    """

    kind: ClassVar[str] = "criteria.run_published"
    run: int
    period: str
    version: int
    digest: str
    facts: str
    rests_on: str
    answer: str
    catalogue: str
    calendar: str
    transaction: int
    last: int
    horizon: datetime
    tree_size: int
    root: str
