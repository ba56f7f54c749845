"""The dossiers of the tour: at every place where somebody can act on one, whatever the chance of the year gave."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from motcua.clock.rules.calendar import ZONE
from motcua.clock.rules.counting import due_at
from motcua.demo.rules.arrivals import Arrivals
from motcua.demo.rules.settings import tour
from motcua.demo.rules.stories import ONLINE, Place, Story
from motcua.demo.rules.world import World

A_MINUTE = 60
LONGEST = 60  # working days to look back for a filing that is due today


def stories(world: World, arrivals: Arrivals) -> Iterator[Story]:
    """One story for each line of the plan whose body and procedure are there."""
    for row in tour():
        found = [p for p in world.places.get(row["procedure"], ()) if p.body == row["body"]]
        if found:
            yield _story(world, arrivals, row, found[0])


def _story(world: World, arrivals: Arrivals, row: Mapping[str, Any], place: Place) -> Story:
    filed = _filed(world, arrivals, row, place)
    day = arrivals.timeline.date_of(filed)
    story = arrivals.story(place, day, of=world.shown[row["who"]], channel=ONLINE)
    story.filed_at = arrivals.timeline.moment(filed)
    story.shown, story.result_by = True, ONLINE
    story.halts, story.held_by = frozenset(row.get("halts", ())), row.get("held_by", "")
    story.waits = row.get("waits", False)
    return story


def _filed(world: World, arrivals: Arrivals, row: Mapping[str, Any], place: Place) -> int:
    """The wall second of filing; nought days is a minute ago."""
    timeline = arrivals.timeline
    end = timeline.seconds(world.ends)
    if row.get("due") == "today":
        return _due_today(world, arrivals, place)
    if not row["days"]:
        return end - A_MINUTE
    return timeline.open_at(timeline.worked(end) - round(row["days"] * 480))


def _due_today(world: World, arrivals: Arrivals, place: Place) -> int:
    """The latest filing whose due date is the last day of the world, or the next working day after it."""
    timeline, limit = arrivals.timeline, place.document.time_limit
    today = timeline.calendar.next_working_day(world.ends.astimezone(ZONE).date())
    for back in range(1, LONGEST):
        day = today - timedelta(days=back)
        if not timeline.calendar.works(day):
            continue
        filed = timeline.open_at(timeline.day_begins(day) + 30)
        if due_at(timeline.moment(filed), limit.limit, limit.policy, timeline.calendar).date() == today:
            return filed
    raise ValueError(f"{place.document.code} is never due on a working day")
