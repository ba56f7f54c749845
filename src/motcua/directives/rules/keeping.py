"""How a criterion that was met stands now."""

from enum import IntEnum


class Standing(IntEnum):
    """In the order in which they need somebody."""

    DROPPED = 0  # below its threshold, and the whole interval of the change lies below nothing
    UNSURE = 1  # below its threshold, but chance or what moved everybody may have done it, or too few cases
    NOTHING = 2  # nothing to measure in the last months
    KEPT = 3


def standing(*, counted: bool, fell: bool, worsened: bool | None) -> Standing:
    """`worsened` None: nothing could be compared."""
    if not counted:
        return Standing.NOTHING
    if not fell:
        return Standing.KEPT
    return Standing.DROPPED if worsened else Standing.UNSURE
