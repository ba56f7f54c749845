"""What holds for every operation, and the whole API against its own description."""

import json
from collections import Counter

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ninja import Schema
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from motcua.identity.api import CALLS_A_MINUTE
from motcua.web.api import api
from motcua.wsgi import application
from tests.api.conftest import Program, token_of
from tests.factories.dossiers import make_draft, make_filed, make_handed_over, open_task

pytestmark = pytest.mark.django_db


def test_a_call_without_a_token_is_answered_with_a_problem():
    refused = Program().ask("/catalogue")

    assert refused.status_code == 401
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    assert refused.json()["type"] == "urn:motcua:problem:no-token"


def test_a_token_without_the_scope_is_refused(office):
    refused = Program(office.citizen, "catalog:read").ask("/dossiers")

    assert (refused.status_code, refused.json()["code"]) == (403, "scope-missing")


@pytest.mark.parametrize(
    ("language", "title"), [("vi", "Không có gì ở đây"), ("en", "There is nothing here")]
)
def test_problems_are_in_the_callers_language(office, language, title):
    answer = Program(office.citizen, language=language).ask("/catalogue/9.9")

    assert (answer.status_code, answer.json()["title"]) == (404, title)
    assert answer.headers["Content-Language"] == language


def test_too_many_calls_are_refused_until_the_minute_is_over(office, monkeypatch):
    monkeypatch.setattr("motcua.identity.api.CALLS_A_MINUTE", 2)
    program = Program(office.citizen)

    answers = [program.ask("/dossiers") for _n in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer.headers.get("RateLimit-Remaining") for answer in answers] == ["1", "0", None]
    assert answers[2].headers["Retry-After"]
    assert CALLS_A_MINUTE > 2


def test_an_unchanged_catalogue_is_not_sent_again(citizen):
    first = citizen.ask("/catalogue")
    second = citizen.ask("/catalogue", headers={"if-none-match": first.headers["ETag"]})

    assert (second.status_code, second.content) == (304, b"")


def test_the_catalogue_describes_a_procedure_with_its_form(office, citizen):
    described = citizen.ask(f"/catalogue/{office.version.procedure.code}").json()

    assert [body["code"] for body in described["bodies"]] == [office.body.code]
    assert described["edition"]["limit"] == {"quantity": "10", "unit": "working_days"}
    assert set(described["edition"]["form"]["properties"]) == {"dia_diem", "loai", "dien_tich"}


def test_the_description_is_served_to_everybody():
    answer = Program().ask("/openapi.json")

    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")


def test_every_shape_has_a_name_of_its_own():
    """Two of one name would silently be described as one."""
    names = Counter(each.__name__ for each in shapes(Schema) if each.__module__.startswith("motcua."))

    assert [name for name, times in names.items() if times > 1] == []


def shapes(above):
    for shape in above.__subclasses__():
        yield shape
        yield from shapes(shape)


CHECKED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
)


@pytest.fixture
def open_connection():
    """A real server closes the database's connection between calls; here the test's transaction lies on it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_operation_answers_as_it_is_described(office, open_connection):
    """Made-up calls, right and wrong ones, and calls on what is really there, by a citizen's and an officer's token."""
    there = {
        "code": [make_draft(office).code, make_filed(office).code, office.version.procedure.code],
        "number": [open_task(make_handed_over(office), "tham-dinh").pk],
    }
    tokens = {"tasks": token_of(office.specialist.account), "decisions": token_of(office.counter.account)}
    usual = token_of(office.citizen)
    schema = schemathesis.openapi.from_dict(description())
    schema.app = application
    operations = [operation.ok() for operation in schema.get_all_operations()]
    for operation in operations:
        token = tokens.get(operation.tags[0], usual)
        tried(operation.as_strategy(), token, CHECKED, {})
        right = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
        tried(right, token, CHECKED[:-1], there)
    assert len(operations) == 19


def tried(cases, token, checks, there):
    quiet = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
    asked = [CHECKS.get_one(name) for name in checks]

    @settings(max_examples=4, derandomize=True, **quiet)
    @given(case=cases, n=st.integers(min_value=0, max_value=2))
    def call(case, n):
        for name in (case.path_parameters or {}).keys() & there.keys():
            case.path_parameters[name] = there[name][n % len(there[name])]
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=asked)

    call()


def description():
    return json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
