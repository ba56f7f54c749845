"""A report is drafted from the index, edited, and put before who signs."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.clock.queries import calendar
from motcua.directives.rules.lateness import date_in
from motcua.kernel.refusals import Refusal
from motcua.organizations.models import Body, Officer
from motcua.reviews import events
from motcua.reviews.models import Report, Version
from motcua.reviews.queries.answers import answers_known
from motcua.reviews.queries.figures import figures_of, proposals
from motcua.reviews.queries.norms import norms
from motcua.reviews.rules.drafting import BY, OF_SHORT, Texts, carried, drafted, key
from motcua.reviews.rules.figures import as_json, digest_of, from_json
from motcua.reviews.rules.states import Act, State
from motcua.reviews.services.acting import done, held_for, newest

MOST_LETTERS = 4000


@transaction.atomic
def draft(report: Report, *, by: Officer | None, at: datetime) -> Version:
    """A new version: the figures of now are frozen; texts that people had changed are carried over.

    `by` None: the house drafts by itself. Raises what the rules refuse, and `nothing-counted`.
    """
    held = held_for(report, Act.DRAFT, by=by, at=at)
    call, on = held.call, localdate(at)
    figures = figures_of(held.body.code, call.period, call.criteria_set, on)
    ideas, known = proposals(call.criteria_set), answers_known(held.body)
    texts = drafted(figures, call.questions, ideas, _proposed(held.body, on), known)
    before = held.versions.filter(number=held.version).first()
    told = as_json(figures)
    held.version += 1
    version = Version.objects.create(
        report=held,
        number=held.version,
        horizon=datetime.fromisoformat(figures.horizon),
        figures=told,
        digest=digest_of(told),
        drafted=texts,
        texts=carried(before.drafted, before.texts, texts) if before else texts,
        drafted_at=at,
        drafted_by=by,
    )
    event = events.ReviewReportDrafted(held.version, version.digest, len(figures.short))
    done(held, Act.DRAFT, event, by=by, at=at)
    return version


def draft_waiting(call: str, *, at: datetime) -> list[str]:
    """What the house does after a call: drafts every report that nobody has begun. Safe to repeat.

    A body without figures yet is left to its own people. The codes of the reports that were drafted.
    """
    drafted_now = []
    for report in Report.objects.filter(call__code=call, state=State.ASKED).order_by("pk"):
        try:
            draft(report, by=None, at=at)
        except Refusal:
            continue
        drafted_now.append(report.code)
    return drafted_now


@transaction.atomic
def edit(report: Report, texts: Texts, *, by: Officer, at: datetime) -> Report:
    """Texts that the draft has, by their names; others stay as they are. Figures are not texts and cannot be named.

    Refusals `unknown-text`, `too-long`, `bad-day`, `past-day` besides the rules'.
    """
    held = held_for(report, Act.EDIT, by=by, at=at)
    version = newest(held)
    for name, text in texts.items():
        _check_text(version, name, text)
        _check_day(version, name, text.strip(), localdate(at))
    version.texts = version.texts | {name: text.strip() for name, text in texts.items()}
    version.save(update_fields=["texts"])
    return done(held, Act.EDIT, events.ReviewReportEdited(held.version), by=by, at=at)


@transaction.atomic
def submit(report: Report, *, by: Officer, at: datetime) -> Report:
    """Before who signs. Refused while a criterion that falls short lacks its cause, who answers, measure or date."""
    held = held_for(report, Act.SUBMIT, by=by, at=at)
    version = newest(held)
    short = from_json(version.figures).short
    wanted = [key(what, line.criterion) for line in short for what in OF_SHORT]
    empty = {name: "empty" for name in wanted if not version.texts.get(name, "").strip()}
    if empty:
        raise Refusal(
            _("Every criterion that falls short needs its cause, who is responsible, a measure and a date."),
            code="incomplete",
            fields=empty,
        )
    return done(held, Act.SUBMIT, events.ReviewReportSubmitted(held.version), by=by, at=at)


def take_back(report: Report, *, by: Officer, at: datetime) -> Report:
    """Back to be written on, before it is signed."""
    with transaction.atomic():
        held = held_for(report, Act.TAKE_BACK, by=by, at=at)
        return done(held, Act.TAKE_BACK, events.ReviewReportTakenBack(held.version), by=by, at=at)


def _proposed(body: Body, on: date) -> date:
    return date_in(calendar(body.calendar), on, norms(on).measure_working_days)


def _check_text(version: Version, name: str, text: str) -> None:
    if name not in version.drafted:
        raise Refusal(
            _("The report has no text “%(name)s”. Load the page again.") % {"name": name},
            code="unknown-text",
            fields={name: "unknown"},
        )
    if len(text) > MOST_LETTERS:
        raise Refusal(
            _("At most %(number)s letters.") % {"number": MOST_LETTERS},
            code="too-long",
            fields={name: "too-long"},
        )


def _check_day(version: Version, name: str, text: str, on: date) -> None:
    """What is mended by a day is mended by a day to come; one that stood there before is left alone."""
    if not name.startswith(f"{BY}-") or not text or text == version.texts.get(name):
        return
    if not _is_day(text):
        raise Refusal(
            _("Write the day as day/month/year, for example 31/12/2026."),
            code="bad-day",
            fields={name: "invalid"},
        )
    if date.fromisoformat(text) <= on:
        raise Refusal(
            _("The deadline must lie after today. Choose a later day."),
            code="past-day",
            fields={name: "past"},
        )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
