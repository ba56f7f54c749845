"""Every procedure of the shipped catalogue can be filled in and filed through its pages."""

import pytest
from django.test import Client

from motcua.catalog.models import Competence, Version
from motcua.catalog.queries import document_of
from motcua.catalog.rules.document import papers_asked
from motcua.clock.queries import now
from motcua.dossiers import services
from motcua.dossiers.models import Dossier, Draft
from motcua.organizations.models import Body, UnitKind
from tests.catalog.province import load_shipped
from tests.factories.dossiers import make_file
from tests.factories.identity import make_account, sign_in
from tests.factories.organizations import make_unit

pytestmark = pytest.mark.django_db
BY_KIND = {
    "date": "27/03/1988",
    "year": "1988",
    "phone": "0912 345 678",
    "email": "ten@example.vn",
    "id_number": "022185001234",
    "tax_code": "0101243150",
    "checkbox": "1",
}


def plausible(field):
    """An answer that the question takes."""
    if field.options:
        return field.options[0].value
    if field.kind in ("number", "money"):
        return str(field.minimum if field.minimum is not None else 10)
    return BY_KIND.get(field.kind, "Nội dung khai")


def fill_in(client, draft, document):
    base = f"/nop/ho-so/{draft.code}"
    contact = {"phone": "0912345678", "email": "", "address": "Tổ 3"}
    assert client.post(f"{base}/nguoi-nop/", {**contact, "revision": 0}).status_code == 303
    for section in document.sections:
        draft.refresh_from_db()
        assert client.get(f"/en{base}/phan/{section.code}/").status_code == 200
        told = {field.code: plausible(field) for field in section.fields}
        answer = client.post(f"{base}/phan/{section.code}/", {**told, "revision": draft.revision})
        assert answer.status_code == 303, answer.content.decode().split("</h2>")[1][:600]
    draft.refresh_from_db()
    for paper in papers_asked(document, draft.answers):
        assert client.get(f"{base}/giay-to/{paper.code}/").status_code == 200
        services.attach(draft, paper=paper.code, file=make_file(), name="a.pdf", at=now())
    client.post(f"{base}/nhan-ket-qua/", {"result_by": "online", "revision": draft.revision})
    return client.post(f"{base}/kiem-tra/", {"key": draft.code, "declared": "1"})


def test_every_procedure_is_filed_through_its_pages():
    load_shipped(communes=1)
    for body in Body.objects.all():
        make_unit(body, UnitKind.ONE_STOP)
    client = Client()
    sign_in(client, make_account())
    filed = 0
    for version in Version.objects.select_related("procedure"):
        if version.procedure.online_level == "none":
            continue
        start = f"/nop/{version.procedure.code}/"
        body = Competence.objects.filter(procedure=version.procedure).first().body
        assert client.get(start).status_code == 200
        client.post(start, {"co-quan": body.code})
        draft = Draft.objects.latest("pk")
        answer = fill_in(client, draft, document_of(version))
        assert answer.status_code == 303, version.procedure.code
        assert client.get(f"/en/ho-so/{Dossier.objects.latest('pk').code}/").status_code == 200
        filed += 1
    assert filed >= 30
