"""The verbs of organizations."""

from motcua.organizations.services.bodies import open_body, open_unit
from motcua.organizations.services.delegations import delegate, revoke_delegation
from motcua.organizations.services.mandates import appoint, dismiss, enroll

__all__ = ["appoint", "delegate", "dismiss", "enroll", "open_body", "open_unit", "revoke_delegation"]
