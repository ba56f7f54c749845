"""Two editors of the catalogue, and one published procedure."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import translation

from motcua.catalog.models import Version
from motcua.catalog.services import publish
from motcua.organizations.models import Officer, Role
from tests.catalog.making import document, make_field
from tests.factories.identity import sign_in
from tests.factories.organizations import make_body, make_officer

AT = datetime(2025, 6, 1, 2, tzinfo=UTC)
CODE = "1.000001"
HOME = f"/quan-tri/thu-tuc/{CODE}/"
PAPERS = [
    {"code": "don", "name": {"vi": "Đơn đề nghị", "en": "Request"}, "kind": "original"},
    {"code": "ban-ve", "name": {"vi": "Bản vẽ"}},
]
FORM = [
    {
        "section": "cong-trinh",
        "title": {"vi": "Công trình"},
        "fields": [{"code": "dia_diem", "label": {"vi": "Địa điểm"}, "kind": "address"}],
    }
]


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


@pytest.fixture
def published(db) -> Version:
    make_field()
    make_body(code="H49.14", name_vi="Sở Nội vụ")
    return publish(document(papers=PAPERS, form=FORM), by="loader", at=AT)


def editor(name: str) -> tuple[Officer, Client]:
    officer, client = make_officer(role=Role.CATALOGUE, name=name), Client()
    sign_in(client, officer.account)
    return officer, client


@pytest.fixture
def anna(db) -> tuple[Officer, Client]:
    return editor("Nguyễn Thị An")


@pytest.fixture
def binh(db) -> tuple[Officer, Client]:
    return editor("Trần Văn Bình")


@pytest.fixture
def desk(published, anna) -> Client:
    """An's desk, with a draft of the published procedure that she has just begun."""
    client = anna[1]
    assert client.post(f"{HOME}mo/").status_code == 303
    return client
