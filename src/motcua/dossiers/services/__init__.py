"""The verbs of a dossier. Each is one transaction with its entries inside."""

from motcua.dossiers.services.drafts import (
    attach,
    choose_delivery,
    detach,
    discard_draft,
    discard_expired_drafts,
    save_applicant,
    save_section,
    start_draft,
)
from motcua.dossiers.services.ending import stop, withdraw
from motcua.dossiers.services.filing import file
from motcua.dossiers.services.intake import collect_fee, deliver, hand_over, owes, receive, refuse_intake
from motcua.dossiers.services.processing import (
    Finding,
    assign_step,
    check_paper,
    draft_of,
    draft_result,
    finish_step,
    sign_result,
    take_step,
)
from motcua.dossiers.services.waiting import Asked, Given, answer_supplement, extend, request_supplement

__all__ = [
    "Asked",
    "Finding",
    "Given",
    "answer_supplement",
    "assign_step",
    "attach",
    "check_paper",
    "choose_delivery",
    "collect_fee",
    "deliver",
    "detach",
    "discard_draft",
    "discard_expired_drafts",
    "draft_of",
    "draft_result",
    "extend",
    "file",
    "finish_step",
    "hand_over",
    "owes",
    "receive",
    "refuse_intake",
    "request_supplement",
    "save_applicant",
    "save_section",
    "sign_result",
    "start_draft",
    "stop",
    "take_step",
    "withdraw",
]
