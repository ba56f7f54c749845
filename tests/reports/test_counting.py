"""Every measure against a slow plain count of the same dossiers, one by one."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.models import Dossier
from motcua.dossiers.events import DossierFiled
from motcua.ledger.services import append
from motcua.organizations.models import UnitKind
from motcua.reports.queries.counting import Window, counted
from motcua.reports.queries.definitions import blocks
from motcua.reports.queries.late import by_cause, late
from motcua.reports.rules.counting import Leaf, summed
from tests.factories.organizations import make_unit
from tests.reports.making import fact, keep, make_province

pytestmark = pytest.mark.django_db

BEGINS, ENDS = datetime(2026, 9, 15, tzinfo=ZONE), datetime(2026, 10, 15, tzinfo=ZONE)
WINDOW = Window(BEGINS, ENDS)
EDGES = [BEGINS - timedelta(days=40), BEGINS, ENDS, ENDS + timedelta(days=30)]


@pytest.fixture(scope="module")
def moments():
    """Moments in and around the period, its very edges and their neighbours to the microsecond among them."""
    near = [edge + timedelta(microseconds=step) for edge in EDGES for step in (-1, 0, 1)]
    anywhere = st.datetimes(datetime(2026, 8, 1), datetime(2026, 11, 20)).map(
        lambda at: at.replace(tzinfo=ZONE)
    )
    return st.one_of(st.sampled_from(near), anywhere).map(lambda at: at.astimezone(UTC))


def lives(moments):
    """Dossiers that may have lived: filed, then received or turned away, then ended; late or not, paid or not."""
    return st.builds(
        life,
        st.lists(moments, min_size=3, max_size=3).map(sorted),
        st.sampled_from(["waits", "turned-away", "taken-back", "open", "ended"]),
        st.one_of(st.none(), moments),
        st.one_of(st.none(), moments),
        st.fixed_dictionaries(
            {
                "channel": st.sampled_from(["online", "counter", "post"]),
                "online_level": st.sampled_from(["", "none", "partial", "full"]),
                "extended": st.booleans(),
                "paid_at": st.one_of(st.none(), moments),
                "paid_online": st.booleans(),
                "ending": st.sampled_from(["completed", "refused", "stopped", "withdrawn"]),
                "field": st.sampled_from(["dat", "xay", "none"]),
                "where": st.sampled_from([0, 1]),
            }
        ),
    )


def life(times, course, due, late, rest):
    filed, received, ended = times
    told = {"filed_at": filed, **rest}
    ending = told.pop("ending")
    if course == "turned-away":
        told["refused_at_intake_at"] = received
    elif course == "taken-back":
        told |= {"ended_at": ended, "ending": "withdrawn"}
    elif course != "waits":
        told |= {"received_at": received, "due_at": due, "late_at": late}
    if course == "ended":
        told |= {"ended_at": ended, "ending": ending}
        if late is not None and late > ended:
            told["late_at"] = None  # a dossier that ended in time is never late
    return told


def plainly(one):
    """What one dossier counts as: an obvious reading of the form, in no hurry."""

    def inside(moment):
        return moment is not None and BEGINS <= moment < ENDS

    def day(moment):
        return moment.astimezone(ZONE).date()

    received, ended, gone_late = one.get("received_at"), one.get("ended_at"), one.get("late_at")
    was_received = received is not None and received < ENDS
    is_open_at_start = ended is None or ended >= BEGINS
    is_open_at_end = ended is None or ended >= ENDS
    is_new = was_received and received >= BEGINS
    is_online = is_new and one["channel"] == "online"
    is_resolved = received is not None and inside(ended)
    is_late = is_resolved and gone_late is not None and gone_late <= ended
    is_early = (
        is_resolved and not is_late and one.get("due_at") is not None and day(ended) < day(one["due_at"])
    )
    is_pending = was_received and is_open_at_end
    is_overdue = is_pending and gone_late is not None and gone_late < ENDS
    turned_away = inside(one.get("refused_at_intake_at"))
    waits = one["filed_at"] < ENDS and not was_received and is_open_at_end
    waits = waits and not (one.get("refused_at_intake_at") and one["refused_at_intake_at"] < ENDS)
    paid = inside(one["paid_at"])
    return {
        "total": was_received and is_open_at_start,
        "carried_over": was_received and received < BEGINS and is_open_at_start,
        "online": is_online,
        "direct_or_post": is_new and not is_online,
        "online_full": is_online and one["online_level"] == "full",
        "online_partial": is_online and one["online_level"] == "partial",
        "online_other": is_online and one["online_level"] in ("", "none"),
        "post": is_new and one["channel"] == "post",
        "direct": is_new and one["channel"] == "counter",
        "resolved": is_resolved,
        "early": is_early,
        "on_time": is_resolved and not is_late and not is_early,
        "late": is_late,
        "late_with_apology": is_late and one["extended"],
        "late_without_apology": is_late and not one["extended"],
        "pending": is_pending,
        "pending_in_time": is_pending and not is_overdue,
        "pending_late": is_overdue,
        "refused": turned_away or (inside(ended) and one.get("ending") == "refused"),
        "stopped": inside(ended) and one.get("ending") == "stopped",
        "withdrawn": inside(ended) and one.get("ending") == "withdrawn",
        "paid": paid,
        "paid_online": paid and one["paid_online"],
        "paid_direct": paid and not one["paid_online"],
        "awaiting": waits,
    }


def test_every_measure_of_random_dossiers_is_what_a_plain_count_gives(moments):
    province = make_province()
    bodies = [province.authority.code, province.commune.code]

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(lives(moments), max_size=20))
    def check(several):
        Dossier.objects.all().delete()
        expected, facts = {}, []
        for told in several:
            leaf = Leaf(bodies[told["where"]], told["field"].replace("none", ""))
            for name, counts in plainly(told).items():
                cell = expected.setdefault(leaf, {})
                cell[name] = cell.get(name, 0) + counts
            rest = {name: said for name, said in told.items() if name not in ("field", "where")}
            facts.append(fact(bodies[told["where"]], f"1.{told['field']}", **rest))
        keep(*facts)
        found = counted(bodies, WINDOW)
        for leaf, counts in expected.items():
            for name, number in counts.items():
                assert found.get(leaf, {}).get(name, 0) == number, (leaf, name)
        assert set(found) <= set(expected)
        assert_adds_up(found)
        assert_causes_belong(bodies, found)

    check()


def assert_adds_up(found):
    total = summed(found.values())
    for code in ("ii06a", "units-2026"):
        block = blocks()[code]
        cells = {one.number: total.get(one.measure, 0) for one in block.columns if one.measure}
        assert [check for check in block.checks if check.difference(cells)] == []


def assert_causes_belong(bodies, found):
    """The companion of the form counts the very dossiers that the form calls late."""
    several = late(bodies, WINDOW)
    by = by_cause(several)
    for leaf, counts in by.items():
        assert counts["overdue"] == found[leaf]["late"] + found[leaf]["pending_late"]
        assert counts["overdue"] == sum(many for name, many in counts.items() if name != "overdue")
    assert sum(counts["overdue"] for counts in by.values()) == len(several)


def filed(code, body, unit):
    told = DossierFiled(
        procedure="1.dat", channel="counter", receiving_unit=unit, fee_total=0, papers=0, digitised=0, reused=0,
        identity_verified=True, version=1, applicant_kind="citizen", online_level="",
    )  # fmt: skip
    with transaction.atomic():
        append(told, subject=code, body=body, actor="CB-1", at=BEGINS)


def test_only_dossiers_handed_in_at_another_bodys_counter_are_outside_their_area():
    province = make_province()
    own, other = (make_unit(body, UnitKind.ONE_STOP) for body in (province.authority, province.commune))
    body = province.authority.code
    inside, before = BEGINS + timedelta(days=1), BEGINS - timedelta(days=1)
    for code, unit, received, channel in (
        ("HS-own", own.code, inside, "counter"),
        ("HS-other", other.code, inside, "counter"),
        ("HS-post", other.code, inside, "post"),
        ("HS-unknown", "NO-SUCH-COUNTER", inside, "counter"),
        ("HS-before", other.code, before, "counter"),
    ):
        keep(fact(body, code=code, received_at=received, channel=channel))
        filed(code, body, unit)
    found = counted([body, province.commune.code], WINDOW)
    assert found[Leaf(body, "dat")]["outside"] == 2
    assert Leaf(province.commune.code, "dat") not in found


def test_what_waits_for_reception_is_late_after_eight_working_hours():
    province = make_province()
    ends = datetime(2026, 10, 15, tzinfo=ZONE)  # a Thursday
    keep(
        fact(province.authority.code, filed_at=datetime(2026, 10, 13, 9, tzinfo=ZONE)),
        fact(province.authority.code, filed_at=datetime(2026, 10, 14, 9, tzinfo=ZONE)),
    )
    found = counted([province.authority.code], Window(BEGINS, ends))[Leaf(province.authority.code, "dat")]
    assert (found["awaiting"], found["awaiting_in_time"], found["awaiting_late"]) == (2, 1, 1)
