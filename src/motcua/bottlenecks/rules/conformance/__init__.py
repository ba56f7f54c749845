"""What really happened to a dossier, held against the approved ISO sheet version that it ran under.

`conformance(run, sheet)` first lays the run along the sheet with as few departures as there can be (`aligning`:
steps that were passed over, steps that the sheet has no place for), after van der Aalst, Adriansyah and van Dongen,
“Replaying history on process models for conformance checking” (2012); then it asks of every step that was done who did
it and how long it took (`judging`).
"""

from motcua.bottlenecks.rules.conformance.judging import conformance
from motcua.bottlenecks.rules.conformance.runs import Deviation, Doing, Kind, Run, Sheet, Verdict

__all__ = ["Deviation", "Doing", "Kind", "Run", "Sheet", "Verdict", "conformance"]
