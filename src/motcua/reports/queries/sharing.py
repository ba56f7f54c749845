"""What a shared link opens: a frozen version, without the blocks that are for officers only."""

from datetime import date
from typing import Any

from django.core import signing

from motcua.reports.models import ReportRun, State

SALT = "reports.share"


def shared(token: str, on: date) -> ReportRun | None:
    """None: no link of ours, or its last day is over."""
    try:
        number, until = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    if date.fromisoformat(until) < on:
        return None
    return ReportRun.objects.filter(pk=number, state=State.READY).first()


def outside(content: dict[str, Any]) -> dict[str, Any]:
    """What everybody who has the link may see."""
    return content | {"blocks": [one for one in content["blocks"] if not one["inside"]]}
