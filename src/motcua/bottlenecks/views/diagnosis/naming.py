"""Who bears what, as the reader may see it, and causes in sentences."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from motcua.bottlenecks.queries.saying import Words, hours, position_of
from motcua.bottlenecks.rules.diagnosis import Cause, Contribution, Reason
from motcua.clock.queries import now
from motcua.criteria.access import people, sight_of
from motcua.criteria.models import moment_of
from motcua.criteria.rules.bearing import Holder
from motcua.kernel import charts
from motcua.organizations.access import OfficerRequest


def holders_named(
    request: OfficerRequest, rows: Sequence[Contribution], words: Words
) -> dict[Contribution, tuple[str, str]]:
    """Of each row who (his position; his name where the reader may see it), and the unit. Two queries."""
    known = people({row.holder for row in rows}, sight_of(request.officer, localdate(now())))
    numbers: dict[Holder, int] = {}
    told = {}
    for row in rows:
        who = position_of(row.key.role)
        if not row.holder.officer:
            who = _("%(position)s – nobody had taken it") % {"position": who}
        elif known[row.holder].name:
            who = f"{who} – {known[row.holder].name}"
        else:
            number = numbers.setdefault(row.holder, len(numbers) + 1)
            who = _("%(position)s – officer %(number)s") % {"position": who, "number": number}
        told[row] = (who, words.unit(row.holder.unit))
    return told


def cause_told(cause: Cause, words: Words, late: frozenset[str]) -> str:
    """What was found, with its numbers, and how many of these late dossiers it touched."""
    told = _SENTENCES[cause.reason](cause.where, cause.numbers, words)
    touched = len(late.intersection(cause.dossiers))
    if not touched:
        return told
    more = _("It touched %(count)s of the %(late)s late dossiers here.") % {
        "count": charts.whole(touched),
        "late": charts.whole(len(late)),
    }
    return f"{told} {more}"


def _overload(where: Mapping[str, str], numbers: Mapping[str, Any], words: Words) -> str:
    return _(
        "%(position)s, %(unit)s: one officer was at work %(busy)s%% of the working time, took up %(taken)s "
        "and finished %(done)s; %(waiting)s wait there untaken. Median wait %(wait)s hours, %(times)s times the usual."
    ) % {
        "position": position_of(where["role"]),
        "unit": words.unit(where["unit"]),
        "busy": min(100, numbers["busy"]),
        "taken": charts.whole(numbers["taken"]),
        "done": charts.whole(numbers["done"]),
        "waiting": charts.whole(numbers["untaken"]),
        "wait": hours(numbers["wait"]),
        "times": charts.plain(numbers["times"], 1),
    }


def _batch(where: Mapping[str, str], numbers: Mapping[str, Any], words: Words) -> str:
    names = [
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    ]
    until = numbers.get("until")
    said = (
        _(
            "%(position)s, %(unit)s: on all %(days)s days with such work it was done on %(weekdays)s; "
            "%(over)s of %(rounds)s ran over their limit."
        )
        if until is None
        else _(
            "%(position)s, %(unit)s: until about %(until)s, on all %(days)s days with such work it was done on "
            "%(weekdays)s; %(over)s of %(rounds)s ran over their limit."
        )
    )
    return said % {
        "position": position_of(where["role"]),
        "unit": words.unit(where["unit"]),
        "until": "" if until is None else f"{localtime(moment_of(until)):%d/%m/%Y}",
        "days": charts.whole(numbers["days"]),
        "weekdays": ", ".join(names[weekday] for weekday in numbers["weekdays"]),
        "over": charts.whole(numbers["over"]),
        "rounds": charts.whole(numbers["rounds"]),
    }


def _absence(where: Mapping[str, str], numbers: Mapping[str, Any], words: Words) -> str:
    return _(
        "%(position)s, %(unit)s: nothing was taken up on %(days)s working days in a row from about %(since)s, "
        "while %(waiting)s dossiers waited."
    ) % {
        "position": position_of(where["role"]),
        "unit": words.unit(where["unit"]),
        "days": charts.whole(numbers["days"]),
        "since": f"{localtime(moment_of(numbers['since'])):%d/%m/%Y}",
        "waiting": charts.whole(numbers["waiting"]),
    }


def _slow(where: Mapping[str, str], numbers: Mapping[str, Any], words: Words) -> str:
    return _(
        "%(unit)s: median %(time)s hours, limit %(limit)s hours, %(times)s times as long as others; "
        "%(over)s of %(rounds)s ran over their limit."
    ) % {
        "unit": words.unit(where["unit"]),
        "time": hours(numbers["time"]),
        "limit": hours(numbers["limit"]),
        "times": charts.plain(numbers["times"], 1),
        "over": charts.whole(numbers["over"]),
        "rounds": charts.whole(numbers["rounds"]),
    }


def _paper(where: Mapping[str, str], numbers: Mapping[str, Any], words: Words) -> str:
    return _(
        "%(procedure)s: %(hits)s of %(cases)s dossiers had to be completed or were refused; usual is %(usual)s%%."
    ) % _odd(where, numbers, words)


def _payment(where: Mapping[str, str], numbers: Mapping[str, Any], words: Words) -> str:
    return _(
        "%(procedure)s: %(hits)s of %(cases)s results were ready before the fee was paid; usual is %(usual)s%%."
    ) % _odd(where, numbers, words)


def _odd(where: Mapping[str, str], numbers: Mapping[str, Any], words: Words) -> dict[str, str]:
    return {
        "procedure": words.name_of(where["procedure"]),
        "hits": charts.whole(numbers["hits"]),
        "cases": charts.whole(numbers["cases"]),
        "usual": charts.plain(numbers["usual"], 1),
    }


def _outage(where: Mapping[str, str], numbers: Mapping[str, Any], words: Words) -> str:
    return _("For %(hours)s working hours from %(since)s nobody in the province recorded anything.") % {
        "hours": hours(numbers["minutes"]),
        "since": f"{localtime(moment_of(numbers['since'])):%H:%M, %d/%m/%Y}",
    }


_SENTENCES = {
    Reason.OVERLOAD: _overload,
    Reason.BATCH: _batch,
    Reason.ABSENCE: _absence,
    Reason.AGENCY: _slow,
    Reason.OPINION: _slow,
    Reason.SIGNATURE: _slow,
    Reason.PAPER: _paper,
    Reason.PAYMENT: _payment,
    Reason.SYSTEM: _outage,
}
