"""Instructions of a notice of conclusions become directives, by one act each."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.clock.queries import calendar
from motcua.criteria.queries.scores import DEFAULT_SET
from motcua.criteria.rules.periods import Period, month_of
from motcua.criteria.rules.sets.model import Ratio
from motcua.directives.events import InstructionGiven
from motcua.directives.models import Concluded, Directive
from motcua.directives.queries.conclusions import (
    due_of,
    last_given,
    may_be_given,
    roots_of,
)
from motcua.directives.queries.measuring import Asked, finding
from motcua.directives.services.opening import Order, open_directive
from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.organizations.models import Officer
from motcua.schedule.models import Instruction, Notice
from motcua.schedule.queries.duties import duty_of as duty_at_meetings
from motcua.schedule.queries.letters import instructions_of
from motcua.schedule.queries.reading import may_read
from motcua.schedule.rules.letters import day

SHORT = 120


@dataclass(frozen=True)
class Outcome:
    """What became of one instruction. `made`: just now; `said`: why not, or why without its criterion."""

    instruction: Instruction
    directive: Directive | None
    made: bool
    said: str = ""


@transaction.atomic
def give_instruction(instruction: Instruction, *, by: Officer, at: datetime) -> Outcome:
    """The directive that the instruction becomes, opened now; or the one that it became before: never two at a time.

    A standing instruction (“regularly”) is due a year from now, for its yearly review; when that directive is closed,
    the next press gives it for the next year. One that names a criterion is closed and watched by its number, if the
    index has counted it and it is not met; else by judgement, and `said` tells why. Refuses `not-issued`, `corrected`,
    `not-yours` and all that `open_directive` refuses.
    """
    held = _locked(instruction)
    notice = held.notice
    _check(notice, by=by, at=at)
    root = roots_of([held])[held.pk]
    Instruction.objects.select_for_update().get(pk=root)
    last = last_given([root]).get(root)
    if last is not None and not may_be_given(held, last):
        return Outcome(held, last.directive, made=False)
    about, target, said = _measured(held, at)
    order = Order(
        title=_short(held.text),
        task=held.text,
        lead_unit=held.lead_unit,
        due_on=due_of(held, calendar(held.lead_unit.body.calendar), localdate(at)),
        supporting=tuple(held.supporting.all()),
        source=source_of(held),
        about=about,
        target=target,
    )
    made = open_directive(order, by=by, at=at)
    round_ = last.round + 1 if last else 1
    Concluded.objects.create(instruction_id=root, round=round_, directive=made)
    told = InstructionGiven(held.number, made.code, round_)
    append(told, subject=notice.code, body=notice.meeting.host.code, actor=by.code, at=at)
    return Outcome(held, made, made=True, said=said)


@transaction.atomic
def give_all(notice: Notice, *, by: Officer, at: datetime) -> list[Outcome]:
    """Every instruction for itself: what is refused for one does not hinder the others."""
    outcomes = []
    for one in instructions_of(notice):
        try:
            outcomes.append(give_instruction(one, by=by, at=at))
        except Refusal as refusal:
            outcomes.append(Outcome(one, None, made=False, said=str(refusal)))
    return outcomes


def source_of(instruction: Instruction) -> str:
    """`Thông báo số 12/TB-UBND ngày 08/5/2024, mục 3`."""
    notice = instruction.notice
    assert notice.issued_at is not None
    return f"Thông báo số {notice.number} ngày {day(localdate(notice.issued_at))}, mục {instruction.number}"


def _locked(instruction: Instruction) -> Instruction:
    rows = Instruction.objects.select_for_update(of=("self",))
    return rows.select_related("notice__meeting__host", "lead_unit__body").get(pk=instruction.pk)


def _check(notice: Notice, *, by: Officer, at: datetime) -> None:
    if not may_read(notice, duty_at_meetings(by, at)):
        raise Refusal(
            _("This notice is for the bodies that took part and those that it tasks."), code="not-yours"
        )
    if not notice.number:
        raise Refusal(
            _("This notice has not been issued yet: nothing follows from a draft."), code="not-issued"
        )
    later = Notice.objects.filter(corrects=notice).exclude(number="").first()
    if later is not None:
        raise Refusal(
            _("%(number)s was corrected by %(later)s. Give the instructions of that one.")
            % {"number": notice.number, "later": later.number},
            code="corrected",
        )


def _measured(instruction: Instruction, at: datetime) -> tuple[Asked | None, Decimal | None, str]:
    """What the index can measure it by: its criterion at the lead's body in the last whole month, up to full points."""
    if not instruction.criterion:
        return None, None, ""
    period = Period(month_of(at).first - 1).code
    asked = Asked(DEFAULT_SET, instruction.criterion, instruction.lead_unit.body.code, period)
    try:
        found = finding(asked)
    except Refusal as refusal:
        return None, None, str(refusal)
    criterion = found.figures.criterion
    scoring = criterion.scoring
    full = scoring.threshold if isinstance(scoring, Ratio) else criterion.target
    if not full or not found.ratio < full <= 1:
        return (
            None,
            None,
            _("Criterion %(code)s is met at present; it is kept by judgement.")
            % {"code": instruction.criterion},
        )
    return asked, Decimal(float(full) * 100).quantize(Decimal("0.01")), ""


def _short(text: str) -> str:
    """The first line, cut between words."""
    line = " ".join(text.strip().splitlines()[0].split())
    if len(line) <= SHORT:
        return line
    return line[:SHORT].rsplit(" ", 1)[0] + "…"
