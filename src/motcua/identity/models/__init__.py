from motcua.identity.models.accounts import Account, AccountKind, AccountManager, Login
from motcua.identity.models.demo import DemoGrant
from motcua.identity.models.intents import Intent
from motcua.identity.models.keys import ApiToken, OneTimeSecret
from motcua.identity.models.traffic import Session, Tally

__all__ = [
    "Account",
    "AccountKind",
    "AccountManager",
    "ApiToken",
    "DemoGrant",
    "Intent",
    "Login",
    "OneTimeSecret",
    "Session",
    "Tally",
]
