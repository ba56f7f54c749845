"""Every component in all its states, drawn by the same templates as the real pages."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from motcua.catalog.rules.document import Field, Option
from motcua.kernel.bilingual import Text
from motcua.kernel.charts import as_csv
from motcua.web.views import samples

SAID_AT = datetime(2026, 11, 18, 14, 5, tzinfo=ZoneInfo(settings.TIME_ZONE))
# The smallest picture of a QR code's shape: the gallery needs no working one.
SQUARE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'%3E"
    "%3Cpath d='M1 1h3v3H1zM5 1h3v3H5zM1 5h3v3H1zM6 6h2v2H6z'/%3E%3C/svg%3E"
)
CHOICES = (
    Option("house", Text("Nhà ở", "Dwelling")),
    Option("works", Text("Công trình khác", "Other works")),
    Option("unsaid", Text("Chưa xác định theo quy hoạch")),
)


def gallery(request: HttpRequest) -> HttpResponse:
    """`?mat-do=gon` draws it as officers see it; `?csv=` gives the figures of a chart."""
    if request.GET.get("csv"):
        return HttpResponse(as_csv(samples.groups().table), content_type="text/csv; charset=utf-8")
    return render(
        request,
        "web/gallery.jinja",
        {
            "audience": "officer" if request.GET.get("mat-do") == "gon" else "citizen",
            "fields": _fields(),
            "values": {"text": "Đỗ Đức Đạt", "radio": "house", "date": "27/03/1988", "money": "1.250.000"},
            "said_at": SAID_AT,
            "square": SQUARE,
            "foreign": Text("Giấy phép xây dựng có thời hạn"),
            **_samples(),
            **samples.charts_shown(),
        },
    )


def _fields() -> list[Field]:
    """One question of each kind that a procedure may ask."""
    kinds = {
        "text": _("Full name"),
        "textarea": _("What is to be built"),
        "number": _("Floor area (m²)"),
        "money": _("Cost of the works"),
        "date": _("Date of birth"),
        "year": _("Year of birth"),
        "select": _("Kind of works"),
        "radio": _("Kind of building"),
        "checkbox": _("I have read what the law asks of me"),
        "phone": _("Telephone"),
        "email": _("E-mail address"),
        "id_number": _("Personal identification number"),
        "tax_code": _("Tax code"),
        "address": _("Address of the works"),
    }
    return [
        Field(
            code=kind,
            label=Text(label, label),
            kind=kind,
            required=kind not in ("email", "tax_code"),
            options=CHOICES if kind in ("select", "radio") else (),
            max_length=300,
        )
        for kind, label in kinds.items()
    ]


def _samples() -> dict[str, Any]:
    late, soon, paused = _("2 days late"), _("3 hours left"), _("Paused: waiting for papers")
    return {
        "tones": ["blue", "green", "amber", "red", "grey"],
        "tabs": [
            {"href": "#tabs", "label": _("To do now"), "count": 6, "current": True, "tone": "red"},
            {"href": "#tabs", "label": _("In progress"), "count": 23},
            {"href": "#tabs", "label": _("Nobody's yet"), "count": 0},
        ],
        "tasks": [
            {"title": _("The applicant"), "href": "#tasks", "status": _("Done"), "tone": "green"},
            {"title": _("The works"), "href": "#tasks", "status": _("Begun"), "tone": "blue"},
            {"title": _("Papers"), "href": "#tasks", "status": _("To do"), "hint": _("3 papers")},
        ],
        "events": [
            {"title": _("Filed"), "at": SAID_AT, "state": "done"},
            {"title": _("Received"), "at": SAID_AT, "state": "done", "text": _("Public service centre")},
            {"title": _("Appraisal"), "at": SAID_AT, "state": "now", "text": _("Division of construction")},
            {"title": _("Signature"), "state": "late", "text": _("2 days late")},
            {"title": _("Return of the result"), "state": "todo"},
        ],
        "rows": [(late, "red"), (soon, "amber"), (paused, "grey")],
        "files": [
            {
                "name": "don-de-nghi.pdf",
                "href": "#files",
                "size": 843_776,
                "status": _("Valid"),
                "tone": "green",
            },
            {"name": "ban-ve.pdf", "size": 9_437_184, "note": _("Scanned twice; page 3 is blurred")},
        ],
        "messages_sent": [
            {"who": _("Division of construction"), "at": SAID_AT, "text": _("Please send page 3 again.")},
            {"who": _("The applicant"), "at": SAID_AT, "text": _("Sent. Thank you."), "mine": True},
        ],
    }
