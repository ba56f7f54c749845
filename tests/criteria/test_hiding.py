"""No act of hiding raises a rate of on time.

What holds, for any dossiers, once one of them is late, to the instant and by calendar date (trust.md 2.3):
- whatever is added to it – extension, supplement, refusal, withdrawal, stop, an end said to be earlier – raises neither
  of the three readings nor criterion 2.1;
- not closing it raises neither the reading with the late and open nor criterion 2.1. The first two readings look at
  finished dossiers only, and leave it out: that is why the third stands beside them;
- a second supplement request never raises any of them, late or not.
An act while the dossier is in time is measured as the law has it: an end in time is on time, also a refusal.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.rules.folding import Known, Told
from motcua.criteria.rules.reading_counters import shipped
from motcua.criteria.rules.sets import shipped as sets

BEGIN = datetime(2026, 3, 2, 8, 0, tzinfo=ZONE)
HORIZON = BEGIN + timedelta(days=60)
ENDS = ("completed", "refused", "stopped", "withdrawn")
FILED = {
    "procedure": "1.1", "version": 1, "channel": "online", "online_level": "full", "papers": 2, "digitised": 1,
    "reused": 0, "identity_verified": True, "fee_total": 0,
}  # fmt: skip


@dataclass(frozen=True)
class Act:
    kind: str
    hour: int
    grace: int = 0

    @property
    def at(self):
        return BEGIN + timedelta(hours=self.hour)

    def told(self, code):
        data = (
            FILED
            if self.kind == "dossier.filed"
            else {"due_at": (self.at + timedelta(hours=self.grace)).isoformat()}
        )
        said = {"occurred_at": BEGIN.isoformat()}  # backdated, every time
        return Told(self.kind, code, "B1", "officer", self.at, {**data, **said})


@st.composite
def life(draw):
    """An order that the office allows; it may be unfinished."""
    hour = draw(st.integers(0, 300))
    acts = [Act("dossier.filed", hour), Act("dossier.received", hour, draw(st.integers(1, 300)))]
    for _round in range(draw(st.integers(0, 2))):
        hour += draw(st.integers(1, 200))
        acts.append(Act("supplement.requested", hour))
        hour += draw(st.integers(1, 200))
        acts.append(Act("supplement.given", hour, draw(st.integers(1, 300))))
    if draw(st.booleans()):
        hour += draw(st.integers(1, 300))
        acts.append(Act(f"dossier.{draw(st.sampled_from(ENDS))}", hour))
    return acts


def readings(lives):
    """The three readings and criterion 2.1 at the horizon; None where there is nothing to divide by."""
    known = Known({})
    for number, acts in enumerate(lives):
        for act in acts:
            known.fold(act.told(f"HS{number}"))
    counts = shipped().counted(known.dossiers.values(), BEGIN - timedelta(days=9), HORIZON, HORIZON)
    found = {
        one.code: ratio(one.numerator.of(counts), one.denominator.of(counts)) for one in shipped().readings
    }
    criterion = next(one for one in sets()["qd766-2022"] if one.code == "2.1")
    return found | {"2.1": ratio(criterion.numerator.of(counts), criterion.denominators[0].of(counts))}


def ratio(part, whole):
    return Fraction(part, whole) if whole else None


def late_hour(acts):
    """The first hour from which on the dossier is late to the instant and by calendar date, or None."""
    known = Known({})
    for act in acts:
        known.fold(act.told("HS"))
    fact = known.dossiers["HS"]
    if fact.late_at is None or fact.late_day_at is None:
        return None
    late = max(fact.late_at, fact.late_day_at)
    return None if late >= HORIZON else int((late - BEGIN) / timedelta(hours=1)) + 1


def not_above(after, before):
    """A rate of nothing is no rate: it can appear (as 0 %) and vanish, but not rise."""
    return after is None or after == 0 if before is None else after is None or after <= before


HIDING = st.lists(
    st.builds(
        Act,
        st.sampled_from(
            ["supplement.requested", "supplement.given", "dossier.extended", "dossier.corrected"]
            + [f"dossier.{end}" for end in ENDS]
        ),
        st.integers(1, 200),
        st.integers(1, 900),
    ),
    min_size=1,
    max_size=6,
)


@given(life(), st.lists(life(), max_size=4), HIDING)
def test_nothing_added_to_a_late_dossier_raises_any_reading(first, others, added):
    late = late_hour(first)
    assume(late is not None)
    hour = max(late, first[-1].hour)
    acts = [Act(act.kind, hour := hour + act.hour, act.grace) for act in added]
    before, after = readings([first, *others]), readings([[*first, *acts], *others])
    for reading, rate in after.items():
        assert not_above(rate, before[reading]), reading


@given(life(), st.lists(life(), max_size=4))
def test_not_closing_a_late_dossier_does_not_raise_the_rate_with_the_late_and_open(first, others):
    assume(first[-1].kind.removeprefix("dossier.") in ENDS and first[-1].at < HORIZON)
    late = late_hour(first)
    assume(late is not None and late <= first[-1].hour)
    before, after = readings([first, *others]), readings([first[:-1], *others])
    assert after["with_open"] == before["with_open"]
    assert after["2.1"] == before["2.1"]


@given(life(), st.lists(life(), max_size=4), st.integers(1, 100), st.integers(1, 100), st.integers(1, 900))
def test_a_second_supplement_request_raises_no_reading_whenever_it_comes(first, others, wait, rest, grace):
    requests = [place for place, act in enumerate(first) if act.kind == "supplement.given"]
    assume(requests)
    open_until = first[requests[0] + 1].hour if requests[0] + 1 < len(first) else 10_000
    hour = first[requests[0]].hour + wait
    assume(hour < open_until)
    ask = Act("supplement.requested", hour)
    give = Act("supplement.given", min(hour + rest, open_until), grace)
    longer = [*first[: requests[0] + 1], ask, give, *first[requests[0] + 1 :]]
    before, after = readings([first, *others]), readings([longer, *others])
    for reading, rate in after.items():
        assert not_above(rate, before[reading]), reading


@given(life(), st.integers(1, 500))
def test_what_is_late_is_late_for_ever_and_what_was_said_earlier_counts_when_it_was_recorded(first, wait):
    late = late_hour(first)
    assume(late is not None and first[-1].kind.removeprefix("dossier.") not in ENDS)
    done = Act("dossier.completed", max(late, first[-1].hour) + wait)
    assume(done.at < HORIZON)
    found = readings([[*first, done]])
    assert (found["timestamp"], found["with_open"], found["2.1"]) == (0, 0, 0)
