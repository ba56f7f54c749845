"""Answers that come too late, ends that come too soon: held against what mishaps explain."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from motcua.criteria.rules.detectors import tails
from motcua.criteria.rules.detectors.scene import Limits, Scene, Suspicion, happened
from motcua.criteria.rules.detectors.tables import MINUTE, NEVER, Flags, Ints


def acceptance_delay(scene: Scene, limits: Limits) -> Iterator[Suspicion]:
    """More filings than tolerated that waited longer than allowed for an answer; those that still wait count too."""
    table = scene.dossiers
    filed = table.moments("filed_at")
    answers = [table.moments(name) for name in ("received_at", "refused_at_intake_at", "ended_at")]
    first = np.minimum.reduce([np.where(happened(moments), moments, scene.horizon) for moments in answers])
    asked = np.flatnonzero(scene.filed_within)
    waited = np.zeros(len(table), np.int64)
    waited[asked] = scene.work.before(first[asked]) - scene.work.before(filed[asked])
    too_long = scene.filed_within & (waited > limits["most_minutes"])
    yield from rare(
        scene,
        limits,
        scene.filed_within,
        too_long,
        {"hours": limits["most_minutes"] // 60},
        longest=waited // 60,
    )


def short_life(scene: Scene, limits: Limits) -> Iterator[Suspicion]:
    """Dossiers that came and were decided within minutes, faster than anybody can read them, beyond a few mishaps."""
    table = scene.dossiers
    ended, filed = table.moments("ended_at"), table.moments("filed_at")
    decided = scene.within("ended_at") & table.codes("ending").equal("completed", "refused")
    short = decided & (np.where(ended == NEVER, filed, ended) - filed < limits["least_minutes"] * MINUTE)
    yield from rare(scene, limits, decided, short, {"minutes": limits["least_minutes"]})


def rare(  # noqa: PLR0913
    scene: Scene,
    limits: Limits,
    told: Flags,
    is_so: Flags,
    facts: Mapping[str, Any],
    *,
    longest: Ints | None = None,
) -> Iterator[Suspicion]:
    """Bodies with more dossiers that are so, of those `told` of, than a tolerated share of mishaps explains."""
    count = len(scene.dossiers.codes("body").names)
    cases_of = np.bincount(scene.bodies[told], minlength=count)
    found_of = np.bincount(scene.bodies[told & is_so], minlength=count)
    for body in np.flatnonzero(cases_of).tolist():
        found, cases = int(found_of[body]), int(cases_of[body])
        if found < limits["least"]:
            yield scene.quiet(body, found, cases)
            continue
        rows = np.flatnonzero(told & is_so & (scene.bodies == body))
        usual, chance = (
            cases * limits["tolerated_share"],
            tails.binomial(found, cases, limits["tolerated_share"]),
        )
        more = {} if longest is None else {"longest": int(longest[rows].max())}
        yield Suspicion(scene.body(body), found, cases, usual, chance, rows, facts={**facts, **more})
