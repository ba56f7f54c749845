from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.organizations.models import Officer
from motcua.organizations.queries import power_to_sign
from motcua.results.events import ResultReplaced, ResultRevoked
from motcua.results.models import Instrument, Standing
from motcua.results.rules.content import rewritten
from motcua.results.services.drafting import draft
from motcua.results.services.issuing import sign


@transaction.atomic
def replace(
    old: Instrument, *, data: Mapping[str, Any], by: Officer, at: datetime, title: str = "", holder: str = ""
) -> Instrument:
    """Issue a corrected result in place of one in force. The old one stays on record as replaced, and says by
    which.
    """
    _end(old, Standing.REPLACED)
    new = draft(
        reference=old.reference,
        body=old.body,
        template=old.template,
        title=title or old.title,
        holder=holder or old.holder,
        data=rewritten(old.data, data),
        by=by,
        at=at,
        valid_months=old.valid_months,
    )
    new = sign(new, by=by, at=at)
    Instrument.objects.filter(pk=old.pk).update(replaced_by=new)
    event = ResultReplaced(number=old.number, by_number=new.number)
    append(event, subject=old.reference, body=old.body.code, actor=by.code, at=at)
    old.refresh_from_db()
    return new


@transaction.atomic
def revoke(instrument: Instrument, *, reason: str, by: Officer, at: datetime) -> Instrument:
    """Take a result out of force. Only who may sign for its body, and never without a reason."""
    reason = reason.strip()
    if not reason:
        raise Refusal(
            _("Give the reason why this result is revoked."), code="reason-needed", fields={"reason": ""}
        )
    if power_to_sign(by, instrument.body, at) is None:
        raise Refusal(
            _("You may not revoke results of %(body)s. Ask its leader.") % {"body": instrument.body.name},
            code="no-power-to-sign",
        )
    _end(instrument, Standing.REVOKED, revoked_at=at, revoked_by=by, revoked_because=reason[:500])
    event = ResultRevoked(number=instrument.number, reason="decision")
    append(event, subject=instrument.reference, body=instrument.body.code, actor=by.code, at=at)
    return instrument


def _end(instrument: Instrument, standing: Standing, **facts: Any) -> None:
    ended = Instrument.objects.filter(pk=instrument.pk, standing=Standing.IN_FORCE)
    if not ended.update(standing=standing, **facts):
        raise Refusal(
            _("%(number)s is not in force, so it can be neither replaced nor revoked.")
            % {"number": instrument.number or instrument.reference},
            code="not-in-force",
        )
    instrument.refresh_from_db()
