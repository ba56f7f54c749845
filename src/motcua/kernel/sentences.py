"""Texts of rules that know no language:

Said in English where they arise, in the reader's language where they are read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext


def gettext_noop(message: str) -> str:
    """Marks a text for translation and leaves it as it is."""
    return message


@dataclass(frozen=True)
class Sentence:
    """`message` is an English text with `%(name)s` places, which `params` fill; `str()` says it in today's
    language.
    """

    message: str
    params: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        text = gettext(self.message)
        return text % self.params if self.params else text
