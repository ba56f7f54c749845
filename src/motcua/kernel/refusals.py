from collections.abc import Mapping


class Refusal(Exception):  # noqa: N818 -- it is not an error: the house said no, and says why
    """A rule said no. The message is shown to the person, so it names the rule and what to do.

    `code` is stable for machines (the API's problem type); `fields` names the answers at fault, if any.
    """

    def __init__(
        self, message: str, *, code: str = "refused", fields: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.fields = dict(fields or {})
