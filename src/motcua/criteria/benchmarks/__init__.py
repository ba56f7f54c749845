"""How well the index is measured, how fast it is kept, how much cheating it finds."""

from motcua.criteria.benchmarks import detectors

__all__ = ["detectors"]
