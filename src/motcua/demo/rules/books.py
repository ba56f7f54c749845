"""Numbers without gaps: dossier codes per receiving body and day, receipts per body and year."""

from collections import Counter
from datetime import date


class Books:
    """The last number given in each book. Acts come in the order of time, so numbers do too."""

    def __init__(self) -> None:
        self.codes: Counter[tuple[str, date]] = Counter()
        self.receipts: Counter[tuple[str, int]] = Counter()

    def next_code(self, body: str, on: date) -> str:
        self.codes[body, on] += 1
        return f"{body}-{on:%y%m%d}-{self.codes[body, on]:04}"

    def next_receipt(self, body: str, year: int) -> int:
        self.receipts[body, year] += 1
        return self.receipts[body, year]
