"""Pages that are generated are in step with what they are generated from."""

import io
import json

import pytest
from django.core.management import call_command


@pytest.mark.django_db
@pytest.mark.parametrize("verb", [("ledger", "events"), ("dossiers", "states")], ids=" ".join)
def test_generated_page_is_up_to_date(verb):
    said = io.StringIO()
    call_command(*verb, check=True, json=True, stdout=said)  # ends with 1 when it is not
    assert json.loads(said.getvalue())
