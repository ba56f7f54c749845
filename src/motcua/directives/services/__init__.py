"""The verbs of directives: the only writers."""

from motcua.directives.services.acting import (
    accept,
    ask_extension,
    confirm,
    contest,
    grant_extension,
    measure,
    reassign,
    refuse_extension,
    report,
    send_back,
    start,
    uphold,
    withdraw,
)
from motcua.directives.services.following import Followed, look, watch
from motcua.directives.services.opening import Order, open_directive
from motcua.directives.services.reminding import mark_read, remind

__all__ = [
    "Followed",
    "Order",
    "accept",
    "ask_extension",
    "confirm",
    "contest",
    "grant_extension",
    "look",
    "mark_read",
    "measure",
    "open_directive",
    "reassign",
    "remind",
    "refuse_extension",
    "report",
    "send_back",
    "start",
    "uphold",
    "watch",
    "withdraw",
]
