"""A catalogue as a folder of files:

Fields.yaml, competence.yaml, listed.csv and procedures/<field>/<code>.yaml.
"""

import csv
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from motcua.catalog.rules.document import Document
from motcua.catalog.rules.listed import Listed, rows_of
from motcua.catalog.rules.problems import Problem, Unreadable, gettext_noop
from motcua.catalog.rules.reading import read_text

SHIPPED = Path(__file__).parent.parent / "data"


@dataclass(frozen=True)
class Written:
    """A procedure file that can be published: what it says, as written and as read."""

    file: str
    content: Mapping[str, Any]
    document: Document


@dataclass(frozen=True)
class Catalogue:
    """What a folder holds. `problems` have the file at the front of `where`."""

    fields: tuple[Mapping[str, str], ...] = ()
    competence: Mapping[str, Any] = field(default_factory=dict)
    listed: tuple[Listed, ...] = ()
    written: tuple[Written, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def procedures(self) -> dict[str, tuple[bool, str]]:
        """Code → (fit for full online service, level offered).

        A procedure's own document counts before the list.
        """
        said = {row.code: (row.eligible, row.online_level) for row in self.listed}
        return said | {w.document.code: (w.document.eligible, w.document.online_level) for w in self.written}


def read_folder(path: Path, *, bodies: Collection[str] | None = None) -> Catalogue:
    """Read a catalogue folder, or one procedure file.

    Nothing is raised for bad files: they are in `problems`.
    """
    home = path if path.is_dir() else SHIPPED
    fields = tuple(_yaml(home / "fields.yaml", []))
    known: dict[str, Collection[str]] = {"fields": {row["code"] for row in fields}} if fields else {}
    if bodies is not None:
        known["bodies"] = bodies
    written, problems = _procedures(path, known)
    if path.is_file():
        return Catalogue(fields, written=tuple(written), problems=tuple(problems))
    listed, wrong = _listed(home / "listed.csv", known.get("fields", ()))
    problems += [*wrong, *_overlaps(written)]
    competence = _yaml(home / "competence.yaml", {})
    return Catalogue(fields, competence, tuple(listed), tuple(written), tuple(problems))


def _yaml(path: Path, otherwise: Any) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else otherwise


def _procedures(path: Path, known: Mapping[str, Collection[str]]) -> tuple[list[Written], list[Problem]]:
    files = [path] if path.is_file() else sorted((path / "procedures").rglob("*.yaml"))
    written: list[Written] = []
    problems: list[Problem] = []
    for file in files:
        name = file.name if path.is_file() else file.relative_to(path).as_posix()
        try:
            content, document = read_text(file.read_text(encoding="utf-8"), known=known)
        except Unreadable as unreadable:
            problems += [replace(each, where=f"{name}: {each.where}") for each in unreadable.problems]
        except UnicodeDecodeError:
            problems.append(Problem(gettext_noop("Save the file as UTF-8 text."), where=name))
        else:
            written.append(Written(name, content, document))
    return written, problems


def _listed(path: Path, fields: Collection[str]) -> tuple[list[Listed], list[Problem]]:
    if not path.is_file():
        return [], []
    with path.open(encoding="utf-8-sig", newline="") as table:
        rows, errors = rows_of(csv.DictReader(table), fields=fields)
    return rows, [
        Problem(each.error.message, each.error.params, f"{path.name}: {each.column}", each.row)
        for each in errors
    ]


def _overlaps(written: list[Written]) -> Iterator[Problem]:
    """Two files may say one procedure only for different days."""
    last: dict[str, Written] = {}
    for each in sorted(written, key=lambda w: (w.document.code, w.document.effective_from)):
        before = last.get(each.document.code)
        if before and (before.document.effective_until or date.max) >= each.document.effective_from:
            message = gettext_noop("%(code)s is in %(other)s for the same days: end the older version first.")
            params = {"code": each.document.code, "other": before.file}
            yield Problem(message, params, f"{each.file}: effective")
        last[each.document.code] = each
