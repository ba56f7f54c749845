"""The slow and obvious way: try every way of laying a run along the rows of a sheet, and keep the first of the best.

It follows the rows (`tests.catalog.processes.Oracle`), not the net, and knows nothing of markings.
"""

from copy import deepcopy

from tests.catalog.processes import Oracle


def steps_in(rows):
    """Every step of the sheet, in its order."""
    return [step["step"] for row in rows for step in row.get("branches", [row])]


def best_way(rows, events, *, ended):
    """The departures of the best way: a list of ("extra", number of the event) and ("skipped", step), as they come."""
    known = {step: place for place, step in enumerate(steps_in(rows))}
    for budget in range(100):
        found = min(
            _ways(Oracle(rows), events, 0, ended, budget, known), default=None, key=lambda way: way[0]
        )
        if found is not None:
            return found[1]
    raise AssertionError


def _ways(here, events, nth, ended, budget, known):
    """Every way with exactly `budget` departures: what it is ranked by, and its departures."""
    if nth == len(events) and budget == 0 and (here.at is None or not ended):
        yield (), ()
    for price, rank, departed, after, then in _moves(here, events, nth, known):
        if price <= budget:
            for ranks, departures in _ways(after, events, then, ended, budget - price, known):
                yield (rank, *ranks), (*departed, *departures)


def _moves(here, events, nth, known):
    """What may come next: its price, its rank, what departs, where it leads, and which event is then next."""
    if nth < len(events):
        step, outcome = events[nth]
        outcomes = here.outcomes(step) if step in here.open() else []
        for number, taken in enumerate([outcome] if outcome in outcomes else outcomes):
            yield 0, (0, known[step], number), (), _after(here, step, taken), nth + 1
        yield 1, (2, 0, 0), (("extra", nth),), here, nth + 1
    for step in here.open():
        for number, outcome in enumerate(here.outcomes(step)):
            after = _after(here, step, outcome)
            yield 1, (1, known[step], number), (("skipped", step),), after, nth


def _after(here, step, outcome):
    after = deepcopy(here)
    after.finish(step, outcome)
    return after
