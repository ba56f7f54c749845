"""A dossier's trip through the officers' own pages: every act by its form, as the browser would send it."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from motcua.clock.queries import now
from motcua.dossiers.models import Dossier, State
from motcua.results.models import Instrument
from tests.factories.dossiers import make_filed, make_office
from tests.factories.identity import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(tmp_path_factory, settings):
    settings.KEYS_ROOT = tmp_path_factory.getbasetemp() / "keys-of-officers"


class Desk:
    """An officer at his browser."""

    def __init__(self, officer):
        self.client = Client()
        sign_in(self.client, officer.account)

    def reads(self, address):
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.content.decode()

    def does(self, address, **sent):
        answer = self.client.post(address, sent)
        assert answer.status_code == 303, (address, errors_in(answer.content.decode()))
        return answer["Location"]


def errors_in(page):
    found = re.search(r'class="errors".*?</div>', page, re.DOTALL)
    return found.group() if found else page[:500]


def test_a_dossier_goes_from_the_counter_to_the_signature_and_back():  # noqa: PLR0915 -- a trip is long
    office = make_office()
    code = make_filed(office, at=now() - timedelta(minutes=5)).code
    at = f"/viec/{code}/"
    counter, specialist, head, leader = map(
        Desk, (office.counter, office.specialist, office.head, office.leader)
    )
    consulted = {"yk-a": Desk(office.opinion_a), "yk-b": Desk(office.opinion_b)}

    assert code in counter.reads("/viec/")
    assert "hạn" in counter.reads(at).lower()
    counter.does(f"{at}tiep-nhan/")
    counter.does(f"{at}chuyen/")
    counter.does(f"{at}thu-phi/", method="cash")

    assert code in specialist.reads("/viec/?muc=chua-ai-nhan")
    specialist.does(f"{at}buoc/tham-dinh/nhan/")
    specialist.does(f"{at}kiem-tra-giay-to/", **{"verdict-don": "valid", "verdict-ban-ve": "valid"})
    specialist.does(f"{at}buoc/tham-dinh/xong/", checklist="0", note="Đủ điều kiện")
    assert code in specialist.reads("/viec/?muc=cho-y-kien")

    for step, desk in consulted.items():
        desk.does(f"{at}buoc/{step}/nhan/")
        desk.does(f"{at}buoc/{step}/xong/", opinion="agree")

    specialist.does(f"{at}buoc/du-thao/nhan/")
    specialist.does(f"{at}du-thao/", noi_dung="Được phép thử nghiệm")
    assert specialist.client.get(f"{at}du-thao.pdf")["Content-Type"] == "application/pdf"
    specialist.does(f"{at}buoc/du-thao/xong/")

    head.does(f"{at}buoc/soat-xet/nhan/")
    head.does(f"{at}buoc/soat-xet/ra/return/", reason="Thẩm định lại diện tích xây dựng trên bản vẽ")
    specialist.does(f"{at}buoc/tham-dinh/nhan/")
    specialist.does(f"{at}buoc/tham-dinh/xong/", checklist="0")
    for step, desk in consulted.items():
        desk.does(f"{at}buoc/{step}/nhan/")
        desk.does(f"{at}buoc/{step}/xong/", opinion="remarks", note="Lưu ý phòng cháy")
    specialist.does(f"{at}buoc/du-thao/nhan/")
    specialist.does(f"{at}buoc/du-thao/xong/")
    head.does(f"{at}buoc/soat-xet/nhan/")
    head.does(f"{at}buoc/soat-xet/xong/")

    assert code in leader.reads("/viec/cho-ky/")
    shown = re.search(r'name="shown" value="(\w+)"', leader.reads(f"{at}ky/")).group(1)
    leader.does(f"{at}ky/", shown=shown)

    assert Dossier.objects.get(code=code).state == State.DELIVERED
    result = Instrument.objects.get(reference=code)
    assert result.number
    assert specialist.client.get(f"{at}ket-qua.pdf")["Content-Type"] == "application/pdf"
    for form in ("ban-ghi-nop", "mau-01", "mau-06", "bien-lai"):
        assert counter.client.get(f"{at}giay/{form}.pdf")["Content-Type"] == "application/pdf", form
    assert counter.client.get(f"{at}giay/mau-04.pdf").status_code == 404
    assert result.number in specialist.reads(at)
    assert Client().get(f"/x/{result.token}/").status_code == 200
