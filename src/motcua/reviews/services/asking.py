"""What the verbs of recommendations and investments have in common: numbers, documents, texts, findings."""

from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import F
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.directives.queries.duties import Duty
from motcua.directives.queries.measuring import Asked, Finding, finding
from motcua.directives.services.acting import Evidence
from motcua.kernel.refusals import Refusal
from motcua.organizations.models import Body
from motcua.reviews.models import Series
from motcua.reviews.queries.keeping import keeps, may_measure
from motcua.reviews.queries.registers import asking_norms
from motcua.reviews.rules.dating import Misdated, misdated
from motcua.reviews.rules.publishing import points_at_a_person


class Paper(NamedTuple):
    """A document by its number and date."""

    number: str
    dated_on: date


class Said(NamedTuple):
    """What comes with an act, besides what it does: kept as its note."""

    text: str = ""
    paper: Paper | None = None
    file: Evidence | None = None

    def as_note(self) -> dict[str, Any]:
        """The fields of an `ActNote`; nothing if nothing was said."""
        if not (self.text.strip() or self.paper or self.file):
            return {}
        return {
            "text": self.text.strip(),
            "number": self.paper.number.strip() if self.paper else "",
            "dated_on": self.paper.dated_on if self.paper else None,
            "file": self.file.file if self.file else None,
            "file_name": self.file.name if self.file else "",
        }


def next_code(prefix: str, at: datetime) -> str:
    """KN-2026-0001: the series' row is held until the act is done, so no number is lost or given twice."""
    year = localdate(at).year
    Series.objects.get_or_create(prefix=prefix, year=year)
    series = Series.objects.filter(prefix=prefix, year=year)
    series.update(last=F("last") + 1)
    return f"{prefix}-{year}-{series.get().last:04}"


def check_keeper(duty: Duty, body: Body) -> None:
    if not keeps(duty, body):
        raise Refusal(
            _("Leaders, heads of division and the reform office do this for %(body)s. Ask one of them.")
            % {"body": body.name},
            code="not-your-line",
            fields={"body": "other-line"},
        )


def check_paper(paper: Paper, *, at: datetime, since: date | None, what: str = "") -> None:
    """Refusals `no-number`, `future`, `before`. `since`, `what`: the day that it cannot lie before, and of what."""
    if not paper.number.strip():
        raise Refusal(
            _("Write the number of the document, for example 123/UBND-TTHC."),
            code="no-number",
            fields={"number": "empty"},
        )
    check_day(paper.dated_on, at=at, since=since, what=what)


def check_day(dated_on: date, *, at: datetime, since: date | None, what: str = "") -> None:
    wrong = misdated(dated_on, on=localdate(at), since=since)
    if wrong is Misdated.FUTURE:
        raise Refusal(
            _("%(day)s has not come yet: write the day on which it was done.") % {"day": said(dated_on)},
            code=wrong.value,
            fields={"dated_on": "future"},
        )
    if wrong is Misdated.BEFORE and since is not None:
        raise Refusal(
            _("%(day)s lies before %(since)s (%(what)s), so it cannot be right. Check the date.")
            % {"day": said(dated_on), "since": said(since), "what": what},
            code=wrong.value,
            fields={"dated_on": "before"},
        )


def check_reason(text: str, at: datetime) -> None:
    least = asking_norms(localdate(at)).reason_least_letters
    if len(" ".join(text.split())) < least:
        raise Refusal(
            _("Say it so that others can follow: %(number)s letters at least.") % {"number": least},
            code="no-reason",
            fields={"text": "short"},
        )


def check_words(**texts: str) -> None:
    """Texts that must not be empty, by their field."""
    for field, words in texts.items():
        if not words.strip():
            raise Refusal(_("Fill this in."), code="empty", fields={field: "empty"})


def check_public(**texts: str) -> None:
    """Everybody will read these: what identifies a person is refused."""
    for field, words in texts.items():
        if found := points_at_a_person(words):
            raise Refusal(
                _(
                    "Everybody can read this text later, so it must not identify a person. Take out “%(found)s”."
                )
                % {"found": found},
                code="personal-data",
                fields={field: "personal"},
            )


def found_of(duty: Duty, body: Body, about: Asked | None) -> Finding | None:
    """Measured here and now, never taken from a form. Refusal `not-your-line`, and those of `finding`."""
    if about is None:
        return None
    if not may_measure(duty, body, about):
        raise Refusal(
            _("The measured body is not in your line. Choose one that is."),
            code="not-your-line",
            fields={"criterion": "other-line"},
        )
    return finding(about)


def said(on: date) -> str:
    return date_format(on, "SHORT_DATE_FORMAT")
