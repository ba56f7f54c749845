"""What must hold of accounts."""

from collections.abc import Iterator

from motcua.identity.models import ApiToken, Login, Session
from motcua.kernel.invariants import invariant


@invariant("closed accounts have no session")
def closed_accounts_have_no_session() -> Iterator[str]:
    open_doors = Session.objects.filter(account__is_active=False).values_list("account__code", flat=True)
    for code in open_doors.distinct():
        yield f"account {code} is closed but still has a session"


@invariant("closed accounts have no token")
def closed_accounts_have_no_token() -> Iterator[str]:
    tokens = ApiToken.objects.filter(account__is_active=False, revoked_at=None)
    for code in tokens.values_list("account__code", flat=True).distinct():
        yield f"account {code} is closed but still has a token"


@invariant("only citizens and enterprises sign in with VNeID")
def logins_are_of_applicants() -> Iterator[str]:
    strange = Login.objects.exclude(account__kind__in=("citizen", "enterprise"))
    for code in strange.values_list("account__code", flat=True):
        yield f"account {code} is not of a citizen or an enterprise but signs in with VNeID"
