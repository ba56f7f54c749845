"""What the house writes from frozen figures; what of it people changed; the picture of many; the paper."""

import json
from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.results.rules.content import Content
from motcua.reviews.rules import consolidating
from motcua.reviews.rules.consolidating import Answer, consolidated
from motcua.reviews.rules.document import consolidated_sections, number, period_in_words, sections, summary
from motcua.reviews.rules.drafting import BY, OF_SHORT, carried, drafted, edited, key
from motcua.reviews.rules.figures import (
    Figure,
    Figures,
    Place,
    Standing,
    Task,
    as_json,
    digest_of,
    from_json,
)

BY_ON = date(2024, 6, 28)
QUESTIONS = [{"code": "recommendations", "part": "text", "vi": "Kiến nghị", "en": "Recommendations"}]
TASK = Task("CD-2024-0001", "Số hóa ngay", "Phòng Nghiệp vụ", "Trưởng phòng", "2024-07-15")


def line(criterion="4.2", standing=Standing.SHORT, lost="1.0000", **facts):
    told = {
        "criterion": criterion, "group": criterion[0], "name": f"Tiêu chí số {criterion}", "name_en": "",
        "standing": standing, "numerator": 60, "denominator": "100.00", "rate": "60.00", "points": "3.0000",
        "most": "4.0000", "lost": lost, "formula": "a ÷ b", **facts,
    }  # fmt: skip
    return Figure(**told)


def figures(*lines, body="H49.13"):
    return Figures(
        body, f"Cơ quan {body}", "qd766-2022", "x" * 64, "2024-04", "2024-05-08T09:00:00+07:00", "43.0000",
        "100.0000", tuple(lines),
    )  # fmt: skip


PLACES = [
    Place(procedure_name=procedure, step_name=step)
    for procedure in ("", "Cấp phép", "Khai sinh")
    for step in ("", "Ký")
]
LINES = [
    line(criterion, standing, lost if standing in ("short", "empty") else "0.0000", place=place)
    for criterion in ("1.4", "2.1", "4.2")
    for standing in Standing
    for lost in ("0.0001", "0.3333", "6.0000")
    for place in PLACES
]
BODIES = st.lists(
    st.lists(st.sampled_from(LINES), max_size=3, unique_by=lambda one: one.criterion), min_size=1, max_size=5
).map(lambda many: [figures(*lines, body=f"H49.{number}") for number, lines in enumerate(many)])


@given(BODIES)
def test_figures_come_back_from_json_as_they_were_and_so_does_their_digest(many):
    for one in many:
        told = json.loads(json.dumps(as_json(one)))
        assert from_json(told) == one
        assert digest_of(told) == digest_of(as_json(one))


def test_another_figure_is_another_digest():
    assert digest_of(as_json(figures(line()))) != digest_of(as_json(figures(line(lost="1.0001"))))


@given(BODIES)
def test_every_shortcoming_has_all_its_texts_and_no_text_has_a_figure_of_the_index(many):
    for one in many:
        texts = drafted(one, QUESTIONS, {}, BY_ON)
        for short in one.short:
            assert all(texts[key(what, short.criterion)] for what in OF_SHORT)
        assert not [text for text in texts.values() if "60" in text or "43" in text]


def test_a_directive_gives_the_measure_who_leads_it_and_its_date():
    texts = drafted(figures(line(tasks=(TASK,))), [], {}, BY_ON)
    assert "CD-2024-0001" in texts["measure-4.2"]
    assert "15/07/2024" in texts["measure-4.2"]
    assert texts["responsible-4.2"].startswith("Chủ trì thực hiện chỉ đạo: Phòng Nghiệp vụ (Trưởng phòng)")
    assert texts["by-4.2"] == "2024-07-15"


@pytest.mark.parametrize(
    ("unit", "who"),
    [
        ("Phòng Nghiệp vụ", "Trưởng phòng Nghiệp vụ"),
        ("Văn phòng HĐND và UBND", "Chánh Văn phòng HĐND và UBND"),
        ("Bộ phận Một cửa", "Trưởng phòng bộ phận Một cửa"),
        ("Lãnh đạo Sở", "Trưởng phòng"),
    ],
)
def test_who_answers_is_written_with_the_title_of_the_office(unit, who):
    place = Place(step_name="Thẩm định", unit_name=unit, position="Trưởng phòng")
    said = drafted(figures(line(place=place)), [], {}, BY_ON)["responsible-4.2"]
    assert said.startswith(f"{who} chịu trách nhiệm trực tiếp")


def test_a_deadline_that_had_passed_when_the_figures_were_taken_is_not_promised_again():
    over = replace(TASK, due_on="2020-07-15")
    assert drafted(figures(line(tasks=(over,))), [], {}, BY_ON)["by-4.2"] == BY_ON.isoformat()


def test_without_a_directive_the_unit_that_bears_most_answers_and_the_measure_of_the_group_is_proposed():
    place = Place(step_name="Thẩm định", unit_name="Phòng Nghiệp vụ", position="Trưởng phòng")
    texts = drafted(figures(line(place=place)), [], {"4": "Số hóa ngay khi tiếp nhận"}, BY_ON)
    assert texts["responsible-4.2"].startswith("Trưởng phòng Nghiệp vụ chịu trách nhiệm trực tiếp")
    assert texts["measure-4.2"] == "Số hóa ngay khi tiếp nhận; trước hết ở bước “Thẩm định”."
    assert "bước “Thẩm định” (Phòng Nghiệp vụ)" in texts["cause-4.2"]
    assert texts["by-4.2"] == BY_ON.isoformat()


@pytest.mark.parametrize(
    ("place", "who"),
    [
        (Place(unit_name="Lãnh đạo Sở", position="Giám đốc Sở"), "Giám đốc Sở chịu trách nhiệm trực tiếp"),
        (Place(body_name="Sở Xây dựng"), "Người đứng đầu Sở Xây dựng chịu trách nhiệm trực tiếp"),
        (Place(), "Người đứng đầu cơ quan chịu trách nhiệm"),
        (
            Place(unit_name="Phòng Đất đai", body_name="Sở Nông nghiệp"),
            "Người đứng đầu phòng Đất đai, Sở Nông nghiệp chịu trách nhiệm trực tiếp",
        ),
    ],
)
def test_who_is_responsible_is_said_by_position(place, who):
    assert drafted(figures(line(place=place)), [], {}, BY_ON)["responsible-4.2"].startswith(who)


def test_what_is_kept_names_the_directive_that_is_watched():
    watched = replace(TASK, watched=True)
    kept = line(standing=Standing.KEPT, lost="0.0000", tasks=(watched,))
    assert "CD-2024-0001" in drafted(figures(kept), [], {}, BY_ON)["keep-4.2"]


TEXTS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", "1", "2"]))


@given(TEXTS, TEXTS, TEXTS)
def test_a_new_version_keeps_exactly_what_people_changed_and_still_has_a_place(old_drafted, typed, new):
    old = {name: typed.get(name, text) for name, text in old_drafted.items()}
    got = carried(old_drafted, old, new)
    assert got.keys() == new.keys()
    for name in new:
        changed = name in old and old[name] != old_drafted[name]
        assert got[name] == (old[name] if changed else new[name])
    assert edited(old_drafted, old) == {name for name in old if old[name] != old_drafted[name]}


@given(BODIES, st.randoms())
def test_the_picture_of_many_reports_is_what_counting_them_one_by_one_gives(many, random):
    answers = [Answer(one, drafted(one, [], {}, BY_ON)) for one in many]
    rows = consolidated(answers)
    random.shuffle(answers)
    assert consolidated(answers) == rows
    lost, short, kept, places = defaultdict(Decimal), defaultdict(int), defaultdict(set), defaultdict(Decimal)
    for one in many:
        for told in one.lines:
            if told.standing is Standing.KEPT:
                kept[told.criterion].add(one.body_name)
            elif told.standing is not Standing.UNKNOWN:
                lost[told.criterion] += Decimal(told.lost)
                short[told.criterion] += 1
                where = (told.criterion, told.place.procedure_name, told.place.step_name)
                places[where] += Decimal(told.lost)
    assert {row.criterion: row.lost for row in rows if row.short} == dict(lost)
    assert {row.criterion: row.short for row in rows if row.short} == dict(short)
    assert {row.criterion: {body for body, _text in row.kept} for row in rows if row.kept} == dict(kept)
    grouped = {
        (row.criterion, one.procedure_name, one.step_name): one.lost for row in rows for one in row.causes
    }
    assert grouped == dict(places)
    assert [row.lost for row in rows] == sorted((row.lost for row in rows), reverse=True)


@given(BODIES)
def test_a_frozen_picture_comes_back_as_it_was(many):
    rows = consolidated([Answer(one, drafted(one, [], {}, BY_ON)) for one in many])
    assert consolidating.from_json(json.loads(json.dumps(consolidating.as_json(rows)))) == rows


@given(BODIES)
def test_the_paper_says_every_shortcoming_and_every_criterion_that_is_kept(many):
    rows = consolidated([Answer(one, drafted(one, [], {}, BY_ON)) for one in many])
    for one in many:
        parts = sections(one, drafted(one, QUESTIONS, {}, BY_ON), QUESTIONS, rows)
        content = Content.of({"sections": parts})
        titles = [block.title for section in content.sections for block in section.blocks]
        for told in one.of(Standing.SHORT, Standing.EMPTY, Standing.KEPT):
            assert f"{told.criterion} {told.name}" in titles
        assert [section.heading.split(".")[0] for section in content.sections] == [
            "I", "II", "III", "IV", "V"
        ][: len(content.sections)]  # fmt: skip
    assert consolidated_sections(rows, "1/2 cơ quan đã gửi báo cáo.")[0]["heading"].startswith("I. ")


def test_the_sentence_with_the_numbers_adds_up():
    told = figures(line(), line("2.1", Standing.KEPT, "0.0000"), line("3.1", Standing.UNKNOWN, "0.0000"))
    assert summary(told) == (
        "Kỳ tháng 4/2024, Cơ quan H49.13 đạt 43/100 điểm; 1 tiêu chí có số liệu đạt điểm tối đa; 1 tiêu chí (4 điểm) "
        "không có số liệu để tính; 1 tiêu chí chưa đạt, mất 1 điểm."
    )


@pytest.mark.parametrize(
    ("code", "words"), [("2024-04", "tháng 4/2024"), ("2024-Q2", "quý II/2024"), ("2024", "năm 2024")]
)
def test_periods_are_said_as_papers_say_them(code, words):
    assert period_in_words(code) == words


@pytest.mark.parametrize(
    ("said", "digits", "shown"),
    [("1234.5000", 2, "1.234,50"), ("20.0000", 2, "20"), ("-0.5", 1, "−0,5"), ("100.00", 0, "100")],
)
def test_numbers_are_written_as_papers_write_them(said, digits, shown):
    assert number(said, digits) == shown


def test_the_day_of_a_measure_is_one_of_the_texts():
    assert key(BY, "4.2") in drafted(figures(line()), [], {}, BY_ON)
