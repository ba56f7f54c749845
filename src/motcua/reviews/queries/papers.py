"""The paper of a report: what is printed, what is signed, and what a signer has seen of it."""

from datetime import datetime
from typing import Any

from motcua.organizations.models import Officer
from motcua.results.models import Instrument
from motcua.reviews.models import Call, Report, Version
from motcua.reviews.queries.pictures import Picture, gathered_for, rows_of
from motcua.reviews.rules.document import closing, consolidated_sections, sections
from motcua.reviews.rules.figures import digest_of, from_json

TEMPLATE, SYMBOL = "bao_cao", "BC"


def caller_of(call: Call) -> str:
    """Who calls, by the name that stands on papers."""
    return call.outside or call.keeper.name_vi


def title_of(report: Report) -> str:
    return "Báo cáo"


def holder_of(report: Report) -> str:
    return caller_of(report.call)


def content_of(report: Report, version: Version) -> dict[str, Any]:
    """As results keeps it: see results.rules.content.Content. What was gathered from other bodies is part of it."""
    call, gathered = report.call, rows_of(gathered_for(report))
    return {
        "symbol": SYMBOL,
        "subtitle": call.title,
        "opening": _opening(report),
        "sections": sections(from_json(version.figures), version.texts, call.questions, gathered),
        "articles": closing(version.texts),
        "recipients": ["Như trên", "Lưu: VT"],
    }


def fingerprint(report: Report, version: Version) -> str:
    """What a leader has seen of a report: signing with it refuses if it was changed meanwhile."""
    gathered = gathered_for(report)
    return digest_of(
        {
            "figures": version.digest,
            "texts": version.texts,
            "number": version.number,
            "gathered": gathered.digest if gathered else "",
        }
    )


def unsigned(report: Report, version: Version, *, by: Officer, at: datetime) -> Instrument:
    """A paper that nobody has signed, only to be looked at: it is kept nowhere."""
    return Instrument(
        reference=report.code,
        body=report.body,
        template=TEMPLATE,
        title=title_of(report),
        holder=holder_of(report),
        data=content_of(report, version),
        token="",
        drafted_by=by,
        drafted_at=at,
    )


def picture_content(call: Call, picture: Picture) -> dict[str, Any]:
    """The consolidated report of a call, as results keeps it."""
    day = f" ngày {call.source_on:%d/%m/%Y}" if call.source_on else ""
    return {
        "symbol": SYMBOL,
        "subtitle": f"Tổng hợp kết quả: {call.title}",
        "opening": f"Thực hiện {call.source}{day}, {call.keeper.name_vi} tổng hợp kết quả rà soát như sau:",
        "sections": consolidated_sections(picture.rows, picture.state),
        "recipients": ["Như trên", "Lưu: VT"],
    }


def unsigned_picture(call: Call, picture: Picture, *, by: Officer, at: datetime) -> Instrument:
    return Instrument(
        reference=call.code,
        body=call.keeper,
        template=TEMPLATE,
        title="Báo cáo tổng hợp",
        holder=receiver_of(call),
        data=picture_content(call, picture),
        token="",
        drafted_by=by,
        drafted_at=at,
    )


def receiver_of(call: Call) -> str:
    """Who gets the consolidated report, as far as the call tells."""
    return caller_of(call.feeds) if call.feeds else call.keeper.name_vi


def _opening(report: Report) -> str:
    call = report.call
    day = f" ngày {call.source_on:%d/%m/%Y}" if call.source_on else ""
    asked = (
        f" của {call.outside}" if call.outside else f" và yêu cầu rà soát {call.code} của {caller_of(call)}"
    )
    return f"Thực hiện {call.source}{day}{asked}, {report.body.name_vi} báo cáo kết quả rà soát như sau:"
