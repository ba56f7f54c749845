"""The public dump: every leaf in order, every head behind the leaves that it covers. One JSON document a line."""

from collections.abc import Iterator
from typing import Any

from motcua.ledger.models import Entry, Head
from motcua.ledger.queries.heads import latest_head, signed
from motcua.ledger.rules.chain import Fact, content_of

FORMAT = "motcua ledger dump 1"


def dump(*, contents: bool) -> Iterator[dict[str, Any]]:
    """What the stand-alone verifier reads. Without `contents` only digests: fit for publishing to everybody."""
    last = latest_head()
    yield {"format": FORMAT}
    if last is None:
        return
    heads = Head.objects.filter(number__lte=last.number).order_by("number").iterator()
    head = next(heads, None)
    rows = Entry.objects.filter(leaf__index__lt=last.tree_size).order_by("leaf__index")
    columns = rows.values_list(*Fact._fields, "previous", "digest").iterator()
    for size, (*content, previous, digest) in enumerate(columns):
        while head and head.tree_size <= size:
            yield {"head": signed(head).document()}
            head = next(heads, None)
        line = {"digest": bytes(digest).hex()}
        yield (
            {"entry": content_of(Fact(*content)), "previous": bytes(previous).hex(), **line}
            if contents
            else line
        )
    while head:
        yield {"head": signed(head).document()}
        head = next(heads, None)
