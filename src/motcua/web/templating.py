"""The one Jinja2 environment: autoescape on, undefined names fail."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from motcua.kernel.bilingual import Text
from motcua.kernel.money import NBSP, vnd
from motcua.web.addresses import address, with_query


def environment(**options: Any) -> Environment:
    options |= {
        "undefined": StrictUndefined,
        "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    made = Environment(**options)  # noqa: S701 -- Django sets autoescape
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        newstyle=True,
    )
    made.globals.update(static=static, url=reverse, address=address, language=translation.get_language)
    made.filters.update(
        moment=moment, clock=clock, day=day, weekday=weekday, vnd=vnd, percent=percent, number=number,
        text=text, lang=lang, size=size, with_query=with_query, one_line=one_line,
    )  # fmt: skip
    return made


def moment(at: datetime) -> str:
    """`14:05, 18/11/2026`, in the house's time zone."""
    return f"{timezone.localtime(at):%H:%M, %d/%m/%Y}"


def clock(at: datetime) -> str:
    """`14:05`, in the house's time zone."""
    return f"{timezone.localtime(at):%H:%M}"


def day(on: date | datetime) -> str:
    """`18/11/2026`; a moment is first brought to the house's time zone."""
    return f"{_local_date(on):%d/%m/%Y}"


def weekday(on: date | datetime) -> str:
    """`Thứ Tư` or `Wednesday`."""
    names = (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
    return names[_local_date(on).weekday()]


def percent(share: float | Decimal) -> str:
    """A share of one as a percentage with one decimal and a comma: 0.942 → `94,2%`; a real minus sign."""
    return f"{share * 100:.1f}%".replace(".", ",").replace("-", "\u2212")


def number(amount: float | Decimal | int) -> str:
    """Dot thousands and comma decimals in both languages: 1234.5 → `1.234,5`."""
    return number_format(amount, use_l10n=True, force_grouping=True).replace("-", "\u2212")


def size(octets: int) -> str:
    """A file's size as people say it: `820 KB`, `1,4 MB`."""
    if octets < 1024 * 1024:
        return f"{max(1, round(octets / 1024))}{NBSP}KB"
    return f"{octets / 1024 / 1024:.1f}{NBSP}MB".replace(".", ",")


def text(said: Text | str) -> str:
    """The text, marked `lang="vi"` where an English page must fall back to Vietnamese."""
    if foreign := lang(said):
        return Markup('<span lang="{}">{}</span>').format(foreign, str(said))
    return str(said) if isinstance(said, Text) else said


def lang(said: Text | str) -> str:
    """The language to mark the text with: empty when it is the page's own."""
    if not isinstance(said, Text):
        return ""
    return "" if (translation.get_language() or "vi").startswith(said.lang) else said.lang


def one_line(said: str) -> str:
    return " ".join(said.split())


def _local_date(on: date | datetime) -> date:
    return timezone.localtime(on).date() if isinstance(on, datetime) else on
