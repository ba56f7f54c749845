"""The verbs of directives: the only writers."""

from motcua.directives.services.acting import (
    accept,
    ask_extension,
    confirm,
    contest,
    grant_extension,
    measure,
    refuse_extension,
    report,
    send_back,
    start,
    uphold,
    withdraw,
)
from motcua.directives.services.following import Followed, look, watch
from motcua.directives.services.opening import Order, open_directive

__all__ = [
    "Followed",
    "Order",
    "accept",
    "ask_extension",
    "confirm",
    "contest",
    "grant_extension",
    "look",
    "measure",
    "open_directive",
    "refuse_extension",
    "report",
    "send_back",
    "start",
    "uphold",
    "watch",
    "withdraw",
]
