"""How many causes a diagnosis finds, how fair its figures are, how right a trial foretells."""

from motcua.bottlenecks.benchmarks import causes, fairness, whatif

__all__ = ["causes", "fairness", "whatif"]
