"""Published scores are frozen: replayed to the bit after anything, computed again by strangers, told when touched."""

import json
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from motcua.clock.queries import now
from motcua.criteria.invariants import runs_are_as_published
from motcua.criteria.models import MonthTally, Reader, Run
from motcua.criteria.queries.runs import month_to_publish, open_data
from motcua.criteria.rules import reading_counters
from motcua.criteria.rules.periods import month_of
from motcua.criteria.services import follow, replaying
from motcua.criteria.services.publishing import publish
from motcua.criteria.services.replaying import replay
from motcua.criteria.standalone import recompute
from motcua.dossiers.events import (
    DossierCompleted,
    DossierExtended,
    DossierStopped,
    SupplementRequested,
)
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.ledger.services import append_all, seal
from motcua.organizations.models import BodyKind
from tests.criteria.test_following import filed, received, tell
from tests.factories.organizations import make_body

pytestmark = pytest.mark.django_db(transaction=True)
SETS = ("qd766-2022", "tt01-2018")
BODIES = ("B0", "B1", "B2", "B3", "B4")


def some_acts(count, seed, bodies=BODIES[:4]):
    """Random lives of dossiers: many acts a transaction, because each takes its time."""
    random = Random(seed)
    with transaction.atomic():
        for number in range(count // 3):
            code, body, due = f"HS{seed}-{number}", random.choice(bodies), now() + timedelta(days=1)
            if random.random() < 0.3:
                due = now() - timedelta(seconds=1)
            after = [
                DossierCompleted(due_at=due, document=True, electronic=random.random() < 0.5),
                SupplementRequested(items=("a",), respond_by=due),
                DossierExtended(old_due_at=due, due_at=due + timedelta(days=1), reason="x"),
                DossierStopped(reason="x"),
            ]
            told = [filed(), received(due), random.choice(after)]
            append_all(told, subject=code, body=body, actor=f"officer-{body}", at=now())


@pytest.fixture
def province(settings, tmp_path):
    """One province, three departments and two communes, one of which has no case at all."""
    settings.WITNESS_ROOT = tmp_path / "witnesses"
    for name in ("own", "inspectorate"):
        (tmp_path / "witnesses" / name).mkdir(parents=True)
    parent = make_body(code="P", kind=BodyKind.PROVINCE)
    for number, code in enumerate(BODIES):
        make_body(code=code, kind=BodyKind.DEPARTMENT if number < 3 else BodyKind.COMMUNE, parent=parent)
    some_acts(90, 1)
    follow()
    seal()
    return month_of(now())


def published(over, *bodies, code="qd766-2022"):
    return publish(bodies or BODIES, over, code, by="officer", at=now())


def test_a_month_is_published_once_from_its_closing_day_on_when_all_of_it_is_counted(province):
    after = province.following
    Reader.objects.update(horizon=after.starts_at + timedelta(days=20))
    assert month_to_publish(after.starts_at + timedelta(days=3)) is None
    assert month_to_publish(after.starts_at + timedelta(days=21)) is None  # counted only up to the day before
    closing = after.starts_at + timedelta(days=20, minutes=1)
    assert month_to_publish(closing) == province.code
    publish(["VN"], province, "qd766-2022", by="system", at=now())
    assert month_to_publish(closing) is None


def say(*words):
    out = StringIO()
    call_command("criteria", *words, "--json", stdout=out)
    return json.loads(out.getvalue())


def changed_behind_our_back(statement, *values):
    """As somebody with all rights on the database would: triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET session_replication_role = DEFAULT")


def test_a_run_is_replayed_to_the_bit_after_thousands_of_later_acts(province):
    runs = [*published(province), *published(province, "P", "VN", code="tt01-2018")]
    some_acts(3000, 2)
    follow()
    for run in (runs[0], runs[3], runs[-1]):
        again = replay(run.number)
        assert again.differences == []
        assert json.dumps(again.answer, sort_keys=True) == json.dumps(run.answer, sort_keys=True)
        assert again.changed == []


def test_later_acts_move_the_score_and_leave_the_run(province):
    run = published(province, "B0")[0]
    some_acts(300, 3, bodies=["B0"])
    follow()
    seal()
    later = published(province, "B0")[0]
    assert later.answer["score"] != run.answer["score"]
    assert Run.objects.get(pk=run.number).answer == run.answer
    assert replay(run.number).differences == []
    assert replay(later.number).differences == []


def test_a_run_of_a_month_whose_deadlines_pass_later_still_replays(province):
    tell("HS-soon", filed(), "B0")
    tell("HS-soon", received(now() + timedelta(milliseconds=600)), "B0")
    follow()
    seal()
    run = published(province, "B0")[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.8)")
    follow()
    assert replay(run.number).differences == []


def test_a_changed_row_of_the_ledger_is_told(province):
    run = published(province, "B0")[0]
    row = Entry.objects.filter(kind="dossier.completed", body="B0").first()
    changed_behind_our_back(
        """UPDATE ledger_entry SET data = data || '{"electronic": "x"}'::jsonb WHERE id = %s""", row.pk
    )
    assert any(f"entry {row.pk}" in line for line in replay(run.number).differences)


def test_a_row_taken_out_of_the_ledger_is_told(province):
    run = published(province, "B0")[0]
    row = Entry.objects.filter(kind="dossier.completed", body="B0").first()
    changed_behind_our_back("DELETE FROM ledger_entry WHERE id = %s", row.pk)
    assert any("under the head" in line for line in replay(run.number).differences)


def test_a_counter_that_was_changed_before_publication_is_told(province):
    MonthTally.objects.filter(body="B0").update(c02=77)
    run = published(province, "B0")[0]
    assert any("B0/counts" in line for line in replay(run.number).differences)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("""UPDATE criteria_run SET answer = jsonb_set(answer, '{shown}', '"99.99"')""", "answer/shown"),
        ("UPDATE criteria_run SET horizon = horizon - 1", "answer/horizon"),
        ("UPDATE criteria_run SET entry = entry - 1", "run/last"),
        ("UPDATE criteria_figures SET document = jsonb_set(document, '{bodies,2,counts,finished}', '99')", "figures"),
        ("UPDATE criteria_setversion SET text = replace(text, 'total: 100', 'total: 100 # ')", ""),
        ("UPDATE criteria_setversion SET text = replace(text, '0.9, confidence', '0.8, confidence')", "run/digest"),
    ],
)  # fmt: skip
def test_whatever_was_changed_of_a_run_is_told_and_a_comment_is_not(province, statement, said):
    run = published(province, "B0")[0]
    changed_behind_our_back(statement)
    found = replay(run.number).differences
    assert bool(found) == bool(said)
    assert not said or any(said in line for line in found)


@pytest.mark.parametrize("table", ["criteria_run", "criteria_figures", "criteria_basis"])
def test_the_database_itself_lets_what_was_published_never_change(province, table):
    published(province, "B0")
    with pytest.raises(IntegrityError, match="never changed"), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_a_publication_stands_in_the_ledger(province):
    run = published(province, "B0")[0]
    told = Entry.objects.get(kind="criteria.run_published")
    assert (told.subject, told.body, told.actor) == ("qd766-2022:B0", "B0", "officer")
    assert told.data["run"] == run.number
    assert told.data["facts"] == run.facts


def test_what_is_not_sealed_counted_or_begun_is_not_published(province):
    def refused(over=province, bodies=("B0",), at=None):
        with pytest.raises(Refusal) as refusal:
            publish(bodies, over, "qd766-2022", by="officer", at=at or now())
        return refusal.value.code

    assert refused(over=province.following) == "not-begun"
    assert refused(bodies=["B0", "nobody"]) == "unknown-body"
    assert refused(at=now() + timedelta(hours=5)) == "sealing-suspended"
    some_acts(3, 4)
    follow()
    assert refused() == "not-sealed"
    assert not Run.objects.exists()


def test_bodies_are_ranked_among_their_like_and_who_has_no_case_is_not(province):
    ranks = {run.body: (run.answer["rank"], run.answer["ranked"]) for run in published(province)}
    assert sorted(ranks[body][0] for body in BODIES[:3]) == [1, 2, 3]
    assert ranks["B3"] == (1, 1)
    assert ranks["B4"] == (None, 1)


def test_the_command_line_publishes_names_the_run_with_the_score_and_replays_it(province):
    some_acts(30, 5)
    say("follow", "--once")
    assert say("score", "--body", "B0", "--period", province.code)["run"] is None
    told = say("publish", "--period", province.code)
    assert {one["body"] for one in told["runs"]} == {*BODIES, "P", "VN"}
    run = next(one["run"] for one in told["runs"] if one["body"] == "B0")
    scored = say("score", "--body", "B0", "--period", province.code)
    assert scored["run"] == run
    assert f"{scored['score']:.2f}" == Run.objects.get(pk=run).answer["shown"]
    assert say("replay", str(run))["differences"] == []
    with pytest.raises(CommandError, match="999"):
        say("replay", "999")
    changed_behind_our_back("UPDATE criteria_run SET horizon = horizon - 1")
    with pytest.raises(SystemExit) as stopped:
        say("replay", str(run))
    assert stopped.value.code == 1


def test_a_run_keeps_the_definition_of_its_counters_and_tells_that_they_have_changed(province, monkeypatch):
    run = published(province, "B0")[0]
    text = reading_counters.FILE.read_text(encoding="utf-8")
    other = reading_counters.read(
        text.replace("amount: 2 if supplements == 0", "amount: 3 if supplements == 0")
    )
    monkeypatch.setattr(replaying, "counters", lambda: other)
    again = replay(run.number)
    assert (again.differences, again.changed) == ([], ["counters"])


def test_what_was_published_is_what_the_ledger_names(province):
    published(province)
    assert list(runs_are_as_published()) == []
    changed_behind_our_back("UPDATE criteria_run SET answer = jsonb_set(answer, '{rank}', '9')")
    assert len(list(runs_are_as_published())) == len(BODIES)


def test_a_catalogue_that_has_changed_since_is_named_and_moves_nothing(province):
    run = published(province, "B0")[0]
    changed_behind_our_back("UPDATE criteria_run SET catalogue = 'x'")
    again = replay(run.number)
    assert again.changed == ["catalogue"]


def alone(path, *words):
    """The stand-alone program as a stranger runs it: another Python that knows nothing of this house."""
    done = subprocess.run(
        [sys.executable, "-I", recompute.__file__, str(path), *words],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def written(run, tmp_path, change=lambda data: None):
    data = json.loads(json.dumps(open_data(run)))
    change(data)
    path = Path(tmp_path) / f"{run.number}.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize("code", SETS)
def test_a_stranger_computes_every_score_and_rank_alone(province, tmp_path, code):
    everywhere = {run.body: run for run in published(province, *BODIES, "P", "VN", code=code)}
    for run in everywhere.values():
        assert alone(written(run, tmp_path))[0] == 0
    ended, said = alone(written(everywhere["B0"], tmp_path), "--json")
    report = json.loads(said)
    assert (ended, report["differences"]) == (0, [])
    found = {one["body"]: (one["score"], one["shown"], one["rank"]) for one in report["ranking"]}
    assert found == {
        body: (run.answer["score"], run.answer["shown"], run.answer["rank"])
        for body, run in everywhere.items()
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["answer"].update(score="100"),
        lambda data: data["answer"].update(rank=1 if data["answer"]["rank"] != 1 else 2),
        lambda data: data["figures"]["bodies"][2]["counts"].update(finished=99),
        lambda data: data["set"]["groups"][0]["criteria"][0].update(points=5),
        lambda data: data["set"]["groups"][1]["criteria"][0].update(numerator="__import__('os').getpid()"),
        lambda data: data.update(format="other"),
        lambda data: data.pop("figures"),
    ],
)
def test_a_stranger_sees_what_was_changed_in_the_file(province, tmp_path, change):
    ended, said = alone(written(published(province, "B0")[0], tmp_path, change))
    assert ended == 1
    assert said.startswith("BAD")


def test_the_open_data_name_no_person(province):
    text = json.dumps(open_data(published(province, "B0")[0]))
    assert "officer" not in text
    assert "HS1-" not in text
