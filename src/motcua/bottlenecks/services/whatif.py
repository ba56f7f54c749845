"""A what-if: asked for by who answers for the body, played by the worker. States nothing of the world, so the ledger
does not tell it.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from motcua.bottlenecks.models.whatif import WhatIf, WhatIfState
from motcua.bottlenecks.queries.whatif_rights import bodies_to_try
from motcua.bottlenecks.rules.whatif.scenario import read
from motcua.catalog.rules.problems import Unreadable
from motcua.criteria.rules.written import told
from motcua.kernel.refusals import Refusal
from motcua.organizations.models import Officer

MOST_OPEN = 3
"""What-ifs of one officer that may wait or run at once."""
STEP = 10
TASK = "bottlenecks.whatif"


@transaction.atomic
def ask(text: str, *, by: Officer, at: datetime) -> WhatIf:
    """Keep a scenario and have it played. Refused: one that cannot be read, of a body that he does not answer for, or
    a fourth at once.
    """
    try:
        scenario = read(text)
    except Unreadable as unreadable:
        said = " ".join(told(problem) for problem in unreadable.problems)
        raise Refusal(said, code="scenario", fields={"scenario": "unreadable"}) from unreadable
    if scenario.body not in bodies_to_try(by, at):
        raise Refusal(
            _(
                "Whoever leads this body or one of its divisions, or the reform office, tries this. Ask one of them."
            ),
            code="not-yours",
        )
    Officer.objects.select_for_update().get(pk=by.pk)
    mine = WhatIf.objects.filter(asked_by=by, state__in=[WhatIfState.WAITING, WhatIfState.RUNNING])
    if mine.count() >= MOST_OPEN:
        raise Refusal(
            _("Three of your trials are waiting or being played. Wait for one of them to end."),
            code="too-many",
        )
    made = WhatIf.objects.create(
        body=scenario.body,
        procedure=scenario.procedure,
        period=scenario.over.code,
        scenario=text,
        seed=scenario.seed,
        replications=scenario.replications,
        asked_by=by,
        asked_at=at,
    )
    app.configure_task(TASK).defer(number=made.number)
    return made


def running(number: int) -> WhatIf | None:
    """Take up a what-if that waits, or that another process left unfinished; None if it has ended."""
    changed = WhatIf.objects.filter(number=number, ended_at=None).update(state=WhatIfState.RUNNING, played=0)
    return WhatIf.objects.get(number=number) if changed else None


def advance(number: int, played: int) -> None:
    """So many replications are done."""
    if played % STEP == 0:
        WhatIf.objects.filter(number=number, ended_at=None).update(played=played)


def finish(number: int, answer: dict[str, object], *, as_of: datetime, at: datetime) -> None:
    """Keep the answer; nothing if it has ended already."""
    WhatIf.objects.filter(number=number, ended_at=None).update(
        state=WhatIfState.DONE, answer=answer, as_of=as_of, ended_at=at, played=answer["replications"]
    )


def refuse(number: int, why: str, *, at: datetime) -> None:
    """Keep why there is no answer."""
    WhatIf.objects.filter(number=number, ended_at=None).update(
        state=WhatIfState.REFUSED, refusal=why, ended_at=at
    )
