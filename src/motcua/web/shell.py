"""The frame around every page. Nothing here is looked up before the template asks for it."""

from functools import cached_property
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from motcua.identity.models import Account
from motcua.organizations.models import Mandate, Role
from motcua.organizations.queries import in_force
from motcua.web.addresses import address
from motcua.web.display import Display, display_of


class Link(NamedTuple):
    label: str
    href: str
    current: bool = False


class Tongue(NamedTuple):
    """A language of the house, and this same page in it."""

    code: str
    label: str
    href: str
    current: bool


class Entry(NamedTuple):
    """A part of the house in the main navigation, if it exists. No roles: for every reader of its group."""

    name: str
    label: str
    roles: frozenset[str] = frozenset()


EVERYBODY = (
    Entry("catalog:search", gettext_noop("Procedures")),
    Entry("dossiers:lookup", gettext_noop("Look up a dossier")),
    Entry("results:verify", gettext_noop("Verify a result")),
    Entry("criteria:public_home", gettext_noop("Quality of service")),
)
FOR_PEOPLE = EVERYBODY[1:]
"""Pages that officers seldom need: in the foot of their pages, so that their own fit on one line."""
SIGNED_IN = (Entry("dossiers:mine", gettext_noop("My dossiers")),)
OFFICERS = (
    Entry("dossiers:queue", gettext_noop("Work queue")),
    Entry("dossiers:counter", gettext_noop("Reception"), frozenset({Role.ONE_STOP})),
    Entry(
        "dossiers:register",
        gettext_noop("Register"),
        frozenset({Role.ONE_STOP, Role.CLERK, Role.HEAD, Role.LEADER, Role.REFORM}),
    ),
    Entry("criteria:index", gettext_noop("Index")),
    Entry("bottlenecks:home", gettext_noop("Diagnosis")),
    Entry("directives:board", gettext_noop("Directives")),
    Entry("reviews:home", gettext_noop("Reviews")),
    Entry("schedule:meetings", gettext_noop("Meetings")),
    Entry("reports:home", gettext_noop("Reports")),
    Entry("organizations:delegations", gettext_noop("Delegations"), frozenset({Role.LEADER})),
    Entry("catalog:editor", gettext_noop("Catalogue"), frozenset({Role.CATALOGUE})),
    Entry("organizations:mails", gettext_noop("E-mail"), frozenset({Role.OPERATOR})),
)
ROLES_REMEMBERED_SECONDS = 60


def roles_shown(account: Account) -> frozenset[str]:
    """The officer's roles, remembered for a minute: they only choose links, the pages themselves ask anew."""
    key = f"roles-{account.code}"
    roles: frozenset[str] | None = cache.get(key)
    if roles is None:
        held = Mandate.objects.filter(in_force(localdate()), officer__account=account)
        roles = frozenset(held.values_list("role", flat=True))
        cache.set(key, roles, ROLES_REMEMBERED_SECONDS)
    return roles


class Shell:
    """`account=False` draws the frame without asking who reads: for error pages when the database is away."""

    def __init__(self, request: HttpRequest, *, account: bool = True) -> None:
        self.request = request
        self._may_ask = account

    @cached_property
    def account(self) -> Account | None:
        user = getattr(self.request, "user", None) if self._may_ask else None
        return user if isinstance(user, Account) else None

    @property
    def is_officer(self) -> bool:
        return self.account is not None and self.account.kind == "officer"

    @property
    def province(self) -> str:
        return str(settings.PROVINCE_NAME)

    @property
    def is_demo(self) -> bool:
        return bool(settings.DEMO)

    @property
    def language(self) -> str:
        return translation.get_language() or settings.LANGUAGE_CODE

    @cached_property
    def tongues(self) -> list[Tongue]:
        here = self.request.get_full_path()
        names = {"vi": "Tiếng Việt", "en": "English"}
        return [
            Tongue(code, names[code], translate_url(here, code), code == self.language)
            for code, _name in settings.LANGUAGES
        ]

    def absolute(self, href: str) -> str:
        return self.request.build_absolute_uri(href)

    @cached_property
    def navigation(self) -> list[Link]:
        return self._links(self._entries())

    @cached_property
    def beside(self) -> list[Link]:
        """For an officer: the pages for everybody that his navigation leaves out."""
        return self._links(FOR_PEOPLE) if self.is_officer else []

    @cached_property
    def display(self) -> Display:
        return display_of(self.request)

    @property
    def own_page(self) -> str:
        return address("identity:account")

    @property
    def sign_in(self) -> str:
        return address("identity:sign-in")

    @property
    def sign_out(self) -> str:
        return address("identity:sign-out")

    def _entries(self) -> tuple[Entry, ...]:
        if self.account is not None and self.is_officer:
            roles = roles_shown(self.account)
            return (
                tuple(entry for entry in OFFICERS if not entry.roles or entry.roles & roles) + EVERYBODY[:1]
            )
        return EVERYBODY + (SIGNED_IN if self.account else ())

    def _links(self, entries: tuple[Entry, ...]) -> list[Link]:
        placed = [(entry.label, address(entry.name)) for entry in entries]
        here = [href for _label, href in placed if href and self.request.path.startswith(href)]
        current = max(here, key=len, default="")
        return [Link(_(label), href, href == current) for label, href in placed if href]
