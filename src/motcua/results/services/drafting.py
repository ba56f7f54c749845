from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.organizations.models import Body, Officer
from motcua.results.events import ResultDrafted
from motcua.results.models import Instrument, Standing
from motcua.results.rules.content import Content, rewritten
from motcua.results.rules.tokens import new_token


@transaction.atomic
def draft(  # noqa: PLR0913
    *,
    reference: str,
    body: Body,
    template: str,
    title: str,
    holder: str,
    data: Mapping[str, Any],
    by: Officer,
    at: datetime,
    valid_months: int | None = None,
) -> Instrument:
    """Write the draft of a result. `data`: see rules.content.Content. One live result for a reference."""
    Content.of(data)
    try:
        with transaction.atomic():
            instrument = Instrument.objects.create(
                reference=reference,
                body=body,
                template=template,
                title=title,
                holder=holder,
                data=dict(data),
                token=new_token(),
                drafted_by=by,
                drafted_at=at,
                valid_months=valid_months,
            )
    except IntegrityError as clash:
        if "instrument_one_live_per_reference" not in str(clash):
            raise
        raise Refusal(
            _("There is a result for %(reference)s already. Rewrite its draft or replace it.")
            % {"reference": reference},
            code="result-exists",
        ) from clash
    append(ResultDrafted(template=template), subject=reference, body=body.code, actor=by.code, at=at)
    return instrument


@transaction.atomic
def redraft(instrument: Instrument, *, data: Mapping[str, Any], by: Officer, at: datetime) -> Instrument:
    """Write a draft anew. What frames the answers (symbol, labels, bases…) stays unless said again."""
    held = held_draft(instrument)
    held.data = rewritten(held.data, data)
    Content.of(held.data)
    held.drafted_by, held.drafted_at = by, at
    held.save(update_fields=["data", "drafted_by", "drafted_at"])
    event = ResultDrafted(template=held.template)
    append(event, subject=held.reference, body=held.body.code, actor=by.code, at=at)
    return held


@transaction.atomic
def discard(instrument: Instrument, *, by: Officer, at: datetime) -> None:
    """Throw a draft away. It was never a result, so nothing of it stays but that it was drafted."""
    # no entry: the ledger keeps what was issued; a draft binds nobody
    held_draft(instrument).delete()


def held_draft(instrument: Instrument) -> Instrument:
    """The draft, locked until the transaction ends. Refuses what has been signed meanwhile."""
    held = Instrument.objects.select_for_update(of=("self",)).select_related("body").get(pk=instrument.pk)
    if held.standing != Standing.DRAFT:
        raise Refusal(
            _("This result has been signed already; it can only be replaced or revoked."),
            code="already-signed",
        )
    return held
