"""What a measure means for its directive. A number closes and reopens; where it cannot tell, a person has to judge."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Verdict(StrEnum):
    MET = "met"  # the aim is reached and the whole interval of the gain is above nothing: it worked
    NOT_MET = "not-met"  # the aim is not reached
    NOT_SHOWN = "not-shown"  # the aim is reached, but chance or what moved everybody may have done it
    TOO_FEW = "too-few"  # too few cases to say anything
    KEPT = "kept"  # watched: nothing was lost
    LOST = "lost"  # watched: the whole interval is below nothing


@dataclass(frozen=True)
class Seen:
    """What was seen. `worked`, `worsened`: where the interval lies; None: nothing could be compared."""

    after: Fraction | None
    worked: bool | None
    worsened: bool | None


def of_reform(seen: Seen, target: Fraction) -> Verdict:
    """`target` in shares of one."""
    if seen.after is None or seen.worked is None:
        return Verdict.TOO_FEW
    if seen.after < target:
        return Verdict.NOT_MET
    return Verdict.MET if seen.worked else Verdict.NOT_SHOWN


def of_watch(seen: Seen) -> Verdict:
    if seen.worsened is None:
        return Verdict.TOO_FEW
    return Verdict.LOST if seen.worsened else Verdict.KEPT
