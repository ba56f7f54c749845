"""Search in the catalogue. Four queries a page, however much is found."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, Count, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Length

from motcua.catalog.models import Competence, Procedure
from motcua.catalog.queries.documents import in_force
from motcua.catalog.queries.files import synonyms
from motcua.catalog.rules.words import cleaned, readings
from motcua.clock.rules.limits import Limit, Unit
from motcua.kernel.bilingual import Text
from motcua.kernel.vietnamese import fold

PER_PAGE = 50
MOST_NEAR = 5
NEAR_ENOUGH = 0.45


class Found(NamedTuple):
    """A procedure in a list. `limit` and `fee_at_most` are known only where a version is in force (`is_runnable`)."""

    code: str
    name: Text
    level: str
    field: Text
    online: str
    is_runnable: bool
    body: Text | None  # the only body that decides it; None where several do
    limit: Limit | None
    fee_at_most: int | None
    fee_depends: bool


class Near(NamedTuple):
    code: str
    name: Text


@dataclass(frozen=True)
class Findings:
    """A page of what was found."""

    total: int
    page: int
    pages: int
    rows: tuple[Found, ...]


def search(  # noqa: PLR0913 -- one filter a question that people may ask
    words: str,
    *,
    on: date,
    subject: str = "",
    field: str = "",
    level: str = "",
    body: str = "",
    online: str = "",
    event: str = "",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Findings:
    """Procedures not withdrawn whose code, name or keywords hold all the words, best first; empty filters let all by.

    Marks, case and idle words do not matter; synonyms of the data are read too. A page out of range is brought in.
    """
    listed = _filtered(subject=subject, field=field, level=level, body=body, online=online, event=event)
    listed = _ranked(listed, cleaned(words), on)
    total = listed.count()
    pages = max(1, -(-total // per_page))
    page = min(max(page, 1), pages)
    rows = list(listed[(page - 1) * per_page : page * per_page].values_list(*_COLUMNS)) if total else []
    return Findings(total, page, pages, _with_facts(rows, on))


def near(words: str) -> tuple[Near, ...]:
    """Procedures whose words look like those typed: for spelling slips and unknown codes. One query."""
    said = fold(cleaned(words))
    if len(said) < 2:
        return ()
    alike = (
        Procedure.objects.filter(withdrawn_on=None)
        .annotate(alike=TrigramWordSimilarity(said, "search_key"))
        .filter(alike__gte=NEAR_ENOUGH)
        .order_by("-alike", "code")
        .values_list("code", "name_vi", "name_en")
    )
    return tuple(Near(code, Text(vi, en)) for code, vi, en in alike[:MOST_NEAR])


_COLUMNS = ("pk", "code", "name_vi", "name_en", "level", "field__name_vi", "field__name_en", "online_level")


def _filtered(
    *, subject: str, field: str, level: str, body: str, online: str, event: str
) -> QuerySet[Procedure]:
    listed = Procedure.objects.filter(withdrawn_on=None)
    exact = {"field__code": field, "level": level, "online_level": online}
    listed = listed.filter(**{name: value for name, value in exact.items() if value})
    if subject:
        listed = listed.filter(subjects__contains=[subject])
    if event:
        listed = listed.filter(life_events__contains=[event])
    if body:
        listed = listed.filter(Exists(Competence.objects.filter(procedure=OuterRef("pk"), body__code=body)))
    return listed


def _ranked(listed: QuerySet[Procedure], words: str, on: date) -> QuerySet[Procedure]:
    """Exact code, exact accents, the phrase without marks, all its words, synonyms; of equals, those that run first."""
    runs = Exists(in_force(on).filter(procedure=OuterRef("pk")))
    ways = readings(words, synonyms())
    if not words:
        return listed.annotate(runs=runs).order_by("-runs", "field__sort_key", "code")
    if not ways:
        return listed.none()
    rank = Case(
        When(code__iexact=words, then=Value(0)),
        When(name_vi__icontains=words, then=Value(1)),
        When(search_key__contains=fold(words), then=Value(2)),
        When(_holds(ways[0]), then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    anyway = Q()
    for way in ways:
        anyway |= _holds(way)
    found = listed.filter(anyway).annotate(runs=runs, rank=rank)
    return found.order_by("rank", "-runs", Length("name_vi"), "code")


def _holds(way: Sequence[str]) -> Q:
    """Every word begins some word of the key; the trigram index answers this."""
    wanted = Q()
    for word in way:
        wanted &= Q(search_key__regex=rf"\m{re.escape(word)}")
    return wanted


def _with_facts(rows: Sequence[tuple[Any, ...]], on: date) -> tuple[Found, ...]:
    keys = [row[0] for row in rows]
    facts = _facts_in_force(keys, on)
    bodies = _only_bodies(keys)
    found = []
    for pk, code, vi, en, level, field_vi, field_en, online in rows:
        limit, fees = facts.get(pk, (None, ()))
        found.append(
            Found(
                code=code,
                name=Text(vi, en),
                level=level,
                field=Text(field_vi, field_en),
                online=online,
                is_runnable=pk in facts,
                body=bodies.get(pk),
                limit=limit,
                fee_at_most=fee_at_most(fees) if pk in facts else None,
                fee_depends=any(fee.get("when") for fee in fees),
            )
        )
    return tuple(found)


def fee_at_most(fees: Iterable[dict[str, Any]]) -> int:
    """What is paid at most: all fees without a condition and, of those that hang on one question, the dearest."""
    certain, by_question = 0, dict[tuple[str, ...], int]()
    for fee in fees:
        question = tuple(sorted(fee.get("when") or ()))
        if question:
            by_question[question] = max(by_question.get(question, 0), fee["amount"])
        else:
            certain += fee["amount"]
    return certain + sum(by_question.values())


def _facts_in_force(keys: Sequence[int], on: date) -> dict[int, tuple[Limit, list[dict[str, Any]]]]:
    asked = in_force(on).filter(procedure__in=keys)
    rows = asked.values_list("procedure_id", "document__limit", "document__fees")
    return {
        pk: (Limit(Fraction(str(limit["quantity"])), Unit(limit["unit"])), fees or [])
        for pk, limit, fees in rows
    }


def _only_bodies(keys: Sequence[int]) -> dict[int, Text]:
    competent = (
        Competence.objects.filter(procedure__in=keys)
        .values("procedure")
        .annotate(bodies=Count("pk"), vi=Min(F("body__name_vi")), en=Min(F("body__name_en")))
        .filter(bodies=1)
    )
    return {row["procedure"]: Text(row["vi"], row["en"]) for row in competent}
