"""`motcua diagnose --body`: one document of codes, or a few lines."""

import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from motcua.kernel.commands import FAILED, USAGE

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments):
    out = io.StringIO()
    call_command("diagnose", *arguments, stdout=out)
    return out.getvalue()


def test_a_criterion_is_diagnosed_in_one_document_without_persons(live, month, department, signer):
    live(22, late=5)
    text = run("--body", department.code, "--criterion", "2.1", "--period", month, "--json")
    told = json.loads(text)
    assert (told["cases"], told["late"], told["where"]["step"], told["where"]["saved"]) == (22, 5, "sign", 5)
    parts = sum(row["points"] for row in told["contributions"]) + sum(told["rest"].values())
    assert parts == pytest.approx(told["points_lost"])
    assert signer.code not in text
    assert signer.name not in text


def test_without_a_criterion_the_greatest_losses_are_told(live, month, department):
    live(22, late=5)
    told = json.loads(run("--body", department.code, "--period", month, "--json"))
    lost = [row["points_lost"] for row in told["criteria"]]
    assert lost == sorted(lost, reverse=True)
    assert "2.1" in run("--body", department.code, "--period", month)


def test_a_person_reads_the_conclusion_first(live, month, department):
    live(22, late=5)
    lines = run("--body", department.code, "--criterion", "2.1", "--period", month).splitlines()
    assert "22" in lines[1]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--body", "NOPE"], FAILED),
        (["--body", "H", "--map"], USAGE),
        ([], USAGE),
    ],
)
def test_wrong_questions_are_refused(arguments, code):
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    assert refused.value.returncode == code
