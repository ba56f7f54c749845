"""Somebody without an account brings the missing papers to the counter."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.clock.queries import now
from motcua.dossiers import services
from motcua.dossiers.models import Dossier, State
from tests.factories.dossiers import make_filed, make_office
from tests.factories.identity import sign_in
from tests.files.making import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


def waiting(office, **facts):
    at = now()
    dossier = make_filed(office, at=at)
    Dossier.objects.filter(pk=dossier.pk).update(**facts)
    services.request_supplement(
        dossier,
        items=[services.Asked("uy-quyen", "Thiếu giấy ủy quyền")],
        reason="Thiếu giấy ủy quyền của chủ đầu tư",
        respond_by=at + timedelta(days=14),
        by=office.counter,
        at=at,
    )
    return dossier


def test_the_counter_takes_in_what_was_asked_for(client, office):
    dossier = waiting(office, account=None)
    sign_in(client, office.counter.account)
    page = client.get(reverse("dossiers:brought", args=[dossier.code]))
    paper = SimpleUploadedFile("uy-quyen.pdf", pdf(), content_type="application/pdf")

    answer = client.post(
        reverse("dossiers:brought", args=[dossier.code]), {"file-uy-quyen": paper, "note": ""}
    )

    assert page.status_code == 200
    assert answer.headers["Location"] == reverse("dossiers:work", args=[dossier.code])
    assert Dossier.objects.get(pk=dossier.pk).state == State.FILED


def test_the_work_page_leads_the_counter_there(client, office):
    dossier = waiting(office, account=None)
    sign_in(client, office.counter.account)

    page = client.get(reverse("dossiers:work", args=[dossier.code])).content.decode()

    assert reverse("dossiers:brought", args=[dossier.code]) in page


def test_the_counter_is_refused_where_the_applicant_has_an_account(client, office):
    dossier = waiting(office)
    sign_in(client, office.counter.account)

    assert client.get(reverse("dossiers:brought", args=[dossier.code])).status_code == 403
