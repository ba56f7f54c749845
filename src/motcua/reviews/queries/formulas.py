"""What a criterion counts, in words: as the pages of the index say it."""

from motcua.criteria.queries.formulas import formula as formula_of

__all__ = ["formula_of"]
