"""The paper of a report: what is printed, what is signed, and what a signer has seen of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from motcua.results.models import Instrument
from motcua.reviews.models import Call, Report, Version
from motcua.reviews.rules.consolidating import Row
from motcua.reviews.rules.document import closing, sections
from motcua.reviews.rules.figures import digest_of, from_json

TEMPLATE, SYMBOL = "bao_cao", "BC"


def caller_of(call: Call) -> str:
    """Who calls, by the name that stands on papers."""
    return call.outside or call.keeper.name_vi


def title_of(report: Report) -> str:
    return "Báo cáo"


def holder_of(report: Report) -> str:
    return caller_of(report.call)


def content_of(report: Report, version: Version, gathered: Sequence[Row] = ()) -> dict[str, Any]:
    """As results keeps it: see results.rules.content.Content."""
    call = report.call
    return {
        "symbol": SYMBOL,
        "subtitle": call.title,
        "opening": _opening(call),
        "sections": sections(from_json(version.figures), version.texts, call.questions, gathered),
        "articles": closing(version.texts),
        "recipients": ["Như trên", "Lưu: VT"],
    }


def fingerprint(version: Version) -> str:
    """What a leader has seen of a report: signing with it refuses if it was changed meanwhile."""
    return digest_of({"figures": version.digest, "texts": version.texts, "number": version.number})


def unsigned(
    report: Report, version: Version, by: Any, at: datetime, gathered: Sequence[Row] = ()
) -> Instrument:
    """A paper that nobody has signed, only to be looked at: it is kept nowhere."""
    return Instrument(
        reference=report.code,
        body=report.body,
        template=TEMPLATE,
        title=title_of(report),
        holder=holder_of(report),
        data=content_of(report, version, gathered),
        token="",
        drafted_by=by,
        drafted_at=at,
    )


def _opening(call: Call) -> str:
    day = f" ngày {call.source_on:%d/%m/%Y}" if call.source_on else ""
    return f"Thực hiện {call.source}{day} của {caller_of(call)}, đơn vị báo cáo kết quả rà soát như sau:"
