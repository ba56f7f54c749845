"""The next version of a criteria set: one person of the reform office proposes it, another lets it count, later."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.catalog.rules.problems import Unreadable
from motcua.criteria.events import SetApproved, SetProposed, SetWithdrawn
from motcua.criteria.models import SetVersion
from motcua.criteria.queries.sets import SYSTEM, as_shipped, content_of
from motcua.criteria.rules.sets import CriteriaSet, shipped
from motcua.criteria.rules.sets.proposals import proposed, says_the_same
from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append, append_all
from motcua.organizations.models import Officer, Role
from motcua.organizations.queries import roles_of

FIRST = 1


@transaction.atomic
def adopt(code: str, *, at: datetime) -> SetVersion | None:
    """Keep the version that came with the system, once; from then on a newer program does not change it.

    None for a set that did not come with it.
    """
    held = SetVersion.objects.select_for_update().filter(code=code, number=FIRST).first()
    if held is not None or code not in shipped():
        return held
    version = as_shipped(code)
    version.proposed_at = version.approved_at = at
    version.save(force_insert=True)
    told = (
        SetProposed(FIRST, version.digest, version.effective_from),
        SetApproved(FIRST, version.digest, version.effective_from),
    )
    append_all(told, subject=code, body="", actor=SYSTEM, at=at)
    return version


@transaction.atomic
def propose(text: str, *, base: int | None, by: Officer, at: datetime) -> SetVersion:
    """Propose what a YAML text says as the next version of its set.

    `base` is the newest approved version that the author has seen; None for a new set. Refused: a text at fault
    (every problem is in the refusal's fields), a first day that is past or not the first of a month, nothing that
    changes, and a base that another version has followed since.
    """
    _of_the_reform_office(by, at)
    found = _readable(text, localdate(at))
    adopt(found.code, at=at)
    _not_stale(found.code, base)
    if base is not None and says_the_same(found, _version(found.code, base)):
        raise Refusal(
            _("The proposal says what version %(number)s says: there is nothing to propose.")
            % {"number": base},
            code="nothing-changed",
        )
    numbers = SetVersion.objects.select_for_update().filter(code=found.code).values_list("number", flat=True)
    version = SetVersion.objects.create(
        code=found.code,
        number=max(numbers, default=0) + 1,
        text=text,
        digest=found.digest,
        effective_from=found.effective_from,
        effective_until=found.effective_until,
        proposed_by=by.code,
        proposed_at=at,
        base=base,
    )
    told = SetProposed(version.number, version.digest, version.effective_from, base)
    append(told, subject=version.code, body=by.body.code, actor=by.code, at=at)
    return version


@transaction.atomic
def approve(version: SetVersion, *, by: Officer, at: datetime) -> SetVersion:
    """Let a proposal count from its first day on. Refused: to its author, on or after that day, and once stale."""
    _of_the_reform_office(by, at)
    held = _open(version)
    if held.proposed_by == by.code:
        raise Refusal(
            _("You proposed this version, so another person of the reform office must approve it."),
            code="same-person",
        )
    if held.effective_from <= localdate(at):
        raise Refusal(
            _("Its first day, %(day)s, has come: a set counts from a later day only. Propose it again.")
            % {"day": f"{held.effective_from:%d/%m/%Y}"},
            code="effective-in-the-past",
        )
    _not_stale(held.code, held.base)
    _readable(held.text, localdate(at))
    held.approved_by, held.approved_at = by.code, at
    held.save(update_fields=["approved_by", "approved_at"])
    told = SetApproved(held.number, held.digest, held.effective_from)
    append(told, subject=held.code, body=by.body.code, actor=by.code, at=at)
    return held


@transaction.atomic
def withdraw(version: SetVersion, *, reason: str, by: Officer, at: datetime) -> SetVersion:
    """End a proposal: its author withdraws it, anybody else of the reform office rejects it and says why."""
    _of_the_reform_office(by, at)
    held = _open(version)
    held.ending = "withdrawn" if held.proposed_by == by.code else "rejected"
    held.reason = reason.strip()
    if held.ending == "rejected" and not held.reason:
        raise Refusal(
            _("Say why the proposal is rejected: its author reads it."),
            code="reason-missing",
            fields={"reason": _("Say why the proposal is rejected: its author reads it.")},
        )
    held.ended_by, held.ended_at = by.code, at
    held.save(update_fields=["ending", "reason", "ended_by", "ended_at"])
    told = SetWithdrawn(held.number, held.digest, held.ending)
    append(told, subject=held.code, body=by.body.code, actor=by.code, at=at)
    return held


def _of_the_reform_office(by: Officer, at: datetime) -> None:
    if Role.REFORM not in roles_of(by, localdate(at)):
        raise Refusal(
            _("Only the reform office may change criteria sets: this needs the role “%(role)s”.")
            % {"role": Role.REFORM.label},
            code="not-reform-office",
        )


def _readable(text: str, today: date) -> CriteriaSet:
    try:
        return proposed(text, today)
    except Unreadable as unreadable:
        raise Refusal(
            _("The set cannot be proposed: %(count)s things to mend. %(first)s")
            % {"count": len(unreadable.problems), "first": str(unreadable.problems[0])},
            code="unreadable-set",
            fields={problem.where: str(problem) for problem in reversed(unreadable.problems)},
        ) from unreadable


def _open(version: SetVersion) -> SetVersion:
    """The proposal, locked with every version of its set: two decisions on one set follow one another."""
    rows = SetVersion.objects.select_for_update().filter(code=version.code).order_by("number")
    held = next(row for row in rows if row.number == version.number)
    if not held.is_open:
        raise Refusal(_("This proposal has been decided in the meantime."), code="not-open")
    return held


def _not_stale(code: str, base: int | None) -> None:
    approved = SetVersion.objects.filter(code=code, approved_at__isnull=False)
    newest = max(approved.values_list("number", flat=True), default=None)
    if newest != base:
        raise Refusal(
            _(
                "The proposal follows version %(base)s, but version %(newest)s has been approved since. "
                "Compare it with that one and propose it again."
            )
            % {"base": base or "–", "newest": newest or "–"},
            code="stale-base",
        )


def _version(code: str, number: int) -> CriteriaSet:
    row = SetVersion.objects.get(code=code, number=number)
    return content_of(code, row.digest)
