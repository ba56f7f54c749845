"""Criteria sets as dated data: proposed by one, approved by another, for the future only; old periods keep theirs."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalog.rules.problems import Unreadable
from motcua.clock.queries import now
from motcua.criteria.invariants import sets_are_as_approved
from motcua.criteria.models import SetVersion
from motcua.criteria.queries import sets
from motcua.criteria.queries.scores import scores_over, view
from motcua.criteria.rules.periods import Period, month_of, period
from motcua.criteria.rules.sets import shipped
from motcua.criteria.rules.sets.differences import About, What, differences
from motcua.criteria.rules.sets.proposals import proposed
from motcua.criteria.services import follow
from motcua.criteria.services.setting import adopt, approve, propose, withdraw
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.organizations.models import Role
from tests.criteria.test_following import open_dossier
from tests.factories.organizations import make_body, make_officer

CODE = "qd766-2022"


def first_of_next_month():
    return month_of(now()).following.starts_at.date()


def changed(*pairs, begins=None):
    """The shipped set as it would be from next month on, with texts replaced."""
    text = sets.as_shipped(CODE).text
    for before, after in (("from: 2022-06-23", f"from: {begins or first_of_next_month()}"), *pairs):
        assert before in text
        text = text.replace(before, after, 1)
    return text


EASIER = ("scoring: {threshold: 0.9, confidence: found}", "scoring: {threshold: 0.8, confidence: found}")
HARDER = ("scoring: {threshold: 0.9, confidence: found}", "scoring: {threshold: 1, confidence: found}")


@pytest.fixture
def two(db):
    return make_officer(role=Role.REFORM), make_officer(role=Role.REFORM)


def in_force(two, *pairs, base=1, begins=None):
    author, reader = two
    version = propose(changed(*pairs, begins=begins), base=base, by=author, at=now())
    return approve(version, by=reader, at=now())


def refused(code, act, *words, **said):
    with pytest.raises(Refusal) as refusal:
        act(*words, **said)
    assert refusal.value.code == code
    return refusal.value


def test_a_set_that_came_with_the_system_is_its_own_first_version(db):
    version = sets.version_of(CODE, 1)
    assert (version.digest, version.effective_from) == (shipped()[CODE].digest, date(2022, 6, 23))
    assert [one.number for one in sets.versions()] == [1] * len(shipped())
    kept = adopt(CODE, at=now())
    assert adopt(CODE, at=now()) == kept
    assert (kept.proposed_by, kept.approved_by) == ("system", "system")
    assert sets.set_of(CODE, period("2026-10")) == shipped()[CODE]


def test_a_version_counts_for_periods_that_begin_on_its_first_day_or_later_and_for_no_other(two):
    version = in_force(two, EASIER)
    month = month_of(now())
    before, after = (sets.set_of(CODE, over) for over in (month, month.following))
    assert before.digest == shipped()[CODE].digest
    assert after.digest == version.digest
    assert after.criteria["5.4"].scoring.threshold < before.criteria["5.4"].scoring.threshold
    year = period(f"{first_of_next_month().year}")
    begins_in_january = first_of_next_month().month == 1
    assert (sets.set_of(CODE, year).digest == version.digest) == begins_in_january


def test_before_the_first_version_began_the_first_one_counts(db):
    assert sets.set_of(CODE, period("2020-01")) == shipped()[CODE]


def test_a_proposal_counts_for_nothing_until_another_person_approves_it(two):
    author, reader = two
    version = propose(changed(EASIER), base=1, by=author, at=now())
    over = month_of(now()).following
    assert sets.set_of(CODE, over) == shipped()[CODE]
    refused("same-person", approve, version, by=author, at=now())
    approve(version, by=reader, at=now())
    assert sets.set_of(CODE, over).digest == version.digest


def test_the_database_itself_refuses_approval_by_the_author(two):
    version = propose(changed(EASIER), base=1, by=two[0], at=now())
    with pytest.raises(IntegrityError, match="approved_by_another"), transaction.atomic():
        SetVersion.objects.filter(pk=version.pk).update(approved_by=two[0].code, approved_at=now())


@pytest.mark.parametrize(
    "change", [{"text": "code: x"}, {"effective_from": date(2020, 1, 1)}, {"approved_by": ""}]
)
def test_the_database_itself_lets_an_approved_version_never_change(two, change):
    version = in_force(two, EASIER)
    with pytest.raises(IntegrityError, match="never edited"), transaction.atomic():
        SetVersion.objects.filter(pk=version.pk).update(**change)


def test_only_the_reform_office_changes_a_set(two):
    other = make_officer(role=Role.LEADER)
    refused("not-reform-office", propose, changed(EASIER), base=1, by=other, at=now())
    version = propose(changed(EASIER), base=1, by=two[0], at=now())
    refused("not-reform-office", approve, version, by=other, at=now())
    refused("not-reform-office", withdraw, version, reason="", by=other, at=now())


@pytest.mark.parametrize("begins", [date(2026, 1, 1), "today"])
def test_a_set_never_counts_for_what_has_begun(two, begins):
    begins = now().date() if begins == "today" else begins
    refusal = refused("unreadable-set", propose, changed(EASIER, begins=begins), base=1, by=two[0], at=now())
    assert "effective.from" in refusal.fields


def test_a_proposal_whose_day_has_come_is_not_approved_any_more(two):
    version = propose(changed(EASIER), base=1, by=two[0], at=now())
    refused("effective-in-the-past", approve, version, by=two[1], at=now() + timedelta(days=32))


def test_a_proposal_that_another_version_overtook_must_be_made_anew(two):
    author, reader = two
    late = propose(changed(EASIER), base=1, by=author, at=now())
    in_force(two, HARDER)
    refused("stale-base", approve, late, by=reader, at=now())
    refused("stale-base", propose, changed(EASIER), base=1, by=author, at=now())


def test_a_version_to_come_can_be_replaced_before_it_counts(two):
    in_force(two, EASIER)
    last = in_force(two, HARDER, base=2)
    assert sets.set_of(CODE, month_of(now()).following).digest == last.digest


def test_a_proposal_that_changes_nothing_is_refused(two):
    refused("nothing-changed", propose, changed(), base=1, by=two[0], at=now())


def test_an_author_withdraws_and_another_person_rejects_with_a_reason(two):
    author, reader = two
    first, second = (propose(changed(one), base=1, by=author, at=now()) for one in (EASIER, HARDER))
    assert withdraw(first, reason="", by=author, at=now()).ending == "withdrawn"
    refused("reason-missing", withdraw, second, reason=" ", by=reader, at=now())
    assert withdraw(second, reason="Chưa có căn cứ", by=reader, at=now()).ending == "rejected"
    refused("not-open", approve, first, by=reader, at=now())
    refused("not-open", withdraw, second, reason="", by=author, at=now())


def test_every_act_stands_in_the_ledger_with_who_did_it(two):
    author, reader = two
    in_force(two, EASIER)
    withdraw(propose(changed(HARDER), base=2, by=author, at=now()), reason="", by=author, at=now())
    told = (
        Entry.objects.filter(subject=CODE).order_by("sequence").values_list("kind", "actor", "data__version")
    )
    assert list(told) == [
        ("criteria.set_proposed", "system", 1),
        ("criteria.set_approved", "system", 1),
        ("criteria.set_proposed", author.code, 2),
        ("criteria.set_approved", reader.code, 2),
        ("criteria.set_proposed", author.code, 3),
        ("criteria.set_withdrawn", author.code, 3),
    ]


def test_a_set_that_has_ended_counts_no_more(two):
    ends = month_of(now()).following.ends_at.date() - timedelta(days=1)
    in_force(two, EASIER, ("until: null", f"until: {ends}"))
    month = month_of(now()).following
    assert sets.set_of(CODE, month)
    refused("set-ended", sets.set_of, CODE, month.following)


@pytest.mark.parametrize(
    ("before", "after", "said", "where"),
    [
        ("numerator: synchronised", "numerator: synchronized", "synchronised", "numerator: synchronized"),
        ("    points: 18\n    source", "    points: 17\n    source", "18", "    points: 17"),
        ("{threshold: 0.5, confidence", "{threshold: 1.5, confidence", "1.5", "{threshold: 1.5"),
        ("{threshold: 0.5, confidence", "{threshold: 0, confidence", "0", "{threshold: 0,"),
        ("zero: LAST_YEAR", "zero: SOMETIMES", "SOMETIMES", "zero: SOMETIMES"),
        ("total: 100", "total: 99", "100", "total: 99"),
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_fault_is_told_with_its_line_in_the_readers_language(before, after, said, where, language):
    text = changed((before, after), begins="2099-01-01")
    line = 1 + text[: text.index(where)].count("\n")
    with translation.override(language), pytest.raises(Unreadable) as unreadable:
        proposed(text, date(2026, 11, 23))
    assert line in {problem.line for problem in unreadable.value.problems}
    with translation.override(language):
        assert any(said in str(problem) for problem in unreadable.value.problems)


BEGUN = [date(2026, 1, 1), date(2026, 3, 1), date(2026, 7, 1), date(2026, 12, 1)]


@given(
    st.lists(st.tuples(st.sampled_from(BEGUN), st.sampled_from("abcdef")), min_size=1, max_size=6),
    st.sampled_from([1, 3, 12]),
    st.integers(0, 23),
)
def test_no_later_approval_changes_what_a_period_that_has_begun_is_counted_by(approved, months, back):
    """Whatever is approved from the 23rd of November on begins in December or later."""
    dated = [sets.Dated(number, begins, None, digest) for number, (begins, digest) in enumerate(approved, 1)]
    over = Period((12 * 2026 + 10 - back) // months * months, months)
    later = sets.Dated(len(dated) + 1, date(2026, 12, 1), None, "later")

    def counted(versions):
        return sets.Timeline(CODE, sorted(versions, key=lambda one: (one.begins, one.number))).dated_over(
            over
        )

    begun = [one for one in dated if one.begins <= over.starts_at.date()]
    if begun:
        assert (
            counted([*dated, later]) == counted(dated) == max(begun, key=lambda one: (one.begins, one.number))
        )
    else:
        assert counted(dated) == min(dated, key=lambda one: (one.begins, one.number))


def say(*words):
    out = StringIO()
    call_command("criteria", *words, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_command_line_lists_versions_and_checks_a_file(two, tmp_path):
    propose(changed(EASIER), base=1, by=two[0], at=now())
    listed = [(one["set"], one["version"], one["state"]) for one in say("sets")["sets"]]
    assert listed == [(CODE, 1, "approved"), (CODE, 2, "proposed"), ("tt01-2018", 1, "approved")]
    file = tmp_path / "set.yaml"
    file.write_text(changed(EASIER))
    assert say("sets", "check", str(file))["set"] == CODE
    file.write_text(changed(("total: 100", "total: 99")))
    for words in (["sets", "check", str(file)], ["sets", "check", "nowhere.yaml"], ["sets", "check"]):
        with pytest.raises(SystemExit) as stopped:
            say(*words)
        assert stopped.value.code == 1


def test_what_counts_is_what_was_approved_and_a_change_behind_our_back_is_found(two):
    version = in_force(two, EASIER)
    assert list(sets_are_as_approved()) == []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE criteria_setversion SET text = replace(text, 'threshold: 0.5', 'threshold: 0.4')"
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert f"{version} does not match its digest" in list(sets_are_as_approved())


def test_a_first_day_within_a_month_is_refused_with_its_line():
    with pytest.raises(Unreadable) as unreadable:
        proposed(changed(begins="2099-01-15"), date(2026, 11, 23))
    assert [problem.line for problem in unreadable.value.problems] == [16]


def test_differences_tell_what_was_added_removed_and_changed(db):
    old = shipped()[CODE]
    text = changed(EASIER, ('code: "5.handled"', 'code: "5.new"'), begins="2099-01-01")
    found = differences(old, proposed(text, date(2026, 1, 1)))
    told = {(one.about, one.what, one.code): {field.name for field in one.fields} for one in found}
    assert told == {
        (About.SET, What.CHANGED, CODE): {"effective"},
        (About.CRITERION, What.CHANGED, "5.4"): {"scoring"},
        (About.CRITERION, What.ADDED, "5.new"): set(),
        (About.CRITERION, What.REMOVED, "5.handled"): set(),
    }


@pytest.mark.django_db(transaction=True)
def test_the_trend_scores_each_period_by_its_own_version():
    make_body(code="B1")
    open_dossier("HS1", now() + timedelta(days=1))
    follow()
    two = make_officer(role=Role.REFORM), make_officer(role=Role.REFORM)
    in_force(two, HARDER)
    month = month_of(now())
    assert view("B1", month.code).by.digest == shipped()[CODE].digest
    now_scored, then_scored = scores_over("B1", [month, month.following])
    assert now_scored.set.digest == shipped()[CODE].digest
    assert then_scored is None or then_scored.set.digest != now_scored.set.digest
