"""What the rules refuse. A code and its facts; `services.saying` puts it into words for the person."""

from typing import Any


class Breach(Exception):  # noqa: N818 -- a rule said no; nothing went wrong
    """A rule said no. `code` is stable; `facts` fill its sentence."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
