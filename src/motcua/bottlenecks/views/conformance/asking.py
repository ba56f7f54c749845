"""What these addresses ask for: `cq` body, `ky` period, `tthc` procedure."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from motcua.bottlenecks.queries.conformance import Scope
from motcua.bottlenecks.views.diagnosis.asking import own_body, period_name, periods
from motcua.clock.queries import now
from motcua.criteria.queries.nodes import Node, Tree, tree
from motcua.criteria.queries.scores import horizon, period_of
from motcua.criteria.rules.periods import month_of
from motcua.kernel import charts
from motcua.kernel.spreadsheets import CSV
from motcua.organizations.access import OfficerRequest

ON_TIME = "2.1"
"""The criterion that lateness loses points of: what a directive about a step is measured by."""
Tables = dict[str, tuple[str, charts.Table]]


class Asked(NamedTuple):
    tree: Tree
    node: Node
    scope: Scope
    words: dict[str, str]

    def query(self, **changes: str) -> str:
        return urlencode({name: value for name, value in (self.words | changes).items() if value})

    def directive_to(self, body: str, cause: str = "") -> str:
        """Where a directive to a body is given, with what is known here filled in; `cause` names nobody."""
        told = {"cq": body, "ct": body, "tc": ON_TIME, "ky": self.words["ky"], "vi": cause}
        return urlencode(told | ({"tthc": self.words["tthc"]} if self.words["tthc"] else {}))


def asked_of(request: OfficerRequest, *, procedure: str = "") -> Asked:
    """Refused: an unknown body or period."""
    at, known = now(), tree()
    words = {
        "cq": request.GET.get("cq") or own_body(request),
        "ky": request.GET.get("ky") or month_of(at).code,
        "tthc": procedure or request.GET.get("tthc", ""),
    }
    node, over = known[words["cq"]], period_of(words["ky"])
    scope = Scope(list(known.below(node.code)), over, horizon() or at, words["tthc"])
    return Asked(known, node, scope, words)


def frame(asked: Asked) -> dict[str, Any]:
    """What each of these pages shows: the filters, and what the figures rest on."""
    nodes = list(asked.tree.nodes.values())
    return {
        "asked": asked,
        "node": asked.node,
        "period": period_name(asked.scope.over),
        "periods": periods(),
        "bodies": [{"value": one.code, "label": str(one.name)} for one in nodes],
        "basis": [
            (_("Data as of"), f"{localtime(asked.scope.horizon):%d/%m/%Y %H:%M:%S}"),
            (_("Reporting period"), period_name(asked.scope.over)),
        ],
    }


def as_file(tables: Tables, name: str, stem: str) -> HttpResponse:
    """`xuat=csv&bang=NAME`."""
    if name not in tables:
        raise Http404
    answer = HttpResponse(charts.as_csv(tables[name][1]), content_type=CSV)
    answer["Content-Disposition"] = f'attachment; filename="{stem}-{name}.csv"'
    return answer
