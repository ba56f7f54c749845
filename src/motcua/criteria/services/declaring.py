"""Declaring figures from outside: each with its paper, each within what is possible, none ever taken away."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.criteria.events import FigureDeclared
from motcua.criteria.queries.counting import counters, counts_of
from motcua.criteria.queries.declared import latest
from motcua.criteria.queries.nodes import tree
from motcua.criteria.rules.declared_tables import Fault
from motcua.criteria.rules.declaring import PROVINCIAL, Figure, figures, in_order, subject_of
from motcua.criteria.rules.periods import Period
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.ledger.services import append


@dataclass(frozen=True)
class Imported:
    """What became of a table: how many figures were (or would be) declared, how many stood there already."""

    declared: int
    unchanged: int
    faults: tuple[Fault, ...]


@transaction.atomic
def declare(figure: Figure, *, by: str, at: datetime) -> Entry:
    """Declare a figure, or put another in the place of an earlier one: that stays in the ledger and is named.

    Refused (the refusal's code names the column at fault): a figure, body or month that is none, an amount that
    cannot be, a paper of the future or older than the month, and what stands there already.
    """
    held = _standing(figure.month, figure.body)
    for check in (_known, _at_its_place, _in_its_time, _possible):
        check(figure, held, at)
    before = held.get(figure.name)
    if before is not None and _says_the_same(before, figure):
        raise Refusal(_("This figure has been declared already, with this paper."), code="nothing-changed")
    told = FigureDeclared(
        name=figure.name,
        month=figure.month.code,
        amount=figure.amount,
        paper=figure.paper,
        paper_on=figure.paper_on,
        issuer=figure.issuer,
        corrects=before.sequence if before else None,
    )
    return append(told, subject=figure.subject, body=figure.body, actor=by, at=at)


@transaction.atomic
def declare_all(
    rows: Iterable[tuple[int, Figure]], *, by: str, at: datetime, dry_run: bool = False
) -> Imported:
    """Declare the figures of a table, row by row; what is refused is told and left out. `dry_run`: only look."""
    declared, unchanged, faults = 0, 0, []
    for row, figure in in_order(rows):
        try:
            with transaction.atomic():
                declare(figure, by=by, at=at)  # appends the entry
            declared += 1
        except Refusal as refusal:
            if refusal.code == "nothing-changed":
                unchanged += 1
            else:
                faults.append(Fault(row, refusal.code, str(refusal)))
    transaction.set_rollback(dry_run)
    return Imported(declared, unchanged, tuple(sorted(faults)))


Held = dict[str, Entry]


def _standing(month: Period, body: str) -> Held:
    """The entries that hold for the body and month, by figure."""
    subjects = {subject_of(month, name, body): name for name in figures(counters())}
    return {subjects[subject]: entry for subject, entry in latest(subjects).items()}


def _known(figure: Figure, _held: Held, _at: datetime) -> None:
    if figure.name not in figures(counters()):
        raise Refusal(
            _("There is no figure “%(name)s” to declare. Choose one of: %(known)s.")
            % {"name": figure.name, "known": ", ".join(figures(counters()))},
            code="name",
        )
    if not (figure.paper.strip() and figure.issuer.strip()):
        raise Refusal(_("Name the paper that the figure stands in, and who issued it."), code="paper")


def _at_its_place(figure: Figure, _held: Held, _at: datetime) -> None:
    known = tree()
    if figure.body not in known.nodes:
        raise Refusal(
            _("No body “%(code)s” is measured here. Choose one from the list.") % {"code": figure.body},
            code="body",
        )
    if figure.name in PROVINCIAL and known[figure.body].level != "province":
        raise Refusal(
            _("This figure is declared for a province as a whole. Choose the province."), code="body"
        )
    if figure.name not in PROVINCIAL and known.children(figure.body):
        raise Refusal(
            _("Declare this figure for each body by itself: the whole is the sum of them."), code="body"
        )


def _in_its_time(figure: Figure, _held: Held, at: datetime) -> None:
    if figure.month.starts_at > at:
        raise Refusal(
            _("%(month)s has not begun yet. Choose a month that has.") % {"month": figure.month.code},
            code="month",
        )
    if figure.paper_on > localdate(at):
        raise Refusal(_("The paper is dated after today. Look at its date again."), code="paper_on")
    if figure.paper_on < localdate(figure.month.starts_at):
        raise Refusal(
            _("The paper is older than the month that it tells of. Look at its date again."), code="paper_on"
        )


def _possible(figure: Figure, held: Held, _at: datetime) -> None:
    if figure.amount < 0:
        raise Refusal(_("A figure cannot be below 0."), code="amount")
    least, most = _least(figure, held), _most(figure, held)
    if most is not None and figure.amount > most:
        raise Refusal(
            _("%(amount)s cannot be: no more than %(most)s are possible in this month at this body.")
            % {"amount": figure.amount, "most": most},
            code="amount",
        )
    if figure.amount < least:
        raise Refusal(
            _("%(amount)s cannot be: %(least)s of them are declared already. Correct that figure first.")
            % {"amount": figure.amount, "least": least},
            code="amount",
        )


def _received(figure: Figure) -> int:
    return counts_of({figure.body: (figure.body,)}, figure.month)[figure.body]["received"]


def _amount(held: Held, name: str) -> int:
    return int(held[name].data["amount"]) if name in held else 0


_BOUNDS: dict[str, Callable[[Figure, Held], int]] = {
    "synchronised": lambda figure, held: max(_received(figure), _amount(held, "reported_national")),
    "communes_certifying": lambda _figure, held: _amount(held, "communes"),
}


def _most(figure: Figure, held: Held) -> int | None:
    """No more are synchronised than were received by either record; no more communes certify than there are."""
    bound = _BOUNDS.get(figure.name)
    return bound(figure, held) if bound else None


def _least(figure: Figure, held: Held) -> int:
    """What rests on a figure must not become impossible when the figure is corrected."""
    if figure.name == "communes":
        return _amount(held, "communes_certifying")
    synchronised = _amount(held, "synchronised")
    if figure.name == "reported_national" and synchronised > _received(figure):
        return synchronised
    return 0


def _says_the_same(entry: Entry, figure: Figure) -> bool:
    said = entry.data
    told = (said["amount"], said["paper"], said["paper_on"], said["issuer"])
    return told == (figure.amount, figure.paper, figure.paper_on.isoformat(), figure.issuer)
