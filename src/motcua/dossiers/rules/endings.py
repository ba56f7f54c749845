"""Ends other than the sheet's own: withdrawal by the applicant, stopping (form 05); and giving the result out."""

from dataclasses import replace
from datetime import datetime

from motcua.dossiers.events import DossierDelivered, DossierStopped, DossierWithdrawn
from motcua.dossiers.rules.breaches import Breach
from motcua.dossiers.rules.life import (
    COMPLETED,
    DELIVERED,
    OPEN,
    STOPPED,
    WITHDRAWN,
    Act,
    Life,
    at_moment,
    require,
)
from motcua.dossiers.rules.steps import cancelled


def withdraw(life: Life, *, at: datetime) -> Act:
    life = at_moment(life, at)
    require(life, *OPEN)
    life, events = cancelled(life)
    return Act(replace(life, state=WITHDRAWN, paused_at=None, ended_at=at), (*events, DossierWithdrawn()))


def stop(life: Life, *, reason: str, at: datetime) -> Act:
    """Stop processing, with a reason from the list and a notice (form 05)."""
    life = at_moment(life, at)
    require(life, *OPEN)
    if not reason:
        raise Breach("reason-needed")
    life, events = cancelled(life)
    return Act(
        replace(life, state=STOPPED, paused_at=None, ended_at=at), (*events, DossierStopped(reason=reason))
    )


def deliver(life: Life, *, channel: str, at: datetime) -> Act:
    """Give the result to the applicant."""
    life = at_moment(life, at)
    require(life, COMPLETED)
    return Act(replace(life, state=DELIVERED), (DossierDelivered(channel=channel),))
