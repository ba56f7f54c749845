"""PDF files: whole, unlocked, and doing nothing by themselves."""

import logging
import zipfile
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from motcua.files.rules.kinds import MAX_PAGES, MAX_PDF_OBJECTS
from motcua.files.rules.unacceptable import Unacceptable

_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/RichMediaExecute"}
_KEYS = {"/JS", "/XFA", "/RichMediaContent"}
_MARKUP = (b"<html", b"<script", b"<!doctype", b"<svg", b"<?php")
logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns about every small fault of every scanner's PDF


def inspect_pdf(path: Path) -> int:
    """The number of pages of a plain PDF; Unacceptable if locked, damaged, active, or also something else.

    The bytes are kept as they came: a signed PDF must stay what it was.
    """
    _judge_edges(path)
    try:
        with path.open("rb") as stream:
            reader = PdfReader(stream)
            if reader.is_encrypted:
                raise Unacceptable("locked")
            pages = len(reader.pages)
            _judge_objects(reader)
    except Unacceptable:
        raise
    except Exception as error:  # the parser answers broken files with many kinds of exception
        raise Unacceptable("damaged") from error
    if not 0 < pages <= MAX_PAGES:
        raise Unacceptable("damaged")
    return pages


def _judge_edges(path: Path) -> None:
    """A PDF that is also a web page or an archive says so near its beginning or behind its end."""
    with path.open("rb") as stream:
        start = stream.read(2048).lower()
        stream.seek(-min(path.stat().st_size, 65_536), 2)
        after = stream.read().rpartition(b"%%EOF")[2]
    if (
        any(mark in start for mark in _MARKUP)
        or len(after.strip(b"\0 \t\r\n")) > 0
        or zipfile.is_zipfile(path)
    ):
        raise Unacceptable("damaged")


def _judge_objects(reader: PdfReader) -> None:
    """Look at every object, also those that no page leads to: what a viewer finds we must find."""
    numbers = {(number, generation) for generation, at in reader.xref.items() for number in at}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MAX_PDF_OBJECTS:
        raise Unacceptable("damaged")
    _judge(reader.trailer)
    for number, generation in sorted(numbers):
        _judge(reader.get_object(IndirectObject(number, generation, reader)))


def _judge(root: Any) -> None:
    waiting = [root]
    while waiting:
        value = waiting.pop()
        if isinstance(value, DictionaryObject):
            if _KEYS & value.keys() or value.get("/S") in _ACTIONS:
                raise Unacceptable("active")
            waiting.extend(value.raw_get(key) for key in value)
        elif isinstance(value, ArrayObject):
            waiting.extend(list.__iter__(value))
