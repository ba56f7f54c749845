"""The legal numbers of this room, read from dated data (dossiers/data/norms.yaml), never written in code."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Norms:
    """What holds from one day on, with its basis in the data file."""

    effective_from: date
    apology_working_days_before_due: int
    intake_answer_working_hours: int
    supplement_answer_working_days: int
    draft_kept_days: int
    reason_least_letters: int
    lookups_per_minute: int
