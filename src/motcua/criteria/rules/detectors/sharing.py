"""Dossiers that share what honest ones do not: a device, a phone, a person, a scan; or that hold empty paper."""

from collections.abc import Iterator

import numpy as np

from motcua.criteria.rules.detectors.deadlines import rare
from motcua.criteria.rules.detectors.scene import Limits, Scene, Suspicion
from motcua.criteria.rules.detectors.tables import Codes, Flags, Ints, days_of


def shared_device(scene: Scene, limits: Limits) -> Iterator[Suspicion]:
    """Online dossiers of many people from one device on one day."""
    column = scene.dossiers.codes("device_mark")
    yield from _shared(scene, limits, column, scene.dossiers.codes("channel").equal("online"), _days(scene))


def shared_phone(scene: Scene, limits: Limits) -> Iterator[Suspicion]:
    """Dossiers of many people with one phone number, whatever the day."""
    everywhere = np.ones(len(scene.dossiers), bool)
    yield from _shared(scene, limits, scene.dossiers.codes("phone_mark"), everywhere, None)


def repeated_applicant(scene: Scene, limits: Limits) -> Iterator[Suspicion]:
    """Many dossiers of one person for one procedure on one day."""
    column, procedure = scene.dossiers.codes("applicant_mark"), scene.dossiers.codes("procedure")
    told = scene.filed_within & column.known & scene.dossiers.codes("channel").equal("online")
    at = np.flatnonzero(told)
    keys = _joined(column.ids[at], procedure.ids[at], scene.bodies[at], _days(scene)[at])
    _groups, group_of, counts = np.unique(keys, return_inverse=True, return_counts=True)
    yield from _by_body(scene, limits, at, counts[group_of])


def blank_scans(scene: Scene, limits: Limits) -> Iterator[Suspicion]:
    """Scanned papers on which nothing is written, more than the mishaps that happen at every scanner."""
    blank = scene.filed_within & (scene.dossiers.numbers("blank") > 0)
    with_scans = scene.filed_within & (scene.dossiers.numbers("digitised") > 0)
    yield from rare(scene, limits, with_scans, blank, {})


def copied_scans(scene: Scene, limits: Limits) -> Iterator[Suspicion]:
    """The same scanned file in the dossiers of several people at one body. What many bodies get is a public form."""
    at = np.flatnonzero(scene.filed_within)
    scans, people = scene.dossiers.texts("scans"), scene.dossiers.codes("applicant_mark").ids
    seen: dict[str, int] = {}
    told = [
        (seen.setdefault(scan, len(seen)), row) for row in at.tolist() for scan in (scans[row] or "").split()
    ]
    if not told:
        return
    file_of, row_of = np.array(told, np.int64).T
    is_form = _distinct(file_of, scene.bodies[row_of], len(seen)) >= limits["bodies_of_a_form"]
    file_of, row_of = file_of[~is_form[file_of]], row_of[~is_form[file_of]]
    places, place_of = np.unique(_joined(file_of, scene.bodies[row_of]), return_inverse=True)
    counts = _distinct(place_of, people[row_of], len(places))
    widest = np.zeros(len(scene.dossiers), np.int64)
    np.maximum.at(widest, row_of, counts[place_of])
    yield from _by_body(scene, limits, at, widest[at])


def _shared(
    scene: Scene, limits: Limits, column: Codes, told: Flags, days: Ints | None
) -> Iterator[Suspicion]:
    """Groups that share a mark (on a day, if days are given) and hold more applicants than are usual."""
    applicants = scene.dossiers.codes("applicant_mark")
    at = np.flatnonzero(told & scene.filed_within & column.known & applicants.known)
    parts = [column.ids[at], scene.bodies[at]] + ([] if days is None else [days[at]])
    groups, group_of = np.unique(_joined(*parts), return_inverse=True)
    counts = _distinct(group_of, applicants.ids[at], len(groups))
    yield from _by_body(scene, limits, at, counts[group_of])


def _days(scene: Scene) -> Ints:
    """The day of filing, counted from the period's first: small numbers join without overflow."""
    return np.maximum(scene.filed_on - int(days_of(np.array([scene.starts]))[0]), 0)


def _by_body(scene: Scene, limits: Limits, rows: Ints, sizes: Ints) -> Iterator[Suspicion]:
    """One question for each body with all its dossiers whose group is bigger than usual."""
    everything = np.bincount(
        scene.bodies[scene.filed_within], minlength=len(scene.dossiers.codes("body").names)
    )
    big = sizes > limits["most"]
    rows, sizes = rows[big], sizes[big]
    for body in np.unique(scene.bodies[rows]):
        own = scene.bodies[rows] == body
        facts = {"most": limits["most"], "biggest": int(sizes[own].max())}
        cases = int(everything[body])
        yield Suspicion(scene.body(int(body)), int(own.sum()), cases, 0.0, None, rows[own], facts=facts)


def _distinct(groups: Ints, values: Ints, count: int) -> Ints:
    """How many different values each group has."""
    pairs = np.unique(_joined(groups, values))
    width = int(values.max()) + 1 if len(values) else 1
    return np.bincount(pairs // width, minlength=count)


def _joined(*columns: Ints) -> Ints:
    """Several columns as one, equal exactly where all are equal. Of two columns the first is the quotient by the
    highest value of the second plus one.
    """
    joined = columns[0].astype(np.int64)
    for column in columns[1:]:
        joined = joined * (int(column.max()) + 1 if len(column) else 1) + column
    return joined
