"""Who may open which page, and how somebody comes in and leaves."""

from motcua.identity.access.entrance import address_of, device_of, enter, home, leave
from motcua.identity.access.freshness import factor_is_fresh, fresh_factor_required, renew_factor
from motcua.identity.access.guards import (
    AccountRequest,
    account_required,
    citizen_required,
    private,
    to_sign_in,
)

__all__ = [
    "AccountRequest",
    "account_required",
    "address_of",
    "citizen_required",
    "device_of",
    "enter",
    "factor_is_fresh",
    "fresh_factor_required",
    "home",
    "leave",
    "private",
    "renew_factor",
    "to_sign_in",
]
