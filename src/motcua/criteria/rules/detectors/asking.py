"""From suspicions to the questions that are put."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.clock.rules.calendar import ZONE, Calendar
from motcua.criteria.rules.detectors import deadlines, habits, ratings, sharing, spikes
from motcua.criteria.rules.detectors.discovery import discoveries
from motcua.criteria.rules.detectors.scene import Detector, Scene, Suspicion
from motcua.criteria.rules.detectors.sealing import gaps
from motcua.criteria.rules.detectors.tables import Table, microseconds
from motcua.criteria.rules.detectors.told import Told, detectors, most_chance, share_of_needless
from motcua.criteria.rules.detectors.worktime import WorkTime
from motcua.criteria.rules.periods import Period
from motcua.kernel.bilingual import Text

DETECTORS: dict[str, Detector] = {
    "deadline_spike": spikes.deadline_spike,
    "acceptance_delay": deadlines.acceptance_delay,
    "pause_share": habits.pause_share,
    "refuse_refile": habits.refuse_refile,
    "period_end_burst": habits.period_end_burst,
    "short_life": deadlines.short_life,
    "shared_device": sharing.shared_device,
    "shared_phone": sharing.shared_phone,
    "repeated_applicant": sharing.repeated_applicant,
    "minimum_payments": habits.minimum_payments,
    "blank_scans": sharing.blank_scans,
    "copied_scans": sharing.copied_scans,
    "rating_streak": ratings.rating_streak,
    "correction_rate": habits.correction_rate,
}
"""Those that look at dossiers. `seal_gaps` looks at the ledger's heads."""
SEAL_GAPS = "seal_gaps"


@dataclass(frozen=True)
class Finding:
    """A question to a unit, never a verdict.

    `count` of `of` cases, where `expected` would be usual (0: none at all); `chance`: how likely so many are in an
    honest unit, None where the count itself is the reason. `about`: an officer, a way of rating, a kind of ending;
    empty: the whole body. `body` is empty for the house itself. `evidence`: the dossiers' codes.
    """

    detector: str
    body: str
    period: str
    count: int
    of: int
    expected: float
    chance: float | None
    evidence: tuple[str, ...]
    question: Text
    about: str = ""

    @property
    def name(self) -> Text:
        return detectors()[self.detector].name


def findings(
    dossiers: Table | Sequence[object],
    calendar: Calendar,
    *,
    period: Period,
    horizon: datetime,
    steps: Table | Sequence[object] = (),
    sealed: Sequence[datetime] = (),
) -> list[Finding]:
    """Every question about a period, by detector, the strongest first.

    `dossiers`, `steps`: the facts of all bodies (peers are compared) known at `horizon`; `sealed`: when heads of the
    ledger were signed. Without steps officers are not compared, without heads gaps are not looked for.
    """
    scene = Scene(_table(dossiers), _table(steps), period, microseconds(horizon), WorkTime(calendar))
    found = [
        finding
        for code, detector in DETECTORS.items()
        for finding in _asked(scene, detectors()[code], detector(scene, detectors()[code].limits))
    ]
    return found + list(_gaps(sealed, period, horizon))


def assisted(found: Iterable[Finding]) -> frozenset[str]:
    """The dossiers that look made up or filed for others: the index is shown with and without them (G8)."""
    return frozenset(
        code for finding in found if detectors()[finding.detector].is_fake for code in finding.evidence
    )


def _asked(scene: Scene, told: Told, suspicions: Iterable[Suspicion]) -> Iterator[Finding]:
    """Of those with a chance, the ones that stand out among all units asked about; of the others, all."""
    everything = list(suspicions)
    counted = [one for one in everything if one.chance is None]
    tested = [one for one in everything if one.chance is not None]
    chosen = discoveries([one.chance or 0.0 for one in tested], share_of_needless())
    kept = counted + [
        one
        for one, stands_out in zip(tested, chosen, strict=True)
        if stands_out
        and (one.chance or 0.0) <= most_chance()
        and len(one.rows)
        and one.count >= told.limits.get("least_ratio", 1) * one.expected
    ]
    for one in sorted(kept, key=lambda one: (one.chance or 0.0, -one.count, one.body, one.about)):
        yield _finding(scene, told, one)


def _finding(scene: Scene, told: Told, one: Suspicion) -> Finding:
    codes = scene.dossiers.texts("code")
    usual = {"count": one.count, "of": one.of, "expected": round(one.expected, 1), "about": one.about}
    return Finding(
        told.code,
        one.body,
        scene.period.code,
        one.count,
        one.of,
        one.expected,
        one.chance,
        tuple(sorted(codes[row] for row in one.rows.tolist())),
        told.question({**usual, **one.facts}),
        one.about,
    )


def _gaps(sealed: Sequence[datetime], period: Period, horizon: datetime) -> Iterator[Finding]:
    told = detectors()[SEAL_GAPS]
    until = min(period.ends_at, horizon)
    found = gaps(sealed, since=period.starts_at, until=until, most_minutes=told.limits["most_minutes"])
    if found:
        longest = max(found, key=lambda gap: gap.until - gap.since)
        facts = {
            "count": len(found),
            "most": told.limits["most_minutes"],
            "longest": longest.minutes,
            "on": longest.since.astimezone(ZONE).date(),
        }
        heads = len([moment for moment in sealed if period.starts_at <= moment < until])
        yield Finding(told.code, "", period.code, len(found), heads, 0.0, None, (), told.question(facts))


def _table(rows: Table | Sequence[object]) -> Table:
    return rows if isinstance(rows, Table) else Table.of(rows)
