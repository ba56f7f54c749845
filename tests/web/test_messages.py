"""The translations of the house, and the tool that keeps them."""

import pytest
from babel.messages.mofile import read_mo
from django.utils import translation

from scripts import messages

PAGE = '{{ _("Save") }} {{ _("%(n)s dossiers", n=3) }} {% trans %}Two words{% endtrans %}'
CODE = 'from django.utils.translation import ngettext\nngettext("%(n)s day", "%(n)s days", 2)\n'


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A house with one room of one page and one module."""
    monkeypatch.setattr(messages, "PACKAGE", tmp_path / "src" / "motcua")
    room = tmp_path / "src" / "motcua" / "hall"
    (room / "templates" / "hall").mkdir(parents=True)
    (room / "__init__.py").write_text(CODE)
    (room / "templates" / "hall" / "page.jinja").write_text(PAGE)
    messages.extract("hall")
    return room


def translate(words):
    path = messages.po_of("hall")
    text = path.read_text()
    for english, vietnamese in words.items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{vietnamese}"')
    path.write_text(text.replace('msgstr[0] ""', 'msgstr[0] "%(n)s ngày"'))


WHOLE = {"Save": "Lưu", "%(n)s dossiers": "%(n)s hồ sơ", "Two words": "Hai từ"}


def test_extract_finds_templates_and_code_and_keeps_what_was_translated(house):
    translate(WHOLE)
    before = messages.po_of("hall").read_text()
    assert messages.extract("hall") == 0
    assert messages.po_of("hall").read_text() == before


def test_check_finds_nothing_in_a_whole_file(house):
    translate(WHOLE)
    assert list(messages.faults(["hall"])) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("Lưu", ""), "not translated: 'Save'"),
        (("%(n)s hồ sơ", "%(m)s hồ sơ"), "placeholders differ: '%(n)s dossiers'"),
        (('msgid "Save"', '#, fuzzy\nmsgid "Save"'), "fuzzy: 'Save'"),
        (('msgid "Save"', 'msgid "Saves"'), "not in the file (extract hall puts it there): 'Save'"),
        (('msgid "Save"', 'msgid "Gone"'), "no longer used: 'Gone'"),
    ],
)
def test_check_names_every_fault(house, change, told):
    translate(WHOLE)
    path = messages.po_of("hall")
    path.write_text(path.read_text().replace(*change))
    assert f"hall: {told}" in "\n".join(messages.faults(["hall"]))


def test_check_refuses_two_translations_of_one_text(house):
    translate(WHOLE)
    other = house.parent / "loft"
    other.mkdir()
    (other / "__init__.py").write_text('_("Save")')
    messages.extract("loft")
    messages.po_of("loft").write_text(messages.po_of("loft").read_text() + "\n")
    path = messages.po_of("loft")
    path.write_text(path.read_text().replace('msgid "Save"\nmsgstr ""', 'msgid "Save"\nmsgstr "Ghi"'))
    assert list(messages.faults(["hall", "loft"])) == ["loft: 'Save' is 'Ghi' here but 'Lưu' in hall"]


def test_compile_writes_what_the_pages_read_and_only_when_it_changed(house):
    translate(WHOLE)
    messages.compile_all()
    compiled = messages.po_of("hall").with_suffix(".mo")
    with compiled.open("rb") as file:
        assert read_mo(file).get("Save").string == "Lưu"
    written = compiled.stat().st_mtime_ns
    messages.compile_all()
    assert compiled.stat().st_mtime_ns == written


def test_our_words_win_over_the_frameworks():
    with translation.override("vi"):
        said = {
            m.id: translation.gettext(m.id)
            for m in messages.translated("web")
            if isinstance(m.id, str) and m.id
        }
    kept = {m.id: m.string for m in messages.translated("web") if isinstance(m.id, str) and m.id}
    assert said == kept


def test_every_text_of_this_room_is_in_vietnamese():
    assert list(messages.faults(["web"])) == []
