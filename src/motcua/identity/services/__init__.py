"""The verbs of identity."""

from motcua.identity.services.accounts import (
    close_account,
    end_sessions,
    note_sign_in,
    reopen_account,
    welcome,
)
from motcua.identity.services.factors import (
    begin_enrolment,
    check_code,
    code_now,
    confirm_enrolment,
    give_known_secret,
    has_factor,
)
from motcua.identity.services.intents import claim_intent, settle_intent
from motcua.identity.services.signing_in import recognise, recognise_again
from motcua.identity.services.throttling import relent, throttle
from motcua.identity.services.tokens import authenticate_token, issue_token, revoke_token

__all__ = [
    "authenticate_token",
    "begin_enrolment",
    "check_code",
    "claim_intent",
    "close_account",
    "code_now",
    "confirm_enrolment",
    "end_sessions",
    "give_known_secret",
    "has_factor",
    "issue_token",
    "note_sign_in",
    "recognise",
    "recognise_again",
    "relent",
    "reopen_account",
    "revoke_token",
    "settle_intent",
    "throttle",
    "welcome",
]
