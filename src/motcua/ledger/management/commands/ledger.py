"""`motcua ledger verify | reconcile | seal | export | events`."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.module_loading import autodiscover_modules

from motcua.kernel.commands import FAILED, PARTIAL, Verb
from motcua.ledger.documentation import document_path, events_document
from motcua.ledger.queries import verify
from motcua.ledger.queries.export import dump
from motcua.ledger.reconciliation import reconcile
from motcua.ledger.services import seal


class Command(Verb):
    help = "Check, seal and publish the ledger."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        for name, said in (
            ("verify", "recompute chains, leaves, roots, signatures and witnesses"),
            ("reconcile", "recompute the state of every room from the ledger and list each difference"),
            ("seal", "seal what has been committed, now"),
            ("export", "write the dump that the stand-alone verifier reads"),
            ("events", "write docs/events.md from the declared kinds"),
        ):
            verb = verbs.add_parser(name, help=said, description=said)
            verb.add_argument(
                "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document"
            )
            if name == "export":
                verb.add_argument("file", type=Path, metavar="FILE.jsonl")
                verb.add_argument("--digests", action="store_true", help="leave out what the entries say")
            if name == "events":
                verb.add_argument(
                    "--check", action="store_true", help="write nothing; fail if the page is not current"
                )

    def answer(self, **options: Any) -> Any:
        return getattr(self, f"_{options.pop('verb')}")(**options)

    def exit_code(self, facts: Any) -> int:
        if any(facts.get(name) for name in ("broken", "differences", "stale")):
            return FAILED
        return PARTIAL if facts.get("refused") else 0

    def _verify(self, **options: Any) -> dict[str, Any]:
        return asdict(verify())

    def _reconcile(self, **options: Any) -> dict[str, Any]:
        autodiscover_modules("reconciliation")
        return asdict(reconcile())

    def _seal(self, **options: Any) -> dict[str, Any]:
        sealing = seal()
        if sealing is None:
            return {"leaves": 0, "head": None, "refused": [], "note": "another sealer is at work"}
        head = sealing.head.document() if sealing.head else None
        return {"leaves": sealing.leaves, "head": head, "refused": list(sealing.refused)}

    def _export(self, *, file: Path, digests: bool, **options: Any) -> dict[str, Any]:
        lines = 0
        with file.open("w", encoding="utf-8") as out:
            for line in dump(contents=not digests):
                out.write(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")
                lines += 1
        return {"file": str(file), "lines": lines}

    def _events(self, *, check: bool, **options: Any) -> dict[str, Any]:
        path, text = document_path(), events_document()
        current = path.exists() and path.read_text(encoding="utf-8") == text
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return {"file": str(path), "stale": check and not current}
