"""How well the index is measured, how fast it is kept, how much cheating it finds, how right it foretells."""

from motcua.criteria.benchmarks import attribution, detectors, forecast, index, live, tallies

__all__ = ["attribution", "detectors", "forecast", "index", "live", "tallies"]
