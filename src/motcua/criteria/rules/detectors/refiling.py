"""Refused and filed again: the same person, the same procedure, the same body, within days. One wait, told as two."""

import numpy as np

from motcua.criteria.rules.detectors.scene import Scene, happened
from motcua.criteria.rules.detectors.tables import DAY, NEVER, SECOND, Ints


def first_of_pairs(scene: Scene, days: int) -> tuple[Ints, Ints]:
    """The dossiers refused or stopped in the period, and with each the first one that followed it.

    What was filed again after the period counts as far as it is known at the horizon.
    """
    table = scene.dossiers
    filed = table.moments("filed_at")
    endings = table.codes("ending").equal("refused", "stopped")
    ended = np.where(endings, table.moments("ended_at"), NEVER)
    refused = table.moments("refused_at_intake_at")
    closed = np.where(happened(refused), refused, ended)
    person = _persons(scene)
    known = table.codes("applicant_mark").known & (filed < scene.horizon)
    first = np.flatnonzero(known & (closed >= scene.starts) & (closed < scene.ends))
    again = np.flatnonzero(known)
    if not len(first):
        return first, first
    begin, span = int(filed[again].min()), 0
    latest = max(int(filed[again].max()), int(closed[first].max()))
    span = (latest - begin) // SECOND + 2
    order = again[np.lexsort((filed[again], person[again]))]
    keys = person[order] * span + (filed[order] - begin) // SECOND
    places = np.searchsorted(keys, person[first] * span + (closed[first] - begin) // SECOND)
    inside = places < len(order)
    first, second = first[inside], order[places[inside]]
    follows = (
        (person[second] == person[first]) & (filed[second] - closed[first] <= days * DAY) & (first != second)
    )
    return first[follows], second[follows]


def _persons(scene: Scene) -> Ints:
    """One number for each person, procedure and body."""
    columns = [scene.dossiers.codes(name) for name in ("applicant_mark", "procedure", "body")]
    key = np.zeros(len(scene.dossiers), np.int64)
    for column in columns:
        key = key * len(column.names) + column.ids
    return np.unique(key, return_inverse=True)[1].astype(np.int64)
