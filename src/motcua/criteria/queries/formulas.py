"""What a criterion counts, in words: for pages, and for papers that must be understood without one."""

from django.utils.translation import gettext as _

from motcua.criteria.queries.counting import counters
from motcua.criteria.rules.expressions import Linear
from motcua.criteria.rules.sets import Criterion
from motcua.criteria.rules.sets.model import Ratio
from motcua.kernel import charts


def fraction(criterion: Criterion) -> str:
    """In words: what is counted, over what."""
    if criterion.numerator is None:
        return str(criterion.left_out)
    below = [said(one) for one in criterion.denominators]
    under = below[0] if len(below) == 1 else _("the greatest of: %(sums)s") % {"sums": "; ".join(below)}
    told = f"({said(criterion.numerator)}) ÷ ({under})"
    if criterion.times:
        told += " × " + _("rate of %(code)s") % {"code": criterion.times}
    return told


def formula(criterion: Criterion) -> str:
    """What is counted, over what, and from which rate on all points are given."""
    told = fraction(criterion)
    if (
        criterion.numerator is not None
        and isinstance(criterion.scoring, Ratio)
        and criterion.scoring.threshold != 1
    ):
        told += "; " + _("all points from %(share)s on") % {
            "share": charts.share(criterion.scoring.threshold, 0)
        }
    return told


def said(of: Linear) -> str:
    """A sum of counters by their names."""
    known = counters()
    words: list[str] = []
    for code, factor in of.terms:
        sign = ("− " if factor < 0 else "+ ") if words or factor < 0 else ""
        many = f"{abs(factor)} × " if abs(factor) != 1 else ""
        words.append(f"{sign}{many}{known.name_of(code)}")
    return " ".join(words)
