"""Every address of the house, as everybody: who comes in, what a look changes, what every answer carries."""

import re
from collections import Counter

import pytest

from tests.security.crawl import NOT_OFFERED, SAFE, TABLE, crawl
from tests.security.world import ROLES, names

pytestmark = pytest.mark.django_db
EXPECTED = {
    (name, role): verdict  # `name` may end in a method
    for name, profile in TABLE["rows"].items()
    for role, verdict in zip(TABLE["columns"].split(), str(TABLE["profiles"][profile]).split(), strict=True)
}
PERSONAL = ("dossiers:", "identity:", "organizations:", "files:")
# Public pages of those rooms, with nothing of anybody on them.
IMPERSONAL = {"dossiers:lookup"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def expected(answer):
    general = EXPECTED.get((answer.name, answer.role))
    return EXPECTED.get((f"{answer.name} {answer.method}", answer.role), general)


@pytest.fixture(scope="module")
def answers(world):
    return crawl(world)


def test_every_address_has_a_row_and_every_row_an_address():
    there = Counter(name for name, _route in names())
    assert [name for name, times in there.items() if times > 1] == []
    assert set(there) == {row.split()[0] for row in TABLE["rows"]}


def test_the_table_names_the_people_of_this_world():
    assert TABLE["columns"].split() == list(ROLES)


def test_everybody_comes_in_exactly_where_the_table_says(answers):
    wrong = [
        f"{answer} is {answer.verdict}, not {expected(answer)}"
        for answer in answers
        if answer.status != NOT_OFFERED and answer.verdict != expected(answer)
    ]
    assert not wrong, "\n".join(wrong)


def test_every_address_takes_some_method(answers):
    taken = {answer.name for answer in answers if answer.status != NOT_OFFERED}
    assert taken == {name for name, _route in names()}


def test_no_answer_is_a_fault_of_ours(answers):
    assert [str(answer) for answer in answers if answer.status >= 500] == []


def test_looking_changes_nothing(answers):
    """GET and HEAD write no row of any table but sessions and throttles."""
    looks = [answer for answer in answers if answer.method in SAFE]
    assert len(looks) > 700
    assert [f"{answer} wrote {answer.rows_written} rows" for answer in looks if answer.rows_written] == []


def test_refusals_change_nothing(answers):
    refused = [answer for answer in answers if answer.verdict != "yes"]
    assert [f"{answer} wrote {answer.rows_written} rows" for answer in refused if answer.rows_written] == []


@pytest.mark.parametrize(("header", "value"), HEADERS.items(), ids=HEADERS)
def test_every_answer_carries(answers, header, value):
    assert [f"{a}: {a.headers.get(header)}" for a in answers if a.headers.get(header) != value] == []


def test_every_answer_has_a_strict_content_policy(answers):
    weak = []
    for answer in answers:
        policy = _directives(answer.headers.get("Content-Security-Policy", ""))
        is_own_pdf = answer.headers.get("Content-Type") == "application/pdf"
        # The browser's own PDF viewer needs inline styles; a PDF runs no script of ours.
        unsafe = {name for name, said in policy.items() if re.search(r"unsafe|\*|https?:", said)}
        if unsafe - ({"style-src"} if is_own_pdf else set()) or policy.get("default-src") != "'none'":
            weak.append(f"{answer}: {policy}")
        if answer.headers["Content-Type"].startswith("text/html") and not _frames_nothing(policy):
            weak.append(f"{answer}: frames, bases or forms elsewhere")
    assert not weak, "\n".join(weak)


def test_pages_about_people_are_kept_nowhere(answers):
    kept = [
        f"{answer}: {answer.headers.get('Cache-Control')}"
        for answer in answers
        if answer.name.startswith(PERSONAL)
        and answer.name not in IMPERSONAL
        and answer.status not in (NOT_OFFERED, 412)
        and "no-store" not in answer.headers.get("Cache-Control", "")
    ]
    assert not kept, "\n".join(kept)


def test_cookies_are_closed_to_scripts_and_other_sites(answers):
    open_ones = [
        f"{answer}: {name}"
        for answer in answers
        for name, facts in answer.cookies.items()
        if facts["max-age"] != 0  # being taken back
        and (not facts["httponly"] or facts["samesite"] != "Lax" or facts["path"] != "/")
    ]
    assert not open_ones, "\n".join(open_ones)


def test_way_on_is_always_in_this_house(answers):
    ways = {answer.headers["Location"] for answer in answers if "Location" in answer.headers}
    assert {way for way in ways if not re.match(r"/(?![/\\])", way)} <= {
        "http://localhost:8000/dang-nhap/vneid/"
    }


def test_no_answer_tells_what_it_runs_on(answers):
    assert [str(a) for a in answers if {"Server", "X-Powered-By"} & set(a.headers)] == []


def _directives(policy):
    return {name: said for name, _space, said in (part.strip().partition(" ") for part in policy.split(";"))}


def _frames_nothing(policy):
    return (
        policy.get("frame-ancestors") == policy.get("base-uri") == "'none'"
        and policy.get("form-action") == "'self'"
    )
