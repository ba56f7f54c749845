import pytest

from motcua.clock.queries import now
from motcua.reviews import services
from motcua.reviews.invariants import (
    calls_have_no_gaps,
    frozen_figures_are_whole,
    reports_follow_from_entries,
)
from motcua.reviews.models import CallBook, Consolidation, Report, Version
from tests.reviews.calling import WHY, drafted, make_call, make_province, tell

pytestmark = pytest.mark.django_db
CHECKS = (reports_follow_from_entries, frozen_figures_are_whole, calls_have_no_gaps)


@pytest.fixture
def report():
    """Drafted twice, edited, taken back, reminded, signed, sent, consolidated, returned."""
    province = make_province(peers=1)
    tell(province)
    call, at = make_call(province), now()
    made = drafted(province, call)
    services.draft(made, by=province.head, at=at)
    services.edit(made, {"general": "Đã sửa."}, by=province.head, at=at)
    services.submit(made, by=province.head, at=at)
    services.take_back(made, by=province.head, at=at)
    services.remind(made, by=province.chairman, at=at)
    services.submit(made, by=province.head, at=at)
    services.sign(made, by=province.director, at=at)
    services.send(made, by=province.director, at=at)
    services.send_on(call, to="Văn phòng Chính phủ", by=province.chairman, at=at)
    return services.send_back(made, reason=WHY, by=province.chairman, at=at)


def broken():
    return [bool(list(check())) for check in CHECKS]


def test_what_the_verbs_make_holds(report):
    assert report.state == "returned"
    assert broken() == [False, False, False]


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (lambda one: Report.objects.filter(pk=one.pk).update(state="edited"), [True, False, False]),
        (lambda one: Report.objects.filter(pk=one.pk).update(version=1), [True, False, False]),
        (lambda one: Version.objects.filter(report=one, number=1).update(figures={}), [False, True, False]),
        (lambda one: Consolidation.objects.update(digest="0" * 64), [False, True, False]),
        (lambda one: CallBook.objects.update(last=7), [False, False, True]),
    ],
)
def test_what_somebody_changed_by_hand_is_found(report, spoil, found):
    spoil(report)
    assert broken() == found
