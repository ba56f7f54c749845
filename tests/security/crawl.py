"""Everybody knocks at every door, in every way: what the house answered, and what it wrote."""

import logging
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from tests.security.world import ROLES, World, address, names

TABLE = yaml.safe_load((Path(__file__).parent / "access.yaml").read_text())
SAFE, UNSAFE = ("GET", "HEAD"), ("POST",)
OTHER_METHODS = {
    "files:upload": ("PATCH", "DELETE"),
    "api-1:change_draft": ("PATCH", "PUT"),
    "api-1:discard_draft": ("DELETE",),
    "api-1:detach_file": ("DELETE",),
}
# They come first and between them may open everything; the others try only what was taken from these.
THREE = ("owner", "counter", "editor")
HEAD_TRIED_BY = ("owner",)
# Sessions and throttles are not facts of the house: a look may renew the one and counts in the other.
NOT_OFFERED = 405
NOT_FACTS = ("identity_session", "identity_tally")
_WRITTEN = """
    SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables
    WHERE schemaname = 'public' AND relname != ALL (%s)
"""


@dataclass(frozen=True)
class Answer:
    name: str
    role: str
    method: str
    path: str
    status: int
    headers: dict[str, str]
    cookies: dict[str, Any]
    body: bytes
    rows_written: int

    def __str__(self) -> str:
        return f"{self.role} {self.method} {self.name}: {self.status}"

    @property
    def is_file(self) -> bool:
        return "Content-Disposition" in self.headers

    @cached_property
    def verdict(self) -> str:
        """In the words of the table."""
        if self.status in (403, 404):
            return str(self.status)
        to_sign_in = self.status in (302, 303) and self.headers["Location"].startswith("/dang-nhap/?next=")
        return "in" if to_sign_in or self.status == 401 else "yes"


def rows_written() -> int:
    """Rows of facts inserted, changed or deleted by this transaction so far."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN, [list(NOT_FACTS)])
        return int(cursor.fetchone()[0])


def crawl(world: World) -> list[Answer]:
    """What one request changed is taken back before the next."""
    doors = [(name, address(world, name, route)) for name, route in names()]
    answers: list[Answer] = []
    offered: set[tuple[str, str]] = set()
    logging.disable(logging.WARNING)  # a thousand refusals, each with its trace, take longer than the answers
    for role in sorted(ROLES, key=lambda role: role not in THREE):
        kept = world.client(role).cookies.get(settings.SESSION_COOKIE_NAME)
        for name, path in doors:
            for method in _methods(name, role):
                if role in THREE or (name, method) in offered:
                    answer = _knock(role, name, path, method, kept.value if kept else "")
                    offered |= {(name, method)} if answer.status != NOT_OFFERED else set()
                    answers.append(answer)
    logging.disable(logging.NOTSET)
    return answers


def _methods(name: str, role: str) -> tuple[str, ...]:
    safe = SAFE if role in HEAD_TRIED_BY else SAFE[:1]
    return (*safe, *UNSAFE, *OTHER_METHODS.get(name, ()))


def _knock(role: str, name: str, path: str, method: str, session: str) -> Answer:
    client = Client(raise_request_exception=False)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    headers = {"Tus-Resumable": "1.0.0"} if path.startswith("/tep/") else {}
    with transaction.atomic():
        before = rows_written()
        answer = client.generic(method, path, headers=headers)
        written = rows_written() - before if answer.status_code < 500 else 0
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    cookies = {key: dict(morsel) for key, morsel in answer.cookies.items()}
    return Answer(name, role, method, path, answer.status_code, dict(answer.headers), cookies, body, written)
