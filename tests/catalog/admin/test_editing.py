"""The designer: rows are changed one by one; what is typed survives; nobody writes over what he has not seen."""

import pytest

from motcua.catalog.models import EditDraft
from motcua.catalog.rules.editing.cells import shown
from motcua.catalog.rules.editing.parts import spec_of
from motcua.catalog.rules.editing.places import place_of, value_at
from motcua.catalog.rules.editing.ways import opened
from motcua.ledger.models import Entry
from tests.catalog.admin.conftest import CODE, HOME

pytestmark = pytest.mark.django_db


def as_drawn(place: str) -> dict:
    """What a browser sends when nothing was touched."""
    draft = EditDraft.objects.get()
    here = place_of(place)
    row = value_at(draft.content, here)
    spec = spec_of(here, row)
    row = opened(row) if "step" in row and here[0] == "process" and len(here) == 2 else row
    typed = {cell.path: shown(cell, row) for cell in spec.cells}
    return {"revision": draft.revision, **{path: said for path, said in typed.items() if said}}


def save(client, place: str, **change):
    named = {name.replace("__", "."): value for name, value in change.items()}
    return client.post(f"{HOME}sua/{place}/", {**as_drawn(place), **named})


def content() -> dict:
    return EditDraft.objects.get().content


PLACES = [
    "head",
    "result",
    "papers/0",
    "form/0",
    "form/0/fields/0",
    "process/1",
    "process/2",
    "process/2/branches/0",
]
LISTS = ["papers", "form", "process", "fees", "basis"]
NEW = ["papers/2", "fees/0", "basis/0", "form/1", "form/0/fields/1", "process/6", "process/2/branches/2"]
MADE_UP = [
    "papers/9",
    "nowhere",
    "fields",
    "branches/0",
    "3",
    "process/0/branches/0",
    "papers/0/fields/0",
    "limit",
]


def test_save_untouched_changes_nothing(desk):
    before = content()
    for place in PLACES:
        assert save(desk, place).status_code == 303, place
    assert content() == before


def test_every_part_has_a_page_and_addresses_that_were_made_up_have_none(desk):
    for place in [*PLACES, *LISTS, *NEW, "result/fields/0"]:
        assert desk.get(f"{HOME}sua/{place}/").status_code == 200, place
    for place in [*MADE_UP, "head/x", "papers/0/name", "form/7/fields/0", "process/x", "/"]:
        assert desk.get(f"{HOME}sua/{place}/").status_code == 404, place


def test_save_writes_what_was_typed_and_one_entry(desk, anna):
    save(desk, "papers/0", name__vi="  Đơn  xin phép ", required="", count="2", when="")
    assert content()["papers"][0] == {
        "code": "don",
        "name": {"vi": "Đơn xin phép", "en": "Request"},
        "kind": "original",
        "count": 2,
        "required": False,
    }
    entries = list(Entry.objects.filter(kind="procedure.edited").values_list("subject", "actor"))
    assert entries == [(CODE, anna[0].code)] * 2


def test_save_of_the_head_reads_days_and_limits_as_people_write_them(desk):
    answer = save(desk, "head", effective__from="01/02/2031", limit__quantity="7,5", subjects=["enterprise"])
    assert answer.status_code == 303
    assert content()["effective"]["from"] == "2031-02-01"
    assert content()["limit"]["quantity"] == "7.5"
    assert content()["subjects"] == ["enterprise"]


@pytest.mark.parametrize(
    ("place", "wrong", "said"),
    [
        ("papers/0", {"name__vi": ""}, "Không được để trống"),
        ("papers/0", {"code": "Đơn 1"}, "viết chưa đúng"),
        ("papers/0", {"count": "hai"}, "số nguyên"),
        ("papers/0", {"when": "chi-mot-tu"}, "chi-mot-tu"),
        ("head", {"effective__from": "31/02/2030"}, "ngày"),
        ("process/0", {"limit__quantity": "nhiều"}, "viết chưa đúng"),
    ],
)
def test_what_cannot_be_taken_is_told_and_stays_typed(desk, place, wrong, said):
    before = content()
    answer = save(desk, place, name__en="Typed by me", **wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Lỗi: " in text
    assert said in text
    assert "Typed by me" in text
    assert content() == before


def test_what_does_not_fit_together_is_saved_and_told_with_the_way_to_it(desk):
    answer = save(desk, "process/4", way__done="end")
    assert answer.status_code == 303
    save(desk, "papers/1", code="don")
    text = desk.get(HOME).content.decode()
    assert f'href="{HOME}sua/papers/1/#code"' in text
    assert "“don” được dùng hai lần" in text


def test_new_rows_come_last_and_move_up_and_go(desk):
    assert desk.get(f"{HOME}sua/papers/2/").status_code == 200
    assert save_new(desk, "papers/2", code="anh", **{"name.vi": "Ảnh"}).status_code == 303
    assert codes() == ["don", "ban-ve", "anh"]
    arrange(desk, up="papers/2")
    assert codes() == ["don", "anh", "ban-ve"]
    arrange(desk, up="papers/0")
    assert codes() == ["don", "anh", "ban-ve"]
    arrange(desk, down="papers/0")
    assert codes() == ["anh", "don", "ban-ve"]
    arrange(desk, remove="papers/1")
    assert codes() == ["anh", "ban-ve"]


def save_new(client, place: str, **typed):
    return client.post(f"{HOME}sua/{place}/", {"revision": EditDraft.objects.get().revision, **typed})


def arrange(client, **act):
    answer = client.post(f"{HOME}sap-xep/", {"revision": EditDraft.objects.get().revision, **act})
    assert answer.status_code == 303


def codes() -> list[str]:
    return [row["code"] for row in content()["papers"]]


def test_a_section_and_a_consultation_begin_empty_and_say_so(desk):
    save_new(desk, "form/1", section="ho-so", **{"title.vi": "Hồ sơ"})
    assert content()["form"][1]["fields"] == []
    place = f"{HOME}sua/process/6/?loai=consult"
    desk.post(place, {"revision": EditDraft.objects.get().revision, "consult": "hoi-y-kien", "next": "end"})
    assert content()["process"][6] == {"consult": "hoi-y-kien", "branches": [], "next": "end"}
    text = desk.get(HOME).content.decode()
    assert f'href="{HOME}sua/form/1/fields/"' in text
    assert f'href="{HOME}sua/process/6/branches/"' in text
    assert desk.get(f"{HOME}sua/form/1/fields/", follow=True).status_code == 200
    assert desk.get(f"{HOME}xem-thu/").status_code == 303
    save_new(desk, "form/1/fields/0", code="so_luong", kind="number", **{"label.vi": "Số lượng"})
    assert content()["form"][1]["fields"] == [
        {"code": "so_luong", "label": {"vi": "Số lượng"}, "kind": "number", "required": False}
    ]


def test_ways_out_of_a_step_are_chosen(desk):
    save(desk, "process/3", way__return="tham-dinh")
    assert content()["process"][3]["outcomes"] == {"done": "ky", "return": "tham-dinh"}
    save(desk, "process/3", way__return="", way__done="phat-hanh")
    assert content()["process"][3]["next"] == "phat-hanh"
    save(desk, "process/3", way__done="")
    assert "next" not in content()["process"][3]


def test_a_stale_page_is_refused_and_keeps_what_was_typed(desk, binh):
    stale = as_drawn("papers/0")
    other = binh[1]
    assert other.post(f"{HOME}sua/papers/0/", {**stale, "name.vi": "Đơn của Bình"}).status_code == 303
    answer = desk.post(f"{HOME}sua/papers/0/", {**stale, "name.vi": "Đơn của An"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Trần Văn Bình" in text
    assert "Đơn của An" in text
    assert content()["papers"][0]["name"]["vi"] == "Đơn của Bình"
    assert (
        desk.post(f"{HOME}sap-xep/", {"revision": stale["revision"], "remove": "papers/0"}).status_code == 303
    )
    assert len(content()["papers"]) == 2
    assert desk.post(f"{HOME}bo/", {"revision": stale["revision"]}).url == HOME
    assert EditDraft.objects.exists()


def test_the_whole_text_is_read_with_the_line_of_each_error(desk):
    text = desk.get(f"{HOME}toan-van/").content.decode()
    assert "Đơn đề nghị" in text
    revision = EditDraft.objects.get().revision
    broken = "code: '1.000001'\nlevel: zone\nname: Thử: nữa\n"
    answer = desk.post(f"{HOME}toan-van/", {"revision": revision, "yaml": broken})
    assert answer.status_code == 422
    assert "Dòng 3" in answer.content.decode()
    assert "name: Thử: nữa" in answer.content.decode()
    answer = desk.post(f"{HOME}toan-van/", {"revision": revision, "yaml": "code: '1.000001'\nlevel: moon\n"})
    assert "Dòng 2" in answer.content.decode()
    assert EditDraft.objects.get().revision == revision


def test_the_whole_text_comes_back_as_it_was_and_keeps_its_code(desk):
    file = desk.get(f"{HOME}tai-ve/yaml/").content.decode()
    before, revision = content(), EditDraft.objects.get().revision
    assert desk.post(f"{HOME}toan-van/", {"revision": revision, "yaml": file}).status_code == 303
    assert content() == before
    stolen = file.replace("1.000001", "1.000002")
    answer = desk.post(f"{HOME}toan-van/", {"revision": revision + 1, "yaml": stolen})
    assert (answer.status_code, content()) == (422, before)


def test_the_draft_is_shown_as_citizens_and_offices_will_see_it(desk):
    save(desk, "papers/0", name__vi="Đơn xin phép mới")
    assert "Đơn xin phép mới" in desk.get(f"{HOME}xem-thu/").content.decode()
    assert "Thẩm định" in desk.get(f"{HOME}quy-trinh/").content.decode()
    changes = desk.get(f"{HOME}thay-doi/").content.decode()
    for said in ("Đơn xin phép mới", "Đơn đề nghị", "Tên tiếng Việt"):
        assert said in changes
    assert desk.get(f"{HOME}tai-ve/xlsx/").content[:2] == b"PK"
    assert b"bpmn" in desk.get(f"{HOME}tai-ve/bpmn/").content
    assert desk.get(f"{HOME}tai-ve/exe/").status_code == 404


def test_a_draft_is_begun_once_and_can_be_thrown_away(desk, binh):
    assert binh[1].post(f"{HOME}mo/").status_code == 303
    assert EditDraft.objects.count() == 1
    assert desk.post(f"{HOME}bo/", {"revision": 1}).url == "/quan-tri/thu-tuc/"
    assert not EditDraft.objects.exists()
    assert desk.get(HOME).status_code == 200
