"""Meetings, from the draft to the notice of conclusions."""

from motcua.schedule.models.feeds import Feed
from motcua.schedule.models.invitations import ANSWERS, Invitation
from motcua.schedule.models.meetings import STATES, Book, Flag, Meeting, TakenOut, What
from motcua.schedule.models.notices import Instruction, Notice
from motcua.schedule.models.papers import Document, Minutes
from motcua.schedule.models.sites import Connection, Site

__all__ = [
    "ANSWERS",
    "STATES",
    "Book",
    "Connection",
    "Document",
    "Feed",
    "Flag",
    "Instruction",
    "Invitation",
    "Meeting",
    "Minutes",
    "Notice",
    "Site",
    "TakenOut",
    "What",
]
