"""What a change is made of: signed parts around a zero line, and their sum."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from motcua.kernel.charts.facts import SplitFacts, Spot
from motcua.kernel.charts.numbers import Number, Say, exact, percent_of, plain, signed
from motcua.kernel.charts.tables import Column, Label, Table
from motcua.kernel.sentences import Sentence, gettext_noop


class Part(NamedTuple):
    """One or more amounts, such as rate and mix."""

    label: Label
    amounts: tuple[Number, ...]
    href: str = ""


class Amount(NamedTuple):
    """`start` and `length` are shares of a box of 100%."""

    start: str
    length: str
    text: str
    falls: bool


class SplitRow(NamedTuple):
    label: Label
    href: str
    amounts: tuple[Amount, ...]
    total: str
    falls: bool


class SplitBar(NamedTuple):
    """`zero` is the place of the zero line; `totals` are the sums by name, and of all where there are several names."""

    names: tuple[Label, ...]
    rows: tuple[SplitRow, ...]
    totals: tuple[str, ...]
    total: str
    zero: str
    facts: SplitFacts
    table: Table


def split(parts: Iterable[Part], *, names: Sequence[Label], say: Say = plain) -> SplitBar:
    """The order is kept. Raises ValueError where a part has not one amount for each name."""
    kept = tuple(parts)
    exacts = [tuple(exact(amount) for amount in part.amounts) for part in kept]
    if any(len(amounts) != len(names) for amounts in exacts):
        raise ValueError(f"each part needs {len(names)} amounts")
    every = [float(amount) for amounts in exacts for amount in amounts]
    low, high = min([0.0, *every]), max([0.0, *every])
    sums = [sum(amounts, start=Fraction()) for amounts in exacts]
    total = sum(sums, start=Fraction())
    rows = tuple(
        SplitRow(
            label=part.label,
            href=part.href,
            amounts=tuple(_amount(amount, low, high, say) for amount in amounts),
            total=signed(together, say),
            falls=together < 0,
        )
        for part, amounts, together in zip(kept, exacts, sums, strict=True)
    )
    columns = [sum((amounts[n] for amounts in exacts), start=Fraction()) for n in range(len(names))]
    return SplitBar(
        names=tuple(names),
        rows=rows,
        totals=tuple(signed(column, say) for column in columns),
        total=signed(total, say),
        zero=percent_of(-low, high - low),
        facts=_facts(kept, sums, total, say),
        table=_table(kept, sums, names, say),
    )


def _amount(amount: Fraction, low: float, high: float, say: Say) -> Amount:
    near, far = sorted((0.0, float(amount)))
    return Amount(
        percent_of(near - low, high - low),
        percent_of(far - near, high - low),
        signed(amount, say),
        falls=amount < 0,
    )


def _facts(parts: Sequence[Part], sums: Sequence[Fraction], total: Fraction, say: Say) -> SplitFacts:
    spots = [
        Spot(str(part.label), amount, signed(amount, say)) for part, amount in zip(parts, sums, strict=True)
    ]
    raises = max((spot for spot in spots if spot.value > 0), key=lambda spot: spot.value, default=None)
    lowers = min((spot for spot in spots if spot.value < 0), key=lambda spot: spot.value, default=None)
    return SplitFacts(total, signed(total, say), raises, lowers)


def _table(parts: Sequence[Part], sums: Sequence[Fraction], names: Sequence[Label], say: Say) -> Table:
    def said(value: Number) -> str:
        return signed(value, say)

    columns = [Column(Sentence(gettext_noop("Group"))), *(Column(name, said) for name in names)]
    rows = [(part.label, *part.amounts) for part in parts]
    if len(names) > 1:
        columns.append(Column(Sentence(gettext_noop("Together")), said))
        rows = [(*row, together) for row, together in zip(rows, sums, strict=True)]
    return Table(tuple(columns), tuple(rows))
