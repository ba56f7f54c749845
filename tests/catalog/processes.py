"""Random sheets, and an oracle that runs them by another road than the engine: it follows rows and keeps rounds."""

from typing import Any

from hypothesis import strategies as st

Row = dict[str, Any]


@st.composite
def sheets(draw: st.DrawFn, most: int = 6) -> list[Row]:
    """Steps and consultations in a row; any step may return to an earlier row, skip to a later one, or refuse."""
    count = draw(st.integers(1, most))
    names = [f"r{i}" for i in range(count)]
    rows: list[Row] = []
    for i, name in enumerate(names):
        if draw(st.integers(0, 3)) == 0:
            branches = [_step(f"{name}-b{j}") for j in range(draw(st.integers(1, 4)))]
            rows.append({"consult": name, "branches": branches})
            continue
        outcomes = {"done": names[i + 1] if i + 1 < count else "end"}
        if draw(st.booleans()):
            outcomes["return"] = names[draw(st.integers(0, i))]
        if draw(st.integers(0, 4)) == 0:
            outcomes["refuse"] = "end"
        rows.append({**_step(name), "outcomes": outcomes})
    return rows


def _step(name: str) -> Row:
    return {"step": name, "name": {"vi": f"Bước {name}"}, "role": "specialist"}


class Oracle:
    """Where a dossier is: at one row, in one round of it, with the branches that have not answered this round."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.names = [row.get("step") or row["consult"] for row in rows]
        self.rounds: dict[int, int] = {}
        self.answered: set[tuple[int, int, str]] = set()  # (row, round, branch)
        self.at: int | None = 0
        self._enter(0)

    def _enter(self, place: int | None) -> None:
        self.at = place
        if place is not None:
            self.rounds[place] = self.rounds.get(place, 0) + 1

    def open(self) -> list[str]:
        if self.at is None:
            return []
        row = self.rows[self.at]
        if "step" in row:
            return [row["step"]]
        now = self.rounds[self.at]
        return sorted(b["step"] for b in row["branches"] if (self.at, now, b["step"]) not in self.answered)

    def outcomes(self, step: str) -> list[str]:
        assert self.at is not None
        return list(self.rows[self.at].get("outcomes", {"done": ""}))

    def finish(self, step: str, outcome: str) -> None:
        assert self.at is not None
        row = self.rows[self.at]
        if "step" in row:
            self._go(row["outcomes"][outcome])
            return
        self.answered.add((self.at, self.rounds[self.at], step))
        if not self.open():
            self._go(self.names[self.at + 1] if self.at + 1 < len(self.rows) else "end")

    def _go(self, target: str) -> None:
        self._enter(None if target == "end" else self.names.index(target))
