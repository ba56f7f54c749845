"""The verbs of the index."""

from motcua.criteria.services.following import Followed, follow
from motcua.criteria.services.reconciling import Reconciled, reconcile

__all__ = ["Followed", "Reconciled", "follow", "reconcile"]
