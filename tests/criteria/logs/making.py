"""Small logs, written by hand: the writers are not the product's, so that a mistake is not made twice."""

import csv
import gzip
import io
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

import pytest

from motcua.criteria.rules.logs.log import Form, opened
from motcua.criteria.rules.logs.moments import Habits
from motcua.criteria.rules.logs.roles import ACTIVITY, CASE, DEADLINE, END, TIME, Roles

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
EVENTS = (CASE, ACTIVITY, TIME)
CASES = (CASE, DEADLINE, END)
SHARED = Path(__file__).parents[3].parent / "shared" / "data" / "event-logs"
USUAL = ("case:concept:name", "concept:name", "time:timestamp")

needs_public_logs = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the public event logs are not beside the checkout"
)


def form(zone=ZONE, *, moments=(), encoding=None, delimiter=None, **habits):
    return Form(zone=zone, habits=Habits(**habits), moments=moments, encoding=encoding, delimiter=delimiter)


@contextmanager
def reading(path, roles=None, *, needed=EVENTS, like=None, whole=True):
    with opened(path, roles or Roles(), like or form(), needed=needed, whole=whole) as log:
        yield log


def as_csv(rows, headers=USUAL, *, delimiter=","):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(headers)
    writer.writerows(rows)
    return out.getvalue()


def written(path, content, *, encoding="utf-8"):
    raw = content if isinstance(content, bytes) else content.encode(encoding)
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    return path


def as_xes(traces):
    """`traces`: (attributes, [attributes of an event, …]), attributes as {key: value} of any XES type."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<log xes.version="1.0" xmlns="http://www.xes-standard.org/">',
    ]
    for of_case, events in traces:
        lines += ["<trace>", *map(_attribute, of_case.items())]
        for event in events:
            lines += ["<event>", *map(_attribute, event.items()), "</event>"]
        lines.append("</trace>")
    return "\n".join([*lines, "</log>"])


def _attribute(item):
    key, value = item
    tag = {bool: "boolean", int: "int", float: "float", datetime: "date"}.get(type(value), "string")
    said = value.isoformat() if tag == "date" else str(value).lower() if tag == "boolean" else str(value)
    return f"<{tag} key={_quoted(key)} value={_quoted(said)}/>"


def _quoted(text):
    return quoteattr(text, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
