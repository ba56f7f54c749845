from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from motcua.kernel import benchmarks, invariants
from motcua.kernel.commands import PARTIAL, Verb
from motcua.kernel.refusals import Refusal


@pytest.fixture
def nothing_declared(monkeypatch):
    monkeypatch.setattr(invariants, "_declared", {})
    monkeypatch.setattr(benchmarks, "_declared", {})


def test_invariants_are_kept_by_name_in_order(nothing_declared):
    @invariants.invariant("second")
    def second():
        yield "broken"

    @invariants.invariant("first")
    def first():
        return []

    assert [(one.name, [*one.check()]) for one in invariants.declared()] == [
        ("first", []),
        ("second", ["broken"]),
    ]
    assert invariants.invariant("first")(first) is first
    with pytest.raises(ValueError, match="two invariants are named first"):
        invariants.invariant("first")(second)


def test_benchmarks_are_kept_by_name(nothing_declared):
    @benchmarks.benchmark("clock")
    def clock():
        return {"per_second": 1}

    assert benchmarks.declared() == {"clock": clock}


def test_refusal_carries_a_code_and_the_fields_at_fault():
    refusal = Refusal("Chọn ngày khác.", code="bad-date", fields={"on": "Ngày nghỉ"})
    assert (str(refusal), refusal.code, refusal.fields) == (
        "Chọn ngày khác.",
        "bad-date",
        {"on": "Ngày nghỉ"},
    )
    assert Refusal("Không.").code == "refused"


class Count(Verb):
    def answer(self, **options):
        if options.get("verbosity") == 0:
            raise Refusal("Hãy thử lại.", code="try-again")
        return {"count": 3, "tên": "Đạt"}

    def exit_code(self, facts):
        return PARTIAL


def test_verb_prints_one_json_document_and_ends_with_its_code():
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command(Count(stdout=out), json=True)
    assert ended.value.code == PARTIAL
    assert out.getvalue() == '{"count": 3, "tên": "Đạt"}\n'


def test_verb_tells_a_person_the_same():
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command(Count(stdout=out))
    assert '"tên": "Đạt"' in out.getvalue()


def test_verb_that_is_refused_fails_with_the_sentence():
    with pytest.raises(CommandError, match=r"Hãy thử lại\.") as failed:
        call_command(Count(), verbosity=0)
    assert failed.value.returncode == 1
