"""Every legal moment is the database's: the clock of the web server may be days off and changes nothing."""

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils.timezone import localdate

from motcua.clock.queries import calendar, now
from motcua.clock.rules.counting import due_at
from motcua.dossiers import invariants
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.terms import terms_of
from motcua.ledger.models import Entry
from tests.api.conftest import token_of
from tests.factories.dossiers import make_draft, make_office

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_clock_that_is_ten_days_slow_moves_no_legal_moment():
    office = make_office()
    draft = make_draft(office, at=now())

    before = now()
    told = told_by_a_server_that_is_off(
        -10, draft.code, token_of(office.citizen), token_of(office.counter.account)
    )
    after = now()

    assert before - datetime.fromisoformat(told["clock"]) > timedelta(days=9)
    assert (told["filed"][0], told["received"][0]) == (201, 200), told
    dossier = Dossier.objects.get()
    assert f"-{localdate(before):%y%m%d}-" in dossier.code
    assert before < dossier.filed_at < dossier.received_at < after
    terms = terms_of(dossier, on=localdate(before))
    assert dossier.due_at == due_at(dossier.received_at, terms.limit, terms.policy, calendar("vn-standard"))
    moments = Entry.objects.filter(subject=dossier.code).values_list("occurred_at", "recorded_at")
    assert all(before < occurred <= recorded < after for occurred, recorded in moments)
    assert list(invariants.dossiers_follow_from_their_entries()) == []


def told_by_a_server_that_is_off(days, *facts):
    command = [sys.executable, "-W", "ignore", "-m", "tests.dossiers.wrong_clock"]
    done = subprocess.run(
        [*command, str(days), connection.settings_dict["NAME"], *facts],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(["src", "."])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
