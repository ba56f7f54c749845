import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from django.core.management import call_command

from motcua.catalog import invariants
from motcua.catalog.benchmarks import engine, plain_finish
from motcua.catalog.models import Procedure, Version
from motcua.catalog.rules.folder import SHIPPED, read_folder
from motcua.catalog.rules.process import begin, finish
from tests.catalog.making import document, make_field
from tests.factories.organizations import make_body

pytestmark = pytest.mark.django_db


def said(*arguments: str, code: int = 0) -> Any:
    out, ended = io.StringIO(), 0
    try:
        call_command("procedures", *arguments, "--json", stdout=out)
    except SystemExit as end:
        ended = int(end.code or 0)
    assert ended == code
    return json.loads(out.getvalue())


@pytest.fixture
def lists() -> None:
    make_field()
    make_body(code="H49.14")


def written(path: Path, **parts: Any) -> str:
    path.write_text(yaml.safe_dump(document(**parts), allow_unicode=True), encoding="utf-8")
    return str(path)


def test_check_counts_what_is_shipped() -> None:
    facts = said("check")
    assert facts["errors"] == []
    assert facts["runnable"] >= 30
    assert (facts["eligible"], facts["full_online"]) == (250, 183)


def test_check_names_the_errors_of_a_file(tmp_path: Path) -> None:
    facts = said("check", written(tmp_path / "p.yaml", subjects=[]), code=1)
    assert facts["errors"][0]["where"] == "p.yaml: subjects"
    assert facts["errors"][0]["line"]


@pytest.mark.usefixtures("lists")
def test_publish_then_export_then_import_gives_the_sheet_back(tmp_path: Path) -> None:
    assert said("publish", written(tmp_path / "p.yaml"))["version"] == 1
    drawing, sheet = tmp_path / "p.bpmn", tmp_path / "p.xlsx"
    said("export", "1.000001", "--bpmn", str(drawing), "--xlsx", str(sheet))
    from_drawing, from_sheet = said("import-sheet", str(drawing)), said("import-sheet", str(sheet))
    assert from_drawing["process"] == from_sheet["process"]
    assert [row.get("step") or row["consult"] for row in from_sheet["process"]][:3] == [
        "phan-cong",
        "tham-dinh",
        "lay-y-kien",
    ]


@pytest.mark.usefixtures("lists")
def test_import_writes_good_rows_and_names_bad_ones(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["code", "code_status", "name_vi", "field", "level", "eligible", "online"])
    book.active.append(["1.5", "demo", "Tốt", "xay-dung", "zone", "yes", "full"])
    book.active.append(["1.6", "demo", "Sai", "no-field", "zone", "no", "full"])
    book.save(tmp_path / "list.xlsx")
    facts = said("import", str(tmp_path / "list.xlsx"), "--dry-run", code=1)
    assert {(error["row"], error["column"]) for error in facts["errors"]} == {(3, "field"), (3, "eligible")}
    assert not Procedure.objects.exists()
    assert said("import", str(tmp_path / "list.xlsx"), code=3)["imported"] == 1
    assert Procedure.objects.get().code == "1.5"


def test_diff_lists_changes(tmp_path: Path) -> None:
    old, new = written(tmp_path / "a.yaml"), written(tmp_path / "b.yaml", level="province")
    assert [change["where"] for change in said("diff", old, new)["changes"]] == ["level"]


@pytest.mark.usefixtures("lists")
def test_invariants_hold_after_publishing_and_see_what_is_broken(tmp_path: Path) -> None:
    said("publish", written(tmp_path / "p.yaml"))
    said("publish", written(tmp_path / "p.yaml", effective={"from": "2026-01-01"}))
    checks = (
        invariants.versions_never_overlap,
        invariants.documents_match_their_digests,
        invariants.published_processes_are_sound,
    )
    assert [list(check()) for check in checks] == [[], [], []]
    Version.objects.create(
        procedure=Procedure.objects.get(),
        number=9,
        effective_from="2020-01-01",
        effective_until="2020-12-31",
        document=document(process=[{"step": "a", "name": "x", "role": "head", "outcomes": {"done": "a"}}]),
        digest="0" * 64,
        published_at="2020-01-01T00:00:00Z",
        published_by="nobody",
    )
    assert [len(list(check())) for check in checks] == [0, 1, 1]


def test_engine_benchmark_runs_and_its_plain_walk_agrees_with_the_engine() -> None:
    assert engine(rounds=1)["transitions"] > 100
    for each in read_folder(SHIPPED).written:
        net = each.document.net
        marking = begin(net)
        for _turn in range(40):
            if not marking.open:
                break
            step = marking.open[-1]
            outcome = net.steps[step].outcomes[0]
            assert plain_finish(net, marking, step, outcome) == finish(net, marking, step, outcome)
            marking = finish(net, marking, step, outcome)[0]
