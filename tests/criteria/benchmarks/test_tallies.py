"""`motcua bench tallies`: what DuckDB says becomes the content of a table of the house, and pages are opened."""

from pathlib import Path

import duckdb
import pytest
from django.test import Client
from django.urls import reverse

from motcua.criteria.benchmarks import looking, settling
from motcua.criteria.models import MonthTally


@pytest.mark.django_db(transaction=True)
def test_rows_of_duckdb_become_the_whole_content_of_a_table(tmp_path: Path) -> None:
    MonthTally.objects.create(body="before", month=1)
    rows = duckdb.sql("SELECT 'H00.0001' AS body, 24300 AS month, 5 AS c00, -2 AS c05")
    count = settling._poured(rows, tmp_path, "criteria_monthtally", ("body", "month", "c00", "c05"))
    assert count == 1
    assert list(MonthTally.objects.values_list("body", "month", "c00", "c01", "c05")) == [
        ("H00.0001", 24300, 5, 0, -2)
    ]


@pytest.mark.django_db
def test_a_page_that_does_not_open_is_not_measured() -> None:
    with pytest.raises(SystemExit, match="answered 302"):
        looking._opened(Client(), reverse("criteria:index"), 1)
