"""What the diagnoses of one node and period have in common: read when the first of them needs it, and once."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from motcua.bottlenecks.queries.diagnosis.reading import Names, counted_dossiers, names
from motcua.bottlenecks.queries.diagnosis.suspecting import Span, causes_of, pool_of
from motcua.bottlenecks.rules.diagnosis import Cause
from motcua.bottlenecks.rules.diagnosis.norms import Norms, in_force
from motcua.bottlenecks.rules.diagnosis.rounds import Round
from motcua.criteria.queries.evidence import Place
from motcua.criteria.queries.scores import View
from motcua.criteria.rules.facts import DossierFact


class Shared:
    """Of a view up to whose horizon something has been counted."""

    def __init__(self, seen: View) -> None:
        assert seen.horizon is not None
        self.seen = seen
        self._counted: dict[tuple[frozenset[str], str], dict[str, DossierFact]] = {}
        self.span = Span(seen.tree, seen.node.code, seen.over, min(seen.over.ends_at, seen.horizon))

    @cached_property
    def norms(self) -> Norms:
        return in_force(self.seen.over.starts_at.date())

    @cached_property
    def names(self) -> Names:
        return names()

    def counted(self, of: Iterable[str], place: Place) -> dict[str, DossierFact]:
        """The dossiers that criteria count by these counters: those of one group mostly count the same."""
        asked = frozenset(of), "".join(place.procedures)
        if asked not in self._counted:
            self._counted[asked] = counted_dossiers(of, place)
        return self._counted[asked]

    @cached_property
    def pool(self) -> Sequence[Round]:
        """The rounds of everybody who is compared, of the period alone."""
        return pool_of(self.span, self.names)

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        return causes_of(self.span, self.names, self.norms, self.pool)
