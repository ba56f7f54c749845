"""Search, browse by field and life event. Nothing is changed by looking: words that find nothing are only logged."""

import logging
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.catalog.queries.files import life_events
from motcua.catalog.queries.pages import deciding_bodies, fields
from motcua.catalog.queries.search import Findings, near, search
from motcua.catalog.rules.words import MOST_LETTERS, cleaned, without_long_numbers
from motcua.catalog.views import words as say
from motcua.clock.queries import now

logger = logging.getLogger("motcua.catalog.search")

# question in the address → filter of `search`
FILTERS = {
    "doi-tuong": "subject",
    "linh-vuc": "field",
    "cap": "level",
    "co-quan": "body",
    "truc-tuyen": "online",
    "doi-song": "event",
}
_FARTHEST_PAGE = 10_000


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    asked = cleaned(request.GET.get("q", ""))
    filters = {name: cleaned(request.GET.get(question, ""))[:64] for question, name in FILTERS.items()}
    on = timezone.localdate(now())
    found = search(
        asked,
        on=on,
        page=_page_number(request),
        subject=filters["subject"],
        field=filters["field"],
        level=filters["level"],
        body=filters["body"],
        online=filters["online"],
        event=filters["event"],
    )
    alike = near(asked) if asked and not found.total else ()
    if asked and not found.total:
        logger.info("search found nothing", extra={"words": without_long_numbers(asked)})
    return render(
        request,
        "catalog/search.jinja",
        {
            "words": asked,
            "found": found,
            "near": alike,
            "rows": [_row(row) for row in found.rows],
            "choices": _choices(filters),
            "chosen": sum(bool(value) for value in filters.values()),
            "headline": _headline(asked, found),
            "most_letters": MOST_LETTERS,
        },
    )


@require_safe
def fields_page(request: HttpRequest) -> HttpResponse:
    return render(request, "catalog/fields.jinja", {"fields": fields(), "events": life_events()})


def _page_number(request: HttpRequest) -> int:
    typed = request.GET.get("page", "1")
    return min(int(typed), _FARTHEST_PAGE) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 1


def _row(found: Any) -> dict[str, Any]:
    return {
        "code": found.code,
        "name": found.name,
        "body": found.body or say.LEVELS[found.level],
        "field": found.field,
        "limit": say.limit_words(found.limit),
        "fee": say.fee_words(found),
        "online": say.online_chip(found.online),
        "is_runnable": found.is_runnable,
    }


def _headline(asked: str, found: Findings) -> str:
    if asked:
        return _("%(count)s procedures for “%(words)s”") % {"count": found.total, "words": asked}
    return _("%(count)s procedures") % {"count": found.total}


def _choices(filters: Mapping[str, str]) -> list[dict[str, Any]]:
    """The select boxes of the filter, in the order of `FILTERS`."""
    options: dict[str, tuple[str, list[tuple[str, Any]]]] = {
        "subject": (_("For whom"), [*say.SUBJECTS.items()]),
        "field": (_("Field"), [(line.code, line.name) for line in fields()]),
        "level": (_("Level"), [*say.LEVELS.items()]),
        "body": (_("Body"), [(line.code, line.name) for line in deciding_bodies()]),
        "online": (_("Online"), [*say.ONLINE.items()]),
        "event": (_("What happens in life"), [(event.code, event.name) for event in life_events()]),
    }
    return [
        {
            "id": question,
            "label": options[name][0],
            "value": filters[name],
            "options": [
                {"value": "", "label": _("All")},
                *({"value": value, "label": label} for value, label in options[name][1]),
            ],
        }
        for question, name in FILTERS.items()
    ]
