"""How fast a log is mapped, how many causes are found, how fair figures are, how right a trial foretells."""

from motcua.bottlenecks.benchmarks import causes, diagnose, fairness, whatif

__all__ = ["causes", "diagnose", "fairness", "whatif"]
