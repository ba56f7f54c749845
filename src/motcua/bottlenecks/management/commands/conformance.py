"""`motcua conformance --body H49 [--procedure CODE] [--period 2026-10]`, or `motcua conformance LOG --sheet CODE`."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from motcua.bottlenecks.management.log_options import add_options, log_of
from motcua.bottlenecks.queries.conformance import Found, Pattern, Scope, conformed
from motcua.bottlenecks.queries.conformance.finding import Case
from motcua.bottlenecks.rules.conformance import Kind, Run, Sheet, conformance
from motcua.bottlenecks.rules.conformance.aligning import TooLong
from motcua.bottlenecks.rules.conformance.logged import MORE, runs_in
from motcua.catalog.rules.document import Document
from motcua.catalog.rules.folder import SHIPPED
from motcua.catalog.rules.problems import Unreadable
from motcua.catalog.rules.reading import read_text
from motcua.clock.queries import now, shipped_calendar
from motcua.criteria.management import log_sentences
from motcua.criteria.queries.nodes import tree
from motcua.criteria.queries.scores import horizon, period_of
from motcua.criteria.rules.logs.faults import Unknown
from motcua.criteria.rules.logs.roles import ACTIVITY, CASE, TIME
from motcua.criteria.rules.periods import month_of
from motcua.kernel.commands import FAILED, PARTIAL, USAGE, Verb

_MORE = {
    "role": "the role in which it was done (head; several as head+leader)",
    "unit": "the kind of unit that it lay with (expert, leadership, records, one_stop, finance)",
    "outcome": "the way out that was taken (done, return, refuse)",
}


class Command(Verb):
    help = (
        "Hold what really happened against the approved ISO sheet: steps skipped, out of order, beyond the sheet, done "
        "in another role or unit, over their limit. Of a body's dossiers, or, without a database, of a log."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--body", metavar="CODE", help="the dossiers of this body and of those below it")
        parser.add_argument("--procedure", default="", metavar="CODE", help="only of this procedure")
        parser.add_argument("--period", metavar="2026-10", help="month, quarter or year (this month)")
        parser.add_argument(
            "--sheet", metavar="FILE|CODE", help="for a log: a procedure's YAML, or the code of a shipped one"
        )
        parser.add_argument(
            "--calendar", default="vn-standard", metavar="CODE", help="for a log: the calendar of the limits"
        )
        parser.add_argument(
            "--unfinished",
            action="store_true",
            help="for a log: its cases may still be in hand, so that what has not happened was not skipped",
        )
        add_options(parser)
        for name in MORE:
            parser.add_argument(f"--{name}", metavar="COLUMN", help=_MORE[name])

    def answer(self, *, body: str | None, sheet: str | None, **options: Any) -> Any:
        if (body is None) == (options["file"] is None):
            raise CommandError(_("Name a body (--body H49) or a log, not both."), returncode=USAGE)
        if body is not None:
            return self._of_body(body, options["procedure"], options["period"])
        if sheet is None:
            raise CommandError(_("Name the sheet that the log is held against: --sheet."), returncode=USAGE)
        return self._of_log(_document(sheet), options)

    def exit_code(self, facts: Any) -> int:
        return PARTIAL if facts["left_out"] or facts["unjudged"] or facts["beyond"] else 0

    def tell(self, facts: Any) -> None:
        for line in _told(facts):
            self.stdout.write(line)

    def _of_body(self, body: str, procedure: str, said: str | None) -> dict[str, Any]:
        known, at = tree(), horizon() or now()
        over = period_of(said or month_of(at).code)
        scope = Scope(list(known.below(known[body].code)), over, at, procedure)
        return {"body": body, "period": over.code, **_facts(conformed(scope))}

    def _of_log(self, document: Document, options: dict[str, Any]) -> dict[str, Any]:
        sheet = Sheet(document.net, shipped_calendar(options["calendar"]))
        with log_of(options, needed=(CASE, ACTIVITY, TIME)) as log:
            named = {name: options[name] for name in MORE}
            try:
                runs = runs_in(log, document.net, named, ended=not options["unfinished"])
                found = _gathered(runs, sheet, document.code)
            except Unknown as unknown:
                raise CommandError(log_sentences.of_unknown(unknown), returncode=USAGE) from unknown
            for note in log_sentences.notes(log):
                self.stderr.write(note)
        return {"sheet": document.code, **_facts(found)}


def _document(said: str) -> Document:
    path = Path(said)
    if not path.is_file():
        shipped = sorted(SHIPPED.glob(f"procedures/*/{said}.yaml")) if "/" not in said else []
        if not shipped:
            raise CommandError(
                _("There is no sheet “%(name)s”: name a file, or the code of a shipped procedure.")
                % {"name": said},
                returncode=USAGE,
            )
        path = shipped[0]
    try:
        return read_text(path.read_text(encoding="utf-8"))[1]
    except (Unreadable, UnicodeDecodeError) as wrong:
        first = wrong.problems[0] if isinstance(wrong, Unreadable) else wrong
        raise CommandError(f"{path}: {first}", returncode=FAILED) from wrong


def _gathered(runs: Iterable[Run], sheet: Sheet, procedure: str) -> Found:
    found = Found()
    kept: dict[tuple[str, Kind], Pattern] = {}
    for run in runs:
        try:
            verdict = conformance(run, sheet)
        except TooLong:
            found.left_out += 1
            continue
        found.runs += 1
        found.unjudged += verdict.unjudged
        found.conforming += not verdict.deviations
        found.in_order += all(one.kind is Kind.OVER_LIMIT for one in verdict.deviations)
        for one in verdict.deviations:
            pattern = kept.setdefault((one.step, one.kind), Pattern(procedure, 0, one.step, one.kind))
            pattern.cases.append(Case(run.code, "", one))
    for pattern in kept.values():
        pattern.runs = found.runs
    found.patterns = tuple(sorted(kept.values(), key=lambda one: (-one.dossiers, one.step, one.kind)))
    return found


def _facts(found: Found) -> dict[str, Any]:
    return {
        "runs": found.runs,
        "conforming": found.conforming,
        "in_order": found.in_order,
        "unjudged": found.unjudged,
        "left_out": found.left_out,
        "beyond": found.beyond,
        "patterns": [_pattern(one) for one in found.patterns],
    }


def _pattern(one: Pattern) -> dict[str, Any]:
    return {
        "procedure": one.procedure,
        "version": one.version or None,
        "step": one.step,
        "kind": one.kind.value,
        "dossiers": one.dossiers,
        "runs": one.runs,
        "minutes": one.minutes,
        "seen": dict(Counter(one.seen).most_common()),
        "cases": sorted({case.code for case in one.cases}),
    }


def _told(facts: dict[str, Any]) -> Iterable[str]:
    yield _("%(runs)s runs: %(conforming)s keep to the sheet wholly, %(in_order)s but for time.") % facts
    for one in facts["patterns"]:
        yield _("%(procedure)s %(step)s, %(kind)s: %(dossiers)s of %(runs)s (%(minutes)s minutes)") % one
    if facts["left_out"] or facts["unjudged"]:
        yield _("Not judged: %(left_out)s runs, %(unjudged)s time limits.") % facts
    if facts["beyond"]:
        yield _("Only the latest dossiers were judged; %(beyond)s older ones were not looked at.") % facts
