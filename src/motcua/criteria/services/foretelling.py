"""The forecast, made anew and kept: of every open dossier, and of the end of the running month and quarter."""

from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext as _

from motcua.criteria.models import Dossier, Foretelling, ForetoldDossier, ForetoldEnd
from motcua.criteria.queries.outlook import Running, running, running_periods
from motcua.criteria.queries.past import past
from motcua.criteria.queries.scores import horizon
from motcua.criteria.rules.forecast import Foretold, History, Model, late_probabilities, period_end
from motcua.criteria.rules.forecast.foretelling import LATE_ALREADY
from motcua.criteria.rules.forecast.learning import fit
from motcua.kernel.refusals import Refusal


class Kept(NamedTuple):
    """How much was foretold, as of when."""

    at: datetime
    learned: int
    learned_late: int
    weak: bool
    dossiers: int
    ends: int


@transaction.atomic
def foretell(*, by: str, at: datetime) -> Kept:
    """Learn from everything recorded before, and keep what is foretold instead of what was. `by`: who asked for it.

    As of `at`, or of the moment up to which the index has counted, if that is earlier. States nothing of the world,
    so the ledger does not tell it. Refused: before anything has been counted.
    """
    counted = horizon()
    if counted is None:
        raise Refusal(_("Nothing has been counted yet, so nothing can be foretold."), code="nothing-counted")
    at = min(at, counted)
    history = past(at)
    model = fit(history, at)
    dossiers = _dossiers(late_probabilities(model, history, at))
    ends = [row for over in running_periods(at) for row in _ends(model, history, at, running(over, at))]
    _keep(model, dossiers, ends, by=by, at=at)
    return Kept(at, model.dossiers, model.late, model.weak, len(dossiers), len(ends))


def _dossiers(told: list[Foretold]) -> list[ForetoldDossier]:
    columns = ("code", "body", "procedure", "due_at")
    facts = {row[0]: row for row in Dossier.objects.filter(ended_at=None).values_list(*columns)}
    return [
        ForetoldDossier(
            **dict(zip(columns, facts[one.code], strict=True)),
            unit=one.unit,
            step=one.step,
            late=any(reason.matter == LATE_ALREADY for reason in one.reasons),
            probability=one.probability,
            reasons=[reason._asdict() for reason in one.reasons],
        )
        for one in told
        if one.code in facts  # else it ended while we reckoned
    ]


def _ends(model: Model, history: History, at: datetime, now: Running) -> list[ForetoldEnd]:
    found = []
    for node, stands in now.nodes.items():
        end = period_end(
            model, history, at, now.over, bodies=now.bodies[node], criterion=stands.on_time, rest=stands.rest
        )
        found.append(
            ForetoldEnd(
                node=node,
                period=now.over.code,
                set=now.by.code,
                score=end.score._asdict(),
                ratio=end.ratio._asdict(),
                score_now=stands.score,
                score_most=stands.most,
                dossiers=end.today.dossiers,
                late=end.today.late,
                come=end.come,
                newly_late=end.late,
                assumptions=list(end.assumptions),
            )
        )
    return found


def _keep(
    model: Model, dossiers: list[ForetoldDossier], ends: list[ForetoldEnd], *, by: str, at: datetime
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE criteria_foretelling IN EXCLUSIVE MODE")  # one after the other
    ForetoldDossier.objects.all().delete()
    ForetoldEnd.objects.all().delete()
    ForetoldDossier.objects.bulk_create(dossiers, batch_size=2000)
    ForetoldEnd.objects.bulk_create(ends, batch_size=2000)
    made = Foretelling(
        model=model.to_json(),
        learned=model.dossiers,
        learned_late=model.late,
        weak=model.weak,
        made_by=by,
    )
    made.at = at
    made.save()
