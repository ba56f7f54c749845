"""What every room's API speaks: moments with their zone, pages with a cursor, refusals as RFC 9457 problems."""

import base64
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field, PlainSerializer, WithJsonSchema

from motcua.kernel.bilingual import Text
from motcua.kernel.refusals import Refusal

T = TypeVar("T")
MOST_A_PAGE = 50
Moment = Annotated[
    datetime,
    PlainSerializer(lambda moment: localtime(moment).isoformat(), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Cursor = Annotated[str, Field(max_length=200, description="`next` of the page before")]


class Fault(Schema):
    """One thing to mend: where, and what about it."""

    where: str
    message: str


class Problem(Schema):
    """RFC 9457. `type` is stable; `title` and `detail` are in the language asked for by Accept-Language."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[Fault] = []


class Bilingual(Schema):
    """A name in Vietnamese and, where somebody wrote it, in English."""

    vi: str
    en: str = ""

    @classmethod
    def of(cls, text: Text) -> "Bilingual":
        return cls(vi=text.vi, en=text.en)


class Page(Schema, Generic[T]):
    """One page of a list. `next` asks for the one after it; null on the last."""

    items: list[T]
    next: str | None = None


class Paged(Schema):
    """Which page of a list is asked for; the first without a cursor."""

    cursor: Cursor = ""


REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem, 429: Problem}


def cursor_of(place: Sequence[Any]) -> str:
    """A place in a list as text without meaning to its bearer."""
    return base64.urlsafe_b64encode(json.dumps(place, default=str).encode()).decode().rstrip("=")


def place_of(cursor: str, *, parts: int) -> list[Any] | None:
    """The place that a cursor of ours names; None without one. Refuses (bad-cursor) what is not ours."""
    if not cursor:
        return None
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        place = None
    if not isinstance(place, list) or len(place) != parts:
        raise Refusal(_("There is no such page. Begin the list again without a cursor."), code="bad-cursor")
    return place
