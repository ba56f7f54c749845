"""The frame around every page. Nothing here is looked up before the template asks for it."""

from functools import cached_property
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from motcua.identity.models import Account
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


# (address name, label): what a reader sees in the main navigation, if that part of the house exists
EVERYBODY = (
    ("catalog:search", gettext_noop("Procedures")),
    ("dossiers:lookup", gettext_noop("Look up a dossier")),
    ("results:verify", gettext_noop("Verify a result")),
)
SIGNED_IN = (("dossiers:mine", gettext_noop("My dossiers")),)
OFFICERS = (
    ("dossiers:queue", gettext_noop("Work queue")),
    ("dossiers:reception", gettext_noop("Reception")),
    ("dossiers:register", gettext_noop("Register")),
    ("organizations:delegations", gettext_noop("Delegations")),
    ("catalog:editor", gettext_noop("Catalogue")),
)


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
    def display(self) -> Display:
        return display_of(self.request)

    @property
    def sign_in(self) -> str:
        return address("identity:sign-in")

    @property
    def sign_out(self) -> str:
        return address("identity:sign-out")

    def _entries(self) -> tuple[tuple[str, str], ...]:
        if self.is_officer:
            return OFFICERS + EVERYBODY
        return EVERYBODY + (SIGNED_IN if self.account else ())

    def _links(self, entries: tuple[tuple[str, str], ...]) -> list[Link]:
        placed = [(label, address(name)) for name, label in entries]
        here = max(
            (href for _label, href in placed if href and self.request.path.startswith(href)),
            key=len,
            default="",
        )
        return [Link(_(label), href, href == here) for label, href in placed if href]
