"""Names of steps for lists: read once per version and process, because a published version never changes."""

from collections.abc import Iterable

from motcua.catalog.models import Version
from motcua.catalog.queries import document_of
from motcua.catalog.rules.process import END, Net
from motcua.kernel.bilingual import Text

_named: dict[str, dict[str, Text]] = {}


def step_names(digests: Iterable[str]) -> dict[str, dict[str, Text]]:
    """The names of every step, by version (its digest) and step. One query for versions not met before, else none."""
    wanted = set(digests)
    if unknown := wanted - _named.keys():
        for version in Version.objects.filter(digest__in=unknown):
            net = document_of(version).net
            _named[version.digest] = {step.id: step.name for step in net.steps.values()}
    return {digest: _named.get(digest, {}) for digest in wanted}


def steps_after(net: Net, step: str, outcome: str) -> tuple[str, ...]:
    """The steps that an outcome leads to, as far as the sheet alone can say; empty: the dossier ends."""
    found: list[str] = []
    seen: set[str] = set()
    ways = [flow for flow in net.out_of.get(step, ()) if flow.outcome in (outcome, "")]
    named = [flow for flow in ways if flow.outcome == outcome]
    waiting = [flow.target for flow in named or ways]
    while waiting:
        node = waiting.pop(0)
        if node in seen or node == END:
            continue
        seen.add(node)
        if node in net.steps:
            found.append(node)
            continue
        flows = net.out_of.get(node, ())
        chosen = [flow for flow in flows if flow.outcome == outcome] or [f for f in flows if not f.outcome]
        waiting.extend(flow.target for flow in chosen)
    return tuple(found)
