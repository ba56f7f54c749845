"""`motcua procedures check | import | diff | publish | export | import-sheet | load`."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from motcua.catalog import services
from motcua.catalog.models import Procedure, ProcedureField, Version
from motcua.catalog.queries import document_of, version_in_force
from motcua.catalog.rules import bpmn, changes, iso_sheet
from motcua.catalog.rules.document import Document
from motcua.catalog.rules.folder import SHIPPED, read_folder
from motcua.catalog.rules.listed import rows_of
from motcua.catalog.rules.problems import Unreadable
from motcua.catalog.rules.reading import read_text
from motcua.catalog.rules.source import parse
from motcua.catalog.rules.spreadsheets import table_of
from motcua.catalog.rules.unrolling import rows_of_net
from motcua.clock.queries import now
from motcua.kernel.commands import FAILED, PARTIAL, USAGE, Verb
from motcua.kernel.refusals import Refusal

_ACTOR = "command-line"


class Command(Verb):
    help = "Check, compare, publish, import and export procedures."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        for name, said, arguments in _VERBS:
            verb = verbs.add_parser(name, help=said, description=said)
            verb.add_argument(
                "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document"
            )
            for names, options in arguments:
                verb.add_argument(*names, **options)

    def answer(self, *, verb: str, **options: Any) -> dict[str, Any]:
        try:
            return getattr(self, f"_{verb.replace('-', '_')}")(**options)  # type: ignore[no-any-return]
        except Unreadable as unreadable:
            return {"errors": _told(unreadable)}
        except OSError as error:
            raise CommandError(str(error), returncode=USAGE) from error
        except (Procedure.DoesNotExist, Version.DoesNotExist) as error:
            raise CommandError(_("There is no such procedure in force."), returncode=USAGE) from error

    def exit_code(self, facts: Any) -> int:
        if not facts.get("errors"):
            return 0
        return PARTIAL if facts.get("imported") else FAILED

    def _check(self, *, path: Path | None, **options: Any) -> dict[str, Any]:
        catalogue = read_folder(path or SHIPPED)
        said = catalogue.procedures.values()
        errors = [{"where": p.where, "line": p.line, "error": str(p)} for p in catalogue.problems]
        return {
            "procedures": len(said),
            "runnable": len({written.document.code for written in catalogue.written}),
            "eligible": sum(eligible for eligible, _level in said),
            "full_online": sum(level == "full" for _eligible, level in said),
            "errors": errors,
        }

    def _load(self, *, path: Path | None, **options: Any) -> dict[str, Any]:
        return asdict(services.load_catalogue(path or SHIPPED, by=_ACTOR, at=now()))

    def _import(self, *, file: Path, dry_run: bool, **options: Any) -> dict[str, Any]:
        fields = set(ProcedureField.objects.values_list("code", flat=True))
        rows, wrong = rows_of(table_of(file.read_bytes()), fields=fields)
        errors = [{"row": each.row, "column": each.column, "error": str(each.error)} for each in wrong]
        changed = 0 if dry_run or not rows else services.import_listed(rows, by=_ACTOR, at=now())
        return {
            "rows": len(rows),
            "imported": 0 if dry_run else len(rows),
            "changed": changed,
            "errors": errors,
        }

    def _diff(self, *, old: Path, new: Path, **options: Any) -> dict[str, Any]:
        before, after = (dict(parse(path.read_text(encoding="utf-8")).content) for path in (old, new))
        return {"changes": [asdict(change) for change in changes.diff(before, after)]}

    def _publish(self, *, file: Path, **options: Any) -> dict[str, Any]:
        content, _document = read_text(file.read_text(encoding="utf-8"))
        version = services.publish(content, by=_ACTOR, at=now())
        return {"code": version.procedure.code, "version": version.number, "digest": version.digest}

    def _export(self, *, code: str, bpmn: Path | None, xlsx: Path | None, **options: Any) -> dict[str, Any]:
        document = _document_named(code)
        written = []
        for path, content in ((bpmn, _as_bpmn), (xlsx, _as_sheet)):
            if path:
                path.write_bytes(content(document))
                written.append(str(path))
        if not written:
            raise Refusal(_("Name a file to write: --bpmn FILE or --xlsx FILE."), code="no-file")
        return {"code": code, "written": written}

    def _import_sheet(self, *, file: Path, **options: Any) -> dict[str, Any]:
        content = file.read_bytes()
        if file.suffix.lower() in (".bpmn", ".xml"):
            return {"process": rows_of_net(bpmn.read(content)), "errors": []}
        rows, errors = iso_sheet.read(content)
        return {
            "process": rows,
            "errors": [{"row": e.row, "column": e.column, "error": str(e.error)} for e in errors],
        }

    def tell(self, facts: Any) -> None:
        if "process" in facts:
            self.stdout.write(
                yaml.safe_dump({"process": facts["process"]}, allow_unicode=True, sort_keys=False)
            )
        for change in facts.get("changes", ()):
            self.stdout.write(
                f"{change['kind']:8} {change['where']}: {_short(change['before'])} → {_short(change['after'])}"
            )
        for error in facts.get("errors", ()):
            place = " ".join(
                str(error[name]) for name in ("where", "row", "column", "line") if error.get(name)
            )
            self.stderr.write(f"{place}: {error['error']}")
        for name, value in facts.items():
            if not isinstance(value, list):
                self.stdout.write(f"{name}: {value}")


def _document_named(code: str) -> Document:
    procedure = Procedure.objects.get(code=code)
    return document_of(version_in_force(procedure, now().date()))


def _as_bpmn(document: Document) -> bytes:
    return bpmn.write(document.net, name=document.name.vi, code=document.code)


def _as_sheet(document: Document) -> bytes:
    return iso_sheet.write(document.net, title=document.name.vi)


def _told(unreadable: Unreadable) -> list[dict[str, Any]]:
    return [{"where": p.where, "line": p.line, "error": str(p)} for p in unreadable.problems]


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:79] + "…"


_FILE = (("file",), {"type": Path, "metavar": "FILE"})
_PATH = (("path",), {"type": Path, "nargs": "?", "metavar": "PATH"})
_VERBS: tuple[tuple[str, str, tuple[tuple[tuple[str, ...], dict[str, Any]], ...]], ...] = (
    ("check", "check a catalogue folder or one procedure file (the shipped ones without PATH)", (_PATH,)),
    ("load", "load a catalogue folder into the database", (_PATH,)),
    ("import", "import the list of procedures", (_FILE, (("--dry-run",), {"action": "store_true"}))),
    (
        "diff",
        "tell what changed from one procedure file to another",
        ((("old",), {"type": Path}), (("new",), {"type": Path})),
    ),
    ("publish", "publish a procedure file as the new version", (_FILE,)),
    (
        "export",
        "write the process of a procedure in force",
        ((("code",), {}), (("--bpmn",), {"type": Path}), (("--xlsx",), {"type": Path})),
    ),
    (
        "import-sheet",
        "read an ISO sheet (XLSX) or BPMN file and print it as the process of a procedure",
        (_FILE,),
    ),
)
