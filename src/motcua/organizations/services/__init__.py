"""The verbs of organizations."""

from motcua.organizations.services.bodies import open_body, open_unit
from motcua.organizations.services.delegations import delegate, revoke_delegation
from motcua.organizations.services.loading import load_organizations
from motcua.organizations.services.mailing import Letter, send_again, set_address, write_each, write_mails
from motcua.organizations.services.mandates import appoint, dismiss, enroll
from motcua.organizations.services.seating import seat_officers

__all__ = [
    "Letter",
    "appoint",
    "delegate",
    "dismiss",
    "enroll",
    "load_organizations",
    "open_body",
    "open_unit",
    "revoke_delegation",
    "seat_officers",
    "send_again",
    "set_address",
    "write_each",
    "write_mails",
]
