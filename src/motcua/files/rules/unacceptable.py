"""Why a file is not taken. The services turn each reason into the sentence that the person reads."""

from typing import Any


class Unacceptable(Exception):  # noqa: N818 -- a finding, which the services put into words
    """`reason`: wrong-type, too-big, empty, infected, locked, damaged, active, bomb."""

    def __init__(self, reason: str, **details: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details
