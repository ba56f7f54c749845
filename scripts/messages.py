"""Translations of the rooms: `extract`, `compile`, `check`.

English stands in the source; Vietnamese in src/motcua/<room>/locale/vi/LC_MESSAGES/django.po, sorted, without
line numbers or dates, so that a change shows only what changed. The compiled .mo files are never committed.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "motcua"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
JINJA_OPTIONS = {
    "extensions": "jinja2.ext.do",
    "trimmed": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "newstyle_gettext": "true",
    "silent": "false",
}
HEADER = """\
# The Vietnamese texts of this room. `python scripts/messages.py extract {room}` keeps the list of messages.
msgid ""
msgstr ""
"Language: vi\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def rooms() -> list[str]:
    return sorted(
        path.parent.name for path in PACKAGE.glob("*/__init__.py") if path.parent.name != "settings"
    )


def po_of(room: str) -> Path:
    return PACKAGE / room / "locale" / "vi" / "LC_MESSAGES" / "django.po"


def extracted(room: str) -> Catalog:
    """Every message that the room's Python and templates ask for, in English."""
    found = Catalog(locale="vi", fuzzy=False)
    for path, method, options in _sources(PACKAGE / room):
        for _line, message, _comments, context in extract_from_file(
            method, path, keywords=KEYWORDS, options=options
        ):
            if message and message != ("", ""):
                found.add(message, context=context)
    return found


def _sources(folder: Path) -> Iterator[tuple[Path, str, dict[str, str]]]:
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, "python", {}
    for path in sorted(folder.rglob("*.jinja")):
        yield path, "jinja2.ext:babel_extract", JINJA_OPTIONS


def translated(room: str) -> Catalog:
    """What the room's .po file says; empty when there is none."""
    path = po_of(room)
    if not path.exists():
        return Catalog(locale="vi", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="vi")


def extract(room: str) -> int:
    """Bring the room's .po file up to date, keeping translations; says how many still lack one."""
    kept, found = translated(room), extracted(room)
    if not len(found):
        po_of(room).unlink(missing_ok=True)
        return 0
    for message in found:
        if message.id and (before := kept.get(message.id, message.context)) is not None:
            message.string = before.string
    path = po_of(room)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.format(room=room).encode())
        write_po(file, found, width=0, no_location=True, omit_header=True, sort_output=True)
    return sum(1 for message in found if message.id and not _said(message))


def compile_all() -> None:
    """Write the .mo files that are missing or older than their .po. Fast when nothing changed."""
    for room in rooms():
        source = po_of(room)
        if not source.exists():
            continue
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns:
            made = target.with_suffix(".mo.new")
            with made.open("wb") as file:
                write_mo(file, translated(room))
            made.replace(target)


def faults(chosen: Iterable[str]) -> Iterator[str]:
    """One line for each message that is missing, left over or doubtful, or has other placeholders or words."""
    first: dict[tuple[str | None, str], tuple[str, str]] = {}
    for room in chosen:
        asked, given = extracted(room), translated(room)
        for message in asked:
            if message.id and given.get(message.id, message.context) is None:
                yield f"{room}: not in the file (extract {room} puts it there): {_name(message)!r}"
        for message in given:
            if message.id:
                yield from (f"{room}: {fault}" for fault in _faults_of(message, asked))
                yield from _other_words(room, message, first)


def _faults_of(message: Message, asked: Catalog) -> Iterator[str]:
    name = _name(message)
    if asked.get(message.id, message.context) is None:
        yield f"no longer used: {name!r}"
    if message.fuzzy:
        yield f"fuzzy: {name!r}"
    if not _said(message):
        yield f"not translated: {name!r}"
    elif not _placeholders_agree(message):
        yield f"placeholders differ: {name!r} → {_said(message)!r}"


def _other_words(
    room: str, message: Message, first: dict[tuple[str | None, str], tuple[str, str]]
) -> Iterator[str]:
    """One English text has one Vietnamese text in the whole house; pgettext tells two meanings apart."""
    if not _said(message):
        return
    where, words = first.setdefault((message.context, _name(message)), (room, _said(message)))
    if words != _said(message):
        yield f"{room}: {_name(message)!r} is {_said(message)!r} here but {words!r} in {where}"


def _name(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _said(message: Message) -> str:
    return message.string if isinstance(message.string, str) else "".join((message.string or ())[:1])


def _placeholders_agree(message: Message) -> bool:
    """Plural forms may leave a number out in the singular, so the plural is what counts."""
    asked = message.id if isinstance(message.id, str) else message.id[-1]
    return sorted(set(PLACEHOLDER.findall(asked))) == sorted(set(PLACEHOLDER.findall(_said(message))))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verb", choices=["extract", "compile", "check"])
    parser.add_argument("room", nargs="*", choices=[*rooms(), []], help="all rooms if none is named")
    asked = parser.parse_args(arguments)
    chosen = asked.room or rooms()
    if asked.verb == "compile":
        compile_all()
    elif asked.verb == "extract":
        for room in chosen:
            if missing := extract(room):
                sys.stdout.write(
                    f"{room}: {missing} to translate in {po_of(room).relative_to(PACKAGE.parents[1])}\n"
                )
    elif found := list(faults(chosen)):
        sys.stdout.write("\n".join([*found, ""]))
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
