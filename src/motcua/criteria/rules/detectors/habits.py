"""Acts that a unit does more often than its peers do with the same procedures."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from motcua.criteria.rules.detectors import peers, tails
from motcua.criteria.rules.detectors.refiling import first_of_pairs
from motcua.criteria.rules.detectors.scene import Limits, Scene, Suspicion
from motcua.criteria.rules.detectors.tables import Flags, Ints


def pause_share(scene: Scene, limits: Limits) -> Iterator[Suspicion]:
    """Supplement requests: by body, among its dossiers received; by officer, among those that he handled."""
    asked = scene.dossiers.numbers("supplements") > 0
    yield from _bodies(scene, limits, scene.within("received_at"), asked)
    yield from _officers(scene, limits, asked)


def correction_rate(scene: Scene, limits: Limits) -> Iterator[Suspicion]:
    """Dossiers of which an entry was corrected later, among those that ended."""
    yield from _bodies(scene, limits, scene.within("ended_at"), scene.dossiers.numbers("corrections") > 0)


def refuse_refile(scene: Scene, limits: Limits) -> Iterator[Suspicion]:
    """Dossiers refused or stopped that the same person filed again soon: one wait, told as two."""
    first, second = first_of_pairs(scene, limits["days"])
    refused = np.zeros(len(scene.dossiers), bool)
    refused[first] = True
    ended = scene.within("ended_at") | scene.within("refused_at_intake_at")
    partner = dict(zip(first.tolist(), second.tolist(), strict=True))
    for found in _bodies(scene, limits, ended, refused):
        if not len(found.rows):
            yield found
            continue
        again = np.array([partner[row] for row in found.rows.tolist()], np.int64)
        facts = {"days": limits["days"]}
        yield replace(found, rows=np.unique(np.concatenate([found.rows, again])), facts=facts)


def minimum_payments(scene: Scene, limits: Limits) -> Iterator[Suspicion]:
    """Online payments of the least amount that a procedure can cost, where it can also cost more."""
    table = scene.dossiers
    fees, procedures = table.numbers("fee"), table.codes("procedure").ids
    paid = scene.within("paid_at") & (table.numbers("paid_online") > 0) & (fees > 0)
    count = len(table.codes("procedure").names)
    least, most = np.full(count, np.iinfo(np.int64).max), np.zeros(count, np.int64)
    np.minimum.at(least, procedures[paid], fees[paid])
    np.maximum.at(most, procedures[paid], fees[paid])
    varied = paid & (least < most)[procedures]
    yield from _bodies(scene, limits, varied, fees == least[procedures])


def period_end_burst(scene: Scene, limits: Limits) -> Iterator[Suspicion]:
    """Ends in the last working days of a period: more than the unit's own other days, and its peers' last days, say.

    Asked of results and of closing without a result, each for itself. Before the period is over there is no answer.
    """
    if not scene.is_over:
        return
    table = scene.dossiers
    endings = table.codes("ending")
    ended, refused = table.moments("ended_at"), table.moments("refused_at_intake_at")
    at_intake = scene.within("refused_at_intake_at")
    kinds = {
        "results": (scene.within("ended_at") & endings.equal("completed"), ended),
        "closures": (
            (scene.within("ended_at") & endings.equal("refused", "stopped")) | at_intake,
            np.where(at_intake, refused, ended),
        ),
    }
    first, last = scene.last_days(limits["last_days"])
    for kind, (told, moments) in kinds.items():
        yield from _burst(scene, limits, kind, told, (moments >= first) & (moments < last))


def _burst(scene: Scene, limits: Limits, kind: str, told: Flags, late: Flags) -> Iterator[Suspicion]:
    count = len(scene.dossiers.codes("body").names)
    own_late = np.bincount(scene.bodies[told & late], minlength=count)
    own_rest = np.bincount(scene.bodies[told & ~late], minlength=count)
    last, prior = limits["last_days"] / len(scene.worked_days), limits["prior_cases"]
    others_late = own_late.sum() - own_late + prior * last
    others_rest = own_rest.sum() - own_rest + prior * (1 - last)
    expected = (own_rest + 1) * others_late / others_rest  # none so far is not none ever
    spread = peers.dispersion(own_late, expected, least=limits["least_dispersion"])
    doubt = spread + 1 / (own_rest + 1)  # its own pace is told by no more than these
    variance = expected + doubt * expected**2
    facts = {"days": limits["last_days"], "kind": kind}
    for body in np.flatnonzero(own_late + own_rest).tolist():
        found, cases = int(own_late[body]), int(own_late[body] + own_rest[body])
        if found < limits["least"]:
            yield scene.quiet(body, found, cases)
            continue
        rows = np.flatnonzero(told & late & (scene.bodies == body))
        usual = float(expected[body])
        chance = tails.matched(found, usual, float(variance[body]))
        yield Suspicion(scene.body(body), found, cases, usual, chance, rows, about=kind, facts=facts)


def _bodies(scene: Scene, limits: Limits, told: Flags, is_so: Flags) -> Iterator[Suspicion]:
    """Bodies compared, procedure by procedure, over the dossiers that are `told` of."""
    procedures = scene.dossiers.codes("procedure").ids
    at = np.flatnonzero(told)
    yield from _against_peers(scene, limits, scene.bodies[at], procedures[at], is_so[at], at)


def _officers(scene: Scene, limits: Limits, asked: Flags) -> Iterator[Suspicion]:
    """Officers compared with those who did the same in the same procedure: each dossier once, whatever steps he had."""
    handled = _handled(scene) if len(scene.steps) else {}
    if not handled:
        return
    procedures, askers = scene.dossiers.codes("procedure"), scene.dossiers.codes("asker")
    kinds: dict[tuple[int, str], int] = {}
    rows = np.array([row for row, _who in handled], np.int64)
    done = [(int(procedures.ids[row]), " ".join(sorted(steps))) for (row, _who), steps in handled.items()]
    strata = np.array([kinds.setdefault(one, len(kinds)) for one in done], np.int64)
    by_him = np.array([asked[row] and askers.names[askers.ids[row]] == who for row, who in handled], bool)
    people, units = np.unique([who for _row, who in handled], return_inverse=True)
    yield from _against_peers(scene, limits, units, strata, by_him, rows, people.tolist())


def _handled(scene: Scene) -> dict[tuple[int, str], set[str]]:
    """The steps that each officer had in each dossier received in the period; receiving it is one."""
    known = {code: row for row, code in enumerate(scene.dossiers.texts("code"))}
    received, receivers = scene.within("received_at"), scene.dossiers.codes("receiver")
    handled: dict[tuple[int, str], set[str]] = {}
    for code, officer, step in zip(*map(scene.steps.texts, ("code", "officer", "step")), strict=True):
        row = known.get(code)
        if officer and row is not None and received[row]:
            handled.setdefault((row, officer), set()).add(step)
    for row in np.flatnonzero(received & receivers.known).tolist():
        handled.setdefault((row, receivers.names[receivers.ids[row]]), set()).add("receive")
    return handled


def _against_peers(  # noqa: PLR0913
    scene: Scene,
    limits: Limits,
    units: Ints,
    strata: Ints,
    is_so: Flags,
    rows: Ints,
    people: list[str] | None = None,
) -> Iterator[Suspicion]:
    compared = peers.compare(
        units, strata, is_so, least_peers=limits["least_peers"], prior=limits["prior_cases"]
    )
    spread = peers.dispersion(
        compared.found, compared.expected, least=limits["least_dispersion"], cases=compared.cases
    )
    chances = peers.chances(compared, spread)
    body_of = np.zeros(len(compared.cases), np.int64)
    body_of[units] = scene.bodies[rows]
    for unit in np.flatnonzero(compared.cases).tolist():
        body, found, cases = int(body_of[unit]), int(compared.found[unit]), int(compared.cases[unit])
        if found < limits["least"]:
            yield scene.quiet(body, found, cases)
            continue
        own = np.unique(rows[(units == unit) & is_so])
        about = people[unit] if people else ""
        usual = float(compared.expected[unit])
        yield Suspicion(scene.body(body), found, cases, usual, chances[unit], own, about=about)
