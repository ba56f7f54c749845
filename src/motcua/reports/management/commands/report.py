"""`motcua report make | list | check`: official reports, frozen with the moment up to which they were counted."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from motcua.clock.queries import now
from motcua.criteria.queries.nodes import tree
from motcua.kernel.bilingual import Text
from motcua.kernel.commands import FAILED, USAGE, Verb
from motcua.organizations.models import Body, BodyKind
from motcua.reports.models import ReportRun
from motcua.reports.queries.definitions import closed_period, definition, definitions
from motcua.reports.queries.proving import proved
from motcua.reports.queries.runs import run_before, run_of, runs
from motcua.reports.rules.frozen import changes
from motcua.reports.services import Asked, issue
from motcua.reports.tables import KINDS, file_of

BY = "system"


class Command(Verb):
    help = "Reports: make one, list what was made, check that a report still says what its digest says."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        made = _verb(verbs, "make", "count, check, freeze, and write the file")
        made.add_argument("name", metavar="NAME", help=f"one of: {', '.join(definitions())}")
        made.add_argument("--period", help="2026-10, 2026-Q4, 2026-H2 or 2026; else the last that is over")
        made.add_argument("--body", help="code of the body; else the province")
        made.add_argument("--calendar", action="store_true", help="calendar periods instead of cut-off days")
        made.add_argument("--format", choices=sorted(KINDS), default="json")
        made.add_argument("--out", type=Path, help="the file to write")
        listed = _verb(verbs, "list", "templates, and the versions that were made")
        listed.add_argument("--body", help="only of this body")
        listed.add_argument("--most", type=int, default=20)
        proved = _verb(verbs, "check", "digest, sums and ledger entry of frozen reports")
        proved.add_argument("number", nargs="?", type=int, help="number of one version; else all of them")

    def answer(self, *, verb: str, **options: Any) -> Any:
        return {"make": self._make, "list": _list, "check": _check}[verb](options)

    def exit_code(self, facts: Any) -> int:
        return FAILED if isinstance(facts, dict) and facts.get("faults") else 0

    def _make(self, options: dict[str, Any]) -> dict[str, Any]:
        if options["format"] != "json" and options["out"] is None:
            raise CommandError("Name the file to write: --out FILE.", returncode=USAGE)
        at, of = now(), definition(options["name"])
        grid = "calendar" if options["calendar"] else of.grid
        period = options["period"] or closed_period(of.spans[0], grid, at).code
        asked = Asked(of.code, options["body"] or _province(), period, grid)
        run = issue(asked, by=BY, at=at)
        if options["out"] is not None:
            options["out"].write_bytes(file_of(run, options["format"]))
        return _row(run) | _changed(run) | ({} if options["out"] else {"content": run.content})

    def tell(self, facts: Any) -> None:
        if isinstance(facts, dict) and "content" in facts:
            facts = {name: said for name, said in facts.items() if name != "content"}
        super().tell(facts)


def _verb(verbs: Any, name: str, said: str) -> CommandParser:
    verb: CommandParser = verbs.add_parser(name, help=said, description=said)
    verb.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document"
    )
    return verb


def _province() -> str:
    return Body.objects.filter(kind=BodyKind.PROVINCE).order_by("pk").values_list("code", flat=True)[0]


def _list(options: dict[str, Any]) -> dict[str, Any]:
    bodies = [options["body"]] if options["body"] else list(tree().nodes)
    return {
        "templates": [
            {
                "name": one.code,
                "form": one.form,
                "title": one.name.vi,
                "grid": one.grid,
                "spans": list(one.spans),
                "confidence": one.basis.confidence,
            }
            for one in definitions().values()
        ],
        "made": [_row(run) for run in runs(bodies)[: options["most"]]],
    }


def _check(options: dict[str, Any]) -> dict[str, Any]:
    wanted = [run_of(options["number"])] if options["number"] is not None else None
    found = proved(wanted)
    return {"checked": found.number, "faults": list(found.faults)}


def _row(run: ReportRun) -> dict[str, Any]:
    return {
        "number": run.pk,
        "report": run.definition,
        "body": run.body,
        "grid": run.grid,
        "period": run.period,
        "state": run.state,
        "version": run.version,
        "provisional": run.provisional,
        "horizon": run.horizon and run.horizon.isoformat(),
        "digest": run.digest,
        "words": run.words,
    }


def _changed(run: ReportRun) -> dict[str, Any]:
    before = run_before(run)
    if before is None or before.content is None or run.content is None:
        return {"changes": []}
    return {
        "changes": [
            {
                "block": one.block,
                "row": _vi(one.row),
                "column": _vi(one.column),
                "before": one.before,
                "after": one.after,
            }
            for one in changes(before.content, run.content)
        ]
    }


def _vi(text: Text) -> str:
    return text.vi
