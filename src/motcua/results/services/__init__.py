"""The verbs of results."""

from motcua.results.services.drafting import discard, draft, redraft
from motcua.results.services.ending import replace, revoke
from motcua.results.services.issuing import sign

__all__ = ["discard", "draft", "redraft", "replace", "revoke", "sign"]
