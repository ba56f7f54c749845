"""Taking a dossier in: receipt (form 01), refusal (form 03), hand-over to those who decide."""

from dataclasses import replace
from datetime import datetime

from motcua.catalog.rules.process import begin
from motcua.dossiers.events import DossierHandedOver, DossierReceived, IntakeRefused
from motcua.dossiers.rules.breaches import Breach
from motcua.dossiers.rules.life import (
    FILED,
    IN_PROGRESS,
    NOT_ACCEPTED,
    RECEIVED,
    Act,
    Life,
    Terms,
    at_moment,
    counted_due_at,
    require,
)
from motcua.dossiers.rules.steps import opened


def filed(*, at: datetime) -> Life:
    return Life(state=FILED, moved_at=at)


def receive(life: Life, terms: Terms, *, version: int, at: datetime) -> Act:
    """Take a filed dossier in and start its clock (NĐ 61/2018 Đ17; QĐ 766 counts from here)."""
    life = at_moment(life, at)
    require(life, FILED)
    life = replace(life, state=RECEIVED, received_at=at, pauses=())
    life = replace(life, due_at=counted_due_at(life, terms))
    return Act(
        life,
        (
            DossierReceived(
                procedure=terms.document.code,
                version=version,
                limit_quantity=str(terms.limit.quantity),
                limit_unit=terms.limit.unit.value,
                calendar=terms.calendar_code,
                due_at=_sure(life.due_at),
            ),
        ),
    )


def refuse_intake(life: Life, *, reasons: tuple[str, ...], at: datetime) -> Act:
    """Do not accept, with reasons from the list and a letter (form 03)."""
    life = at_moment(life, at)
    require(life, FILED)
    if not reasons:
        raise Breach("reason-needed")
    return Act(replace(life, state=NOT_ACCEPTED, ended_at=at), (IntakeRefused(reasons=reasons),))


def hand_over(life: Life, terms: Terms, *, at: datetime) -> Act:
    """Pass the received dossier to the unit of the first step; processing begins (NĐ 61/2018 Đ18)."""
    life = at_moment(life, at)
    require(life, RECEIVED)
    marking = begin(terms.document.net)
    life, events = opened(replace(life, state=IN_PROGRESS, marking=marking), terms, marking.open, at=at)
    first = terms.units[marking.open[0]]
    return Act(life, (DossierHandedOver(from_unit=terms.receiving_unit, to_unit=first), *events))


def _sure(moment: datetime | None) -> datetime:
    if moment is None:
        raise Breach("not-received")
    return moment
