"""Facts packed for adding up: several counts in each whole number, so that one sum replaces three and more.

A hidden layout, never the definition: it is made from the measures' own readings and says what they say. A row tells of
facts that count alike at one moment: the cell of their body and period, words of lanes of so many bits, a lane for each
flow, and how many they are. Sums of words are exact as long as no body has more than 2^bits - 1 rows in a period:
`bits_for` widens the lanes.
"""

from motcua.criteria.rules.packed.layout import Layout, bits_for, layouts
from motcua.criteria.rules.packed.measures import PERIODS, from_packed, numbered_bodies, packed

__all__ = ["PERIODS", "Layout", "bits_for", "from_packed", "layouts", "numbered_bodies", "packed"]
