"""A recommendation is drafted and changed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.directives.queries.duties import Duty, duty_of
from motcua.directives.queries.measuring import Asked, Finding
from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.organizations.models import Body, Officer
from motcua.reviews.events import RecommendationAmended, RecommendationDrafted
from motcua.reviews.models import Recommendation
from motcua.reviews.queries.registers import answers_now, receivers
from motcua.reviews.rules.recommendations import Act
from motcua.reviews.services.asking import check_keeper, check_public, check_words, found_of, next_code
from motcua.reviews.services.recommendation_acts import allowed

PREFIX = "KN"


@dataclass(frozen=True)
class Wish:
    """What is asked of whom, on behalf of a body. `about` names the finding that it comes from, if there is one."""

    title: str
    text: str
    receiver: str
    body: Body
    legal_root: str = ""
    cause: str = ""
    about: Asked | None = None


@transaction.atomic
def draft(wish: Wish, *, by: Officer, at: datetime) -> Recommendation:
    """Written for a body, for another person to sign.

    Raises Refusal: `not-your-line`, `empty`, `personal-data`, `no-receiver`, and those of `measuring.finding`.
    """
    duty = duty_of(by, localdate(at))
    check_keeper(duty, wish.body)
    made = Recommendation(code=next_code(PREFIX, at), body=wish.body, drafted_by=by, drafted_at=at)
    found = _write(made, wish, duty, at)
    made.save()
    told = RecommendationDrafted(
        receiver=made.receiver,
        set=made.criteria_set or None,
        criterion=made.criterion or None,
        body=made.measured_body or None,
        procedure=made.procedure or None,
        period=made.period or None,
        numerator=found.figures.numerator if found else None,
        denominator=made.found_denominator,
    )
    append(told, subject=made.code, body=made.body.code, actor=by.code, at=at)
    return made


@transaction.atomic
def amend(recommendation: Recommendation, wish: Wish, *, by: Officer, at: datetime) -> Recommendation:
    """Before it is signed. Whoever asks for it stays; the finding is measured anew. Refuses as `draft` does."""
    held = allowed(recommendation, Act.AMEND, by=by, at=at)
    _write(held, wish, duty_of(by, localdate(at)), at)
    held.save()
    told = RecommendationAmended(
        receiver=held.receiver,
        criterion=held.criterion or None,
        numerator=held.found_numerator,
        denominator=held.found_denominator,
    )
    append(told, subject=held.code, body=held.body.code, actor=by.code, at=at)
    return held


def _write(made: Recommendation, wish: Wish, duty: Duty, at: datetime) -> Finding | None:
    check_words(title=wish.title, text=wish.text)
    check_public(title=wish.title, text=wish.text, legal_root=wish.legal_root)
    _check_receiver(made, wish.receiver, at)
    found = found_of(duty, made.body, wish.about)
    made.title, made.text = wish.title.strip(), wish.text.strip()
    made.legal_root, made.cause = wish.legal_root.strip(), wish.cause.strip()
    made.receiver = wish.receiver
    made.aim_at(wish.about)
    if found is not None:
        made.freeze(found)
    return found


def _check_receiver(made: Recommendation, code: str, at: datetime) -> None:
    known = receivers().get(code)
    if known is None:
        raise Refusal(
            _("Choose whom it is addressed to."), code="no-receiver", fields={"receiver": "unknown"}
        )
    on = localdate(at)
    if not known.exists(on):
        raise Refusal(
            _("%(gone)s does not exist on that day. Address it to %(now)s.")
            % {"gone": known.name, "now": answers_now(known, on).name},
            code="no-receiver",
            fields={"receiver": "gone"},
        )
    if made.receiver != code and made.pk is not None and made.carried.exists():
        raise Refusal(
            _("Others of the same content rest on it, so its receiver stays."),
            code="others-rest-on-it",
            fields={"receiver": "fixed"},
        )
