"""The causes of waits as slowly and plainly as they can be said: every minute of every wait is asked for its cause."""

from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True)
class Piece:
    case: str
    activity: str
    resource: str | None
    start: int  # minutes
    end: int


def source_of(piece, pieces, concurrent=frozenset()):
    """`pieces` are in the order of the file; of the same case, the one that ended last before this one started."""
    place = pieces.index(piece)
    mine = (piece.end, piece.start, place)
    before = [
        (other.end, other.start, at)
        for at, other in enumerate(pieces)
        if other.case == piece.case
        and other.end <= piece.start
        and (other.end, other.start, at) < mine
        and (other.activity, piece.activity) not in concurrent
    ]
    return pieces[max(before)[2]] if before else None


def concurrent_in(pieces):
    """Pairs seen next to each other in both orders, in cases that do each of them once, and neither order rare."""
    orders = {}
    for case in {piece.case for piece in pieces}:
        own = [(p.end, p.start, at, p.activity) for at, p in enumerate(pieces) if p.case == case]
        names = [name for *_when, name in sorted(own)]
        for one, other in zip(names, names[1:], strict=False):
            if names.count(one) == names.count(other) == 1:
                orders[one, other] = orders.get((one, other), 0) + 1
    found = set()
    for one, other in combinations({piece.activity for piece in pieces}, 2):
        there, back = orders.get((one, other), 0), orders.get((other, one), 0)
        if there and back and abs(there - back) / (there + back + 1) < 0.9:
            found |= {(one, other), (other, one)}
    return found


def batches_in(pieces, ready):
    """Lists of pieces; the order of equal starts is that of case, end and place in the file."""
    found = []
    cases = list(dict.fromkeys(piece.case for piece in pieces))
    for who, what in {(piece.resource, piece.activity) for piece in pieces if piece.resource}:
        own = [p for p in pieces if (p.resource, p.activity) == (who, what)]
        own.sort(key=lambda p: (p.start, cases.index(p.case), p.end, pieces.index(p)))
        batch = []
        for piece in own:
            over = max((p.end for p in batch), default=-1)
            if batch and piece.start <= over and ready[piece] <= batch[0].start:
                batch.append(piece)
            else:
                found.append(batch)
                batch = [piece]
        found.append(batch)
    return [batch for batch in found if len(batch) > 1]


def causes(pieces, off_duty):
    """{piece: {cause: minutes}} for every piece that has a source. `off_duty(resource, minute)` says who rests when."""
    concurrent = concurrent_in(pieces)
    sources = {piece: source_of(piece, pieces, concurrent) for piece in pieces}
    ready = {piece: source.end if source else piece.start for piece, source in sources.items()}
    batch_of = {piece: batch for batch in batches_in(pieces, ready) for piece in batch}
    found = {}
    for piece in pieces:
        if sources[piece] is None:
            continue
        counts = dict.fromkeys(
            ("batching", "prioritization", "contention", "unavailability", "extraneous"), 0
        )
        batch = batch_of.get(piece, [])
        gathered = max([ready[piece], *(ready[each] for each in batch)])
        for minute in range(ready[piece], piece.start):
            counts[_cause(minute, piece, batch, gathered, ready, pieces, off_duty)] += 1
        found[piece] = counts
    return found


def _cause(minute, piece, batch, gathered, ready, pieces, off_duty):
    if minute < gathered:
        return "batching"
    doing = [
        other
        for other in pieces
        if other.resource == piece.resource is not None and other.start <= minute < other.end
    ]
    if doing:
        earlier = any(ready[other] <= (ready[piece] if other in batch else gathered) for other in doing)
        return "contention" if earlier else "prioritization"
    return "unavailability" if off_duty(piece.resource, minute) else "extraneous"
