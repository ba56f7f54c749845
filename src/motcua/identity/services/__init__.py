"""The verbs of identity."""

from motcua.identity.services.intents import claim_intent, settle_intent

__all__ = ["claim_intent", "settle_intent"]
