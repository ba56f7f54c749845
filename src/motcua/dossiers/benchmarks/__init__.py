"""How many dossiers a second, and how fast a full queue opens: on a house of their own."""

from motcua.dossiers.benchmarks import intake, queue

__all__ = ["intake", "queue"]
