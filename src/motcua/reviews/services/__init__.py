"""The verbs of reviews: the only writers."""

from motcua.reviews.services.calling import Summons, call_for_review, close
from motcua.reviews.services.consolidating import send_on
from motcua.reviews.services.extending import extend
from motcua.reviews.services.sending import remind, remind_all, remind_due, send, send_back, sign
from motcua.reviews.services.writing import draft, draft_waiting, edit, submit, take_back

__all__ = [
    "Summons",
    "call_for_review",
    "close",
    "draft",
    "draft_waiting",
    "edit",
    "extend",
    "remind",
    "remind_all",
    "remind_due",
    "send",
    "send_back",
    "send_on",
    "sign",
    "submit",
    "take_back",
]
