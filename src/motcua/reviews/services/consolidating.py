"""The consolidated report of a call: frozen, signed and sent on."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.organizations.models import Officer
from motcua.organizations.queries import power_to_sign
from motcua.results import services as results
from motcua.results.models import Instrument
from motcua.reviews.events import ReviewConsolidated
from motcua.reviews.models import Call, Consolidation
from motcua.reviews.queries.duties import duty_of
from motcua.reviews.queries.papers import TEMPLATE, picture_content
from motcua.reviews.queries.pictures import Picture, picture_of
from motcua.reviews.rules.consolidating import as_json
from motcua.reviews.rules.figures import digest_of


@transaction.atomic
def send_on(call: Call, *, to: str, by: Officer, at: datetime) -> Consolidation:
    """Freezes the picture of what has been sent so far, signs it as a paper and notes to whom it went. May be repeated.

    Refusals `not-your-call`, `no-power-to-sign`, `nothing-sent`, `no-receiver`, and those of signing.
    """
    held = (
        Call.objects.select_for_update(of=("self",)).select_related("keeper__parent", "feeds").get(pk=call.pk)
    )
    _check(held, to, by, at)
    picture = picture_of(held)
    if not picture.sent:
        raise Refusal(
            _("Nobody has sent a report yet: there is nothing to consolidate."), code="nothing-sent"
        )
    told = {"rows": as_json(picture.rows), "versions": picture.versions, "asked": picture.asked}
    number = held.consolidations.count() + 1
    made = Consolidation.objects.create(
        call=held,
        number=number,
        picture=told,
        digest=digest_of(told),
        sent_to=to.strip(),
        instrument=_signed(held, number, picture, to.strip(), by, at),
        frozen_at=at,
        frozen_by=by,
    )
    event = ReviewConsolidated(number, made.digest, picture.sent)
    append(event, subject=held.code, body=held.keeper.code, actor=by.code, at=at)
    return made


def _check(held: Call, to: str, by: Officer, at: datetime) -> None:
    if not duty_of(by, localdate(at)).is_caller_of(held):
        raise Refusal(
            _("Only the leaders of %(body)s send the consolidated report on. Ask one of them.")
            % {"body": held.keeper.name},
            code="not-your-call",
        )
    if power_to_sign(by, held.keeper, at) is None:
        raise Refusal(
            _("You may not sign for %(body)s. Ask its leader to sign, or for a delegation.")
            % {"body": held.keeper.name},
            code="no-power-to-sign",
        )
    if not to.strip():
        raise Refusal(
            _("Say to whom the consolidated report goes."), code="no-receiver", fields={"to": "empty"}
        )


def _signed(held: Call, number: int, picture: Picture, to: str, by: Officer, at: datetime) -> Instrument:
    made = results.draft(
        reference=f"{held.code}.TH{number}",
        body=held.keeper,
        template=TEMPLATE,
        title="Báo cáo tổng hợp",
        holder=to,
        data=picture_content(held, picture),
        by=by,
        at=at,
    )
    return results.sign(made, by=by, at=at)
