"""These tests look at the doors alone: whoever comes in stands on his own page."""

import pytest


@pytest.fixture(autouse=True)
def no_work_behind_the_door(settings) -> None:
    settings.HOMES = {}
