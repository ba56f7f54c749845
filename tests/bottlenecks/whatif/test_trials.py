"""A trial through public doors: the command, the form, the worker's turn, the page; who may, and what is refused."""

import json
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.bottlenecks.models import WhatIf, WhatIfState
from motcua.bottlenecks.queries.whatif_past import known
from motcua.bottlenecks.services.whatif import ask, running
from motcua.clock.queries import calendar, now
from motcua.clock.rules.counting import add_working_minutes
from motcua.criteria.models import Dossier, Reader, Step
from motcua.criteria.rules.periods import month_of
from motcua.dossiers.events import DossierReceived
from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.organizations.models import Role, UnitKind
from tests.factories.identity import sign_in
from tests.factories.organizations import make_body, make_officer, make_unit

pytestmark = pytest.mark.django_db
DOSSIERS, EVERY, TAKES, TERM = 150, 200, 150, 480


class Office:
    """One step; one officer who takes three quarters of the time that he has. Received for eleven weeks."""

    def __init__(self) -> None:
        self.top = make_body(kind="province", name_vi="Ủy ban nhân dân tỉnh", name_en="The province")
        self.body = make_body(parent=self.top)
        self.unit = make_unit(self.body, UnitKind.LEADERSHIP)
        self.leader = make_officer(self.unit, Role.LEADER)
        self.head = make_officer(make_unit(self.body, UnitKind.EXPERT), Role.HEAD)
        self.specialist = make_officer(make_unit(self.body, UnitKind.EXPERT), Role.SPECIALIST)
        self.reform = make_officer(role=Role.REFORM, body=self.top)
        self.stranger = make_officer(role=Role.LEADER, body=make_body(parent=self.top))
        self.at = now()
        self.period = month_of(self.at).following.code

    def work(self, count: int = DOSSIERS) -> "Office":
        hours = calendar(self.body.calendar)
        begins = self.at - timedelta(days=77)
        free = begins
        with transaction.atomic():
            for number in range(count):
                came = add_working_minutes(hours, begins, EVERY * number)
                if came >= self.at:
                    break
                free = add_working_minutes(hours, max(free, came), TAKES)
                self._dossier(number, came, free, add_working_minutes(hours, came, TERM))
        Reader.objects.all().delete()
        Reader.objects.create(horizon=now())
        return self

    def _dossier(self, number: int, came: datetime, done: datetime, due: datetime) -> None:
        code, ended = f"{self.body.code}-{number:04}", done if done < self.at else None
        taken = add_working_minutes(calendar(self.body.calendar), came, 0)
        Dossier.objects.create(
            code=code, body=self.body.code, procedure="1.001", filed_at=came, received_at=came, due_at=due, version=1,
            ended_at=ended, ending="completed" if ended else "", late_at=due if done > due else None, counted_at=came,
            moved_in=1, **_nothing(),
        )  # fmt: skip
        Step.objects.create(
            code=code, step="ky", round=1, body=self.body.code, procedure="1.001", step_kind="sign", role="leader",
            unit=self.unit.code, opened_at=came, due_at=due, taken_at=taken, officer=self.leader.code,
            closed_at=ended, outcome="done" if ended else "", moved_in=1,
        )  # fmt: skip
        received = DossierReceived("1.001", 1, "1", "working_days", self.body.calendar, due)
        append(received, subject=code, body=self.body.code, actor=self.leader.code, at=came)

    def scenario(self, change: str = "") -> str:
        change = change or f"{{change: officer, unit: {self.unit.code}, role: leader}}"
        return f"body: {self.body.code}\nperiod: {self.period}\nreplications: 6\nchanges:\n  - {change}\n"


def _nothing() -> dict[str, Any]:
    """Columns of a dossier that say nothing here."""
    texts = ("channel", "online_level", "rated_by", "receiver", "asker", "finisher", "applicant_mark")
    numbers = ("papers", "digitised", "reused", "fee", "supplements", "petitions", "corrections", "blank")
    flags = (
        "eligible", "citizen", "verified", "extended", "document", "electronic", "paid_online", "disliked",
    )  # fmt: skip
    more = dict.fromkeys(("phone_mark", "device_mark", "scans"), "")
    return dict.fromkeys(texts, "") | more | dict.fromkeys(numbers, 0) | dict.fromkeys(flags, False)


@pytest.fixture
def office() -> Office:
    return Office().work()


def said(office: Office, tmp_path: Path, change: str = "", *options: str) -> dict[str, Any]:
    path = tmp_path / "scenario.yaml"
    path.write_text(office.scenario(change), encoding="utf-8")
    out = StringIO()
    call_command("whatif", str(path), "--json", *options, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def client_of(officer: Any) -> Client:
    client = Client()
    sign_in(client, officer.account)
    return client


def test_the_command_answers_with_both_sides_their_difference_and_what_it_rests_on(
    office: Office, tmp_path: Path
) -> None:
    found = said(office, tmp_path)
    for figure in ("on_time", "points", "late", "finished"):
        for side in ("base", "scenario", "difference"):
            band = found[figure][side]
            assert band["low"] <= band["mean"] <= band["high"]
    assert found["criterion"] == {"code": "2.1", "max": 20.0, "threshold": 1.0}
    assert 0 <= found["points"]["base"]["mean"] <= 20
    assert found["learned"]["dossiers_ended"] >= 60
    assert found["learned"]["weeks_of_arrivals"] >= 8
    assert [one["code"] for one in found["assumptions"]] == ["arrivals", "ways", "hands"]
    assert said(office, tmp_path) == found | {"as_of": found["as_of"]}
    fewer = said(office, tmp_path, "", "--replications", "3", "--seed", "7")
    assert (found["replications"], found["seed"]) == (6, 1)
    assert (fewer["replications"], fewer["seed"]) == (3, 7)


def test_a_file_with_faults_is_refused_with_every_line(office: Office, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"line 5: changes\[0\]\.step") as told:
        said(office, tmp_path, "{change: limit, step: kyy, hours: 1}")
    assert told.value.returncode == 2
    with pytest.raises(CommandError, match="missing.yaml"):
        call_command("whatif", str(tmp_path / "missing.yaml"), "--json")


def test_with_few_dossiers_it_says_how_many_there_are_and_how_many_are_needed(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="20.*60"):
        said(Office().work(20), tmp_path)


def test_reading_the_past_asks_the_same_number_of_questions_for_one_and_for_many() -> None:
    counts = []
    for many in (1, 3):
        office = Office().work(many)
        known([office.body.code], now())
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert len(known([office.body.code], now()).past.trips) == many
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_from_the_form_to_the_page_of_the_answer(office: Office) -> None:
    client = client_of(office.head)
    way = f"/chan-doan/thu-phuong-an/?cq={office.body.code}&loai=officer"
    assert office.unit.code in client.get(way).text
    typed = {"desk": f"{office.unit.code}|leader", "count": "1", "period": office.period}
    answer = client.post(way, typed)
    assert answer.status_code == 303
    trial = WhatIf.objects.get()
    page = client.get(answer["Location"])
    assert page["Refresh"] == "5"
    assert "0/200" in page.text
    WhatIf.objects.update(replications=6, scenario=trial.scenario + "replications: 6\n")
    call_command("whatif", "--number", str(trial.number), "--json", stdout=StringIO())
    trial.refresh_from_db()
    assert (trial.state, trial.played, trial.refusal) == (WhatIfState.DONE, 6, "")
    page = client.get(answer["Location"])
    assert "Refresh" not in page
    assert "điểm phần trăm" in page.text
    assert client.get(f"{answer['Location']}tep/").text == trial.scenario
    assert f"Lần thử {trial.number}" in client.get(way).text
    assert running(trial.number) is None


def test_each_kind_of_change_by_form_is_kept_as_a_scenario_and_a_missing_choice_is_told(
    office: Office,
) -> None:
    client = client_of(office.leader)
    base = f"/chan-doan/thu-phuong-an/?cq={office.body.code}&tthc=1.001&loai="
    desk = f"{office.unit.code}|leader"
    for kind, typed in (
        ("limit", {"step": "ky", "hours": "2,5"}),
        ("merge", {"first": "ky", "second": "phat-hanh"}),
        ("paper", {"paper": "giay"}),
        ("batch", {"desk": desk}),
    ):
        assert client.post(base + kind, {"period": office.period}).status_code == 422
        WhatIf.objects.update(state=WhatIfState.REFUSED, refusal="–", ended_at=now())
        assert client.post(base + kind, {**typed, "period": office.period}).status_code == 303
        assert f'change: "{kind}"' in WhatIf.objects.latest("number").scenario
    assert 'hours: "2.5"' in WhatIf.objects.earliest("number").scenario


def test_a_trial_that_cannot_be_answered_says_why_on_its_page(office: Office) -> None:
    text = office.scenario("{change: limit, step: ky, hours: 1}")
    trial = ask(text, by=office.reform, at=now())
    call_command("whatif", "--number", str(trial.number), "--json", stdout=StringIO())
    trial.refresh_from_db()
    assert trial.state == WhatIfState.REFUSED
    assert "6" in trial.refusal  # steps with a limit of their own
    assert trial.refusal in client_of(office.reform).get(f"/chan-doan/thu-phuong-an/{trial.number}/").text


def test_only_who_answers_for_the_body_tries_and_sees(office: Office) -> None:
    trial = ask(office.scenario(), by=office.leader, at=now())
    way = f"/chan-doan/thu-phuong-an/{trial.number}/"
    for officer, status in (
        (office.leader, 200), (office.head, 200), (office.reform, 200), (office.stranger, 404),
        (office.specialist, 403),
    ):  # fmt: skip
        assert client_of(officer).get(way).status_code == status
    assert (
        client_of(office.stranger).get(f"/chan-doan/thu-phuong-an/?cq={office.body.code}").status_code == 403
    )
    with pytest.raises(Refusal) as told:
        ask(office.scenario(), by=office.stranger, at=now())
    assert told.value.code == "not-yours"


def test_a_fourth_trial_at_once_is_refused(office: Office) -> None:
    for _turn in range(3):
        ask(office.scenario(), by=office.leader, at=now())
    with pytest.raises(Refusal) as told:
        ask(office.scenario(), by=office.leader, at=now())
    assert told.value.code == "too-many"
    ask(office.scenario(), by=office.head, at=now())


@pytest.mark.parametrize(
    "change",
    [
        {"state": "done"},
        {"state": "refused"},
        {"refusal": "why"},
        {"answer": {"a": 1}},
        {"played": 7},
        {"state": "running", "ended_at": datetime.fromisoformat("2026-01-01T00:00:00+07:00")},
    ],
)
def test_the_database_keeps_state_answer_and_refusal_together(office: Office, change: dict[str, Any]) -> None:
    trial = ask(office.scenario(), by=office.leader, at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        WhatIf.objects.filter(pk=trial.pk).update(**change)


def test_the_directive_that_follows_is_filled_in_with_what_was_tried(office: Office) -> None:
    band = {"mean": 0.5, "low": 0.4, "high": 0.6}
    points = {"base": {"mean": 8.0, "low": 7.0, "high": 9.0}, "scenario": {"mean": 18.0, "low": 17.0, "high": 19.0},
              "difference": {"mean": 10.0, "low": 9.0, "high": 11.0}}  # fmt: skip
    same = dict.fromkeys(("base", "scenario", "difference"), band)
    answer = {
        "period": office.period, "criterion": {"code": "2.1", "max": 20.0, "threshold": 1.0}, "points": points,
        "on_time": same, "late": same, "finished": same, "a_week": same, "better": 1.0, "assumptions": [],
        "queues": [], "learned": {"open_now": 1, "expected_to_come": 2.0},
        "changes": [{"change": "batch", "unit": office.unit.code, "role": "leader", "weekdays": []}],
    }  # fmt: skip
    trial = ask(office.scenario(), by=office.leader, at=now())
    WhatIf.objects.filter(pk=trial.pk).update(state="done", answer=answer, as_of=now(), ended_at=now())
    page = client_of(office.leader).get(f"/chan-doan/thu-phuong-an/{trial.number}/").text
    assert "/chi-dao/moi/?" in page
    way = page.split('href="/chi-dao/moi/')[1].split('"')[0].replace("&amp;", "&")
    form = client_of(office.leader).get(f"/chi-dao/moi/{way}").text
    assert 'value="90.0"' in form
    assert str(office.unit.name_vi) in form
    points["difference"]["low"] = -1.0
    WhatIf.objects.filter(pk=trial.pk).update(answer=answer)
    assert (
        "/chi-dao/moi/?" not in client_of(office.leader).get(f"/chan-doan/thu-phuong-an/{trial.number}/").text
    )
