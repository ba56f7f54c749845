"""The counters as data: data/counters.yaml, checked whole when it is read."""

from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

from motcua.catalog.rules.problems import gettext_noop
from motcua.catalog.rules.source import parse
from motcua.criteria.rules.counters import MOST_SLOTS, Counters, Flow, Pairs, Reading, Stock
from motcua.criteria.rules.expressions import (
    BadExpressionError,
    Expression,
    Linear,
    amount,
    condition,
    linear,
)
from motcua.criteria.rules.expressions.columns import columns_of
from motcua.criteria.rules.expressions.errors import nearest
from motcua.criteria.rules.expressions.nodes import Type
from motcua.criteria.rules.facts import KINDS
from motcua.criteria.rules.written import Book, Part

FILE = Path(__file__).parent.parent / "data" / "counters.yaml"
COUNTED = tuple(kind for kind in KINDS if kind != "step")
_NOTHING = Linear("", ())
_SLOT = gettext_noop("Slot %(slot)s is not free: slots run from 0 to %(last)s and are never given twice.")
_TWICE = gettext_noop("“%(code)s” stands here twice: keep one.")
_COLUMN = gettext_noop("“%(name)s” is not a moment of %(kind)s. Did you mean “%(nearest)s”?")
_UNKNOWN = gettext_noop("“%(name)s” is not a counter. Did you mean “%(nearest)s”?")


@cache
def shipped() -> Counters:
    """The counters in force."""
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> Counters:
    """Counters from YAML. Raises Unreadable with every problem and its line."""
    book = Book(parse(text))
    whole = Part(book.source.content, "", book)
    retired = {slot for slot in whole.names("retired_slots") if slot}
    flow_parts = list(whole.parts("flows"))
    flows = {flow.code: flow for flow in map(_flow, flow_parts)}
    _check_slots(flow_parts, flows.values(), retired)
    stocks = {stock.code: stock for stock in (_stock(part, flows) for part in whole.parts("stocks"))}
    pairs = {pair.code: pair for pair in (_pairs(part, flows, stocks) for part in whole.parts("pairs"))}
    counters = Counters(flows, stocks, pairs)
    readings = tuple(_reading(part, counters) for part in whole.parts("readings"))
    _check_codes(whole)
    whole.finish()
    book.close()
    return Counters(flows, stocks, pairs, readings)


def sum_of(part: Part, name: str, known: Collection[str]) -> Linear:
    """A sum of counters that a part says under a name; an empty one, and a noted problem, if it is at fault."""
    return read_sum(part, name, part.text(name), known) if part.require(name) else _NOTHING


def read_sum(part: Part, name: str, text: str, known: Collection[str]) -> Linear:
    try:
        return linear(text, known)
    except BadExpressionError as error:
        part.wrong_expression(name, error)
        return _NOTHING


def _flow(part: Part) -> Flow:
    kind = part.one_of("of", COUNTED)
    flow = Flow(
        code=part.text("code"),
        slot=part.whole("slot"),
        of=kind,
        dated=_moment(part, "dated", kind),
        name=part.words("name"),
        until=_moment(part, "until", kind) if part.has("until") else "",
        where=_expression(part, "where", kind),
        amount=_expression(part, "amount", kind),
    )
    part.text("note", "")
    part.finish()
    return flow


def _moment(part: Part, name: str, kind: str) -> str:
    column, moments = part.text(name), _moments(kind)
    if column and column not in moments:
        part.note(name, _COLUMN, name=column, kind=kind, nearest=nearest(column, moments))
    return column


def _moments(kind: str) -> list[str]:
    return [column.name for column in columns_of(kind).values() if column.type is Type.MOMENT]


def _expression(part: Part, name: str, kind: str) -> Expression | None:
    if not part.has(name):
        return None
    try:
        return (condition if name == "where" else amount)(part.text(name), kind)
    except BadExpressionError as error:
        part.wrong_expression(name, error)
        return None


def _stock(part: Part, flows: Collection[str]) -> Stock:
    stock = Stock(part.text("code"), sum_of(part, "of", flows), part.words("name"))
    part.finish()
    return stock


def _pairs(part: Part, flows: Collection[str], stocks: Collection[str]) -> Pairs:
    pairs = Pairs(part.text("code"), part.names("of"), part.words("name"), part.text("among", ""))
    for name, known, where in (*((flow, flows, "of") for flow in pairs.of), (pairs.among, stocks, "among")):
        if name and name not in known:
            part.note(where, _UNKNOWN, name=name, nearest=nearest(name, known))
    part.finish()
    return pairs


def _reading(part: Part, counters: Counters) -> Reading:
    reading = Reading(
        part.text("code"),
        part.words("name"),
        part.words("definition"),
        sum_of(part, "numerator", counters.names),
        sum_of(part, "denominator", counters.names),
    )
    part.finish()
    return reading


def _check_slots(parts: Iterable[Part], flows: Iterable[Flow], retired: Collection[str]) -> None:
    taken = {int(slot) for slot in retired if slot.isdigit()}
    for part in parts:
        slot = part.whole("slot", 0)
        if slot in taken or not 0 <= slot < MOST_SLOTS:
            part.note("slot", _SLOT, slot=str(slot), last=str(MOST_SLOTS - 1))
        taken.add(slot)


def _check_codes(whole: Part) -> None:
    parts = [part for name in ("flows", "stocks", "pairs") for part in whole.parts(name)]
    seen: Counter[str] = Counter()
    for part in parts:
        code = part.text("code", "")
        if seen[code]:
            part.note("code", _TWICE, code=code)
        seen[code] += 1
