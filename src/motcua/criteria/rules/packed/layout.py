"""Which flow lies in which bits of which word."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from motcua.criteria.rules.counters import Flow
from motcua.criteria.rules.measures.passes import Pass, passes
from motcua.criteria.rules.measures.tables import slot_column

WORD = 63
"""Bits of a signed whole number that can be used."""
USUAL = 21
"""Three lanes a word, up to 2,097,151 rows of a body in a period: no body comes near."""


@dataclass(frozen=True)
class Layout:
    """One reading of facts, packed."""

    reading: Pass
    bits: int = USUAL

    @property
    def lanes(self) -> int:
        return WORD // self.bits

    @property
    def words(self) -> tuple[str, ...]:
        count = -(-len(self.reading.flows) // self.lanes)
        return tuple(f"w{number}" for number in range(count))

    def places(self) -> Iterator[tuple[str, str, int]]:
        """Of each flow: its slot's column, its word, and how far its lane lies from the lowest bit."""
        for number, flow in enumerate(self.reading.flows):
            word, lane = divmod(number, self.lanes)
            yield slot_column(flow.slot), f"w{word}", lane * self.bits


def layouts(flows: Collection[Flow], bits: int = USUAL) -> list[Layout]:
    """As few readings as the flows need. Only flows that count one and take nothing back can be packed."""
    unfit = [flow.code for flow in flows if flow.amount is not None or flow.until]
    if unfit:
        raise ValueError(f"not counts of facts, so not to be packed: {', '.join(unfit)}")
    return [Layout(reading, bits) for reading in passes(flows)]


def bits_for(most: int) -> int:
    """The bits of a lane that holds counts of up to so many rows: the usual ones, or as many as it takes."""
    return max(USUAL, most.bit_length())
