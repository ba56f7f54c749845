"""Corrected or adopted: who may, what is written down, and that a sheet never passes its legal limit."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from motcua.bottlenecks.models import Decision, DeviationDecision
from motcua.bottlenecks.rules.conformance import Kind
from motcua.bottlenecks.rules.conformance.adopting import Change
from motcua.bottlenecks.services.conformance import Seen, adopt, correct
from motcua.catalog.models import EditDraft, Version
from motcua.catalog.queries.drafts import draft_of
from motcua.catalog.services.editing import open_draft, publish_draft
from motcua.clock.queries import now
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.organizations.models import Role
from tests.bottlenecks.conformance.office import CODE, PERIOD, make_office
from tests.factories.organizations import make_officer

pytestmark = pytest.mark.django_db
REASON = "Bước ký luôn cần hai ngày làm việc."


@pytest.fixture
def office():
    return make_office()


def seen(office, **more):
    told = {"procedure": CODE, "version": 1, "step": "ky", "kind": "over-limit", "body": office.body.code,
            "period": PERIOD, "dossiers": 7, "runs": 9}  # fmt: skip
    return Seen(**told | more)


def longer(limit="2"):
    return Change(Kind.OVER_LIMIT, "ky", limit=limit)


def test_whoever_answers_for_the_work_has_it_corrected_and_the_ledger_says_so(office):
    kept = correct(seen(office), reason=REASON, by=office.head, at=now())
    assert (kept.decision, kept.number, kept.decided_by) == (Decision.CORRECTED, 1, office.head)
    entry = Entry.objects.get(kind="deviation.decided")
    assert (entry.subject, entry.body, entry.actor) == (CODE, office.body.code, office.head.code)
    assert entry.data["decision"] == "corrected"
    assert entry.data["dossiers"] == 7
    for officer in (office.leader, office.chairman, office.reform):
        correct(seen(office, number=DeviationDecision.objects.count()), reason=REASON, by=officer, at=now())


def test_others_do_not_decide(office):
    elsewhere = make_officer(role=Role.HEAD)
    for officer in (office.specialist, office.clerk, office.editor, elsewhere):
        with pytest.raises(Refusal, match="Ask one of them|Hãy"):
            correct(seen(office), reason=REASON, by=officer, at=now())
    for officer in (office.head, office.leader, office.reform):
        with pytest.raises(Refusal):
            adopt(seen(office), longer(), reason=REASON, by=officer, at=now())
    assert not DeviationDecision.objects.exists()
    assert not EditDraft.objects.exists()


def test_an_adopted_departure_is_a_draft_that_another_editor_publishes(office):
    kept, draft = adopt(seen(office), longer(), reason=REASON, by=office.editor, at=now())
    assert kept.change == {"kind": "over-limit", "step": "ky", "limit": "2"}
    (row,) = [row for row in draft.content["process"] if row["step"] == "ky"]
    assert row["limit"] == {"quantity": "2", "unit": "working_days"}
    with pytest.raises(Refusal) as no:
        publish_draft(draft, revision=draft.revision, by=office.editor, at=now())
    assert no.value.code == "same-person"
    other = make_officer(role=Role.CATALOGUE, body=office.top)
    version = publish_draft(draft, revision=draft.revision, by=other, at=now())
    assert (version.number, version.effective_from) == (2, localdate(now()) + timedelta(1))


def test_steps_that_together_pass_the_legal_limit_are_refused_with_the_numbers(office):
    with pytest.raises(Refusal) as no:
        adopt(seen(office), longer("3"), reason=REASON, by=office.editor, at=now())
    assert no.value.code == "no-sheet"
    assert "6" in str(no.value)
    assert "5" in str(no.value)
    assert draft_of(CODE) is None
    assert not DeviationDecision.objects.exists()


def test_a_draft_that_somebody_works_on_is_not_written_over(office):
    before, _is_new = open_draft(CODE, by=office.editor, at=now())
    with pytest.raises(Refusal) as no:
        adopt(seen(office), longer(), reason=REASON, by=office.editor, at=now())
    assert no.value.code == "draft-there"
    assert draft_of(CODE).revision == before.revision


def test_a_version_that_a_later_one_followed_is_not_changed_any_more(office):
    _kept, draft = adopt(seen(office), longer(), reason=REASON, by=office.editor, at=now())
    publish_draft(
        draft, revision=draft.revision, by=make_officer(role=Role.CATALOGUE, body=office.top), at=now()
    )
    with pytest.raises(Refusal) as no:
        adopt(seen(office, number=1), longer(), reason=REASON, by=office.editor, at=now())
    assert no.value.code == "newer-version"
    assert Version.objects.count() == 2


def test_what_a_sheet_cannot_say_is_refused(office):
    twice = Change(Kind.EXTRA, "ky", role="head", after="ky")
    with pytest.raises(Refusal) as no:
        adopt(seen(office, kind="extra"), twice, reason=REASON, by=office.editor, at=now())
    assert no.value.code == "cannot-say"
    unsigned = Change(Kind.SKIPPED, "ky")
    with pytest.raises(Refusal) as no:
        adopt(seen(office, kind="skipped"), unsigned, reason=REASON, by=office.editor, at=now())
    assert no.value.code == "no-sheet"


def test_two_who_decide_at_once_do_not_both_decide(office):
    correct(seen(office), reason=REASON, by=office.head, at=now())
    with pytest.raises(Refusal) as no:
        correct(seen(office), reason=REASON, by=office.leader, at=now())
    assert no.value.code == "decided-meanwhile"


def test_a_decision_says_why(office):
    with pytest.raises(Refusal) as no:
        correct(seen(office), reason="  ok ", by=office.head, at=now())
    assert no.value.fields == {"reason": "short"}


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        (
            {"decision": "corrected", "change": {"limit": "2"}},
            "deviation_adopted_with_a_change_and_only_then",
        ),
        ({"reason": ""}, "deviation_decision_says_why"),
        ({"dossiers": 10}, "deviation_was_seen_when_it_was_decided"),
        ({"decision": "forgotten"}, "deviation_decision_is_one_that_exists"),
    ],
)
def test_the_database_keeps_decisions_whole(office, change, constraint):
    kept = correct(seen(office), reason=REASON, by=office.head, at=now())
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        DeviationDecision.objects.filter(pk=kept.pk).update(**change)
