"""A small set and small counters, for tests that compute by hand."""

from motcua.criteria.rules import reading_counters
from motcua.criteria.rules.sets import read

COUNTERS = reading_counters.read(
    """
flows:
  - {code: done, slot: 0, of: dossier, dated: ended_at, name: Done}
  - {code: good, slot: 1, of: dossier, dated: ended_at, name: Good}
  - {code: other, slot: 2, of: dossier, dated: ended_at, name: Other}
  - {code: sent, slot: 3, of: dossier, dated: ended_at, name: Sent}
  - {code: had, slot: 4, of: dossier, dated: ended_at, name: Had}
  - {code: bad, slot: 5, of: dossier, dated: ended_at, name: Bad}
readings:
  - {code: one, name: One, definition: Good of done, numerator: good, denominator: done}
"""
)
NAMES = ("done", "good", "other", "sent", "had", "bad")
HEAD = """
code: small
name: Small
basis: {number: "1", title: One, confidence: known}
effective: {from: 2026-01-01}
missing: zero
bands:
  confidence: known
  source: here
  steps:
    - {code: high, from: 8, name: High}
    - {code: low, from: 0, name: Low}
"""


def criterion(
    code="a", points=6, *, numerator="good", denominator="done", scoring="linear", zero="ZERO", more=""
):
    """One criterion as YAML."""
    return (
        f'      - {{code: "{code}", name: {code}, points: {points}, levels: [province], numerator: {numerator},\n'
        f"         denominator: {denominator}, scoring: {scoring}, zero: {zero}, source: here,\n"
        f"         confidence: known{more}}}\n"
    )


def a_set(*criteria, total=6, head=HEAD):
    """A set of one group."""
    body = "".join(criteria) or criterion()
    return read(
        f"{head}total: {total}\ngroups:\n  - code: g\n    name: G\n    points: {total}\n    source: here\n"
        f"    confidence: known\n    criteria:\n{body}",
        COUNTERS,
    )


def counts(**known):
    return dict.fromkeys(NAMES, 0) | known
