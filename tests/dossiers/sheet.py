"""The sheet of the trial permit and the regulation's order of acts, told a second time and as plainly as can be."""

from collections import Counter
from dataclasses import dataclass, field

OPEN = ("filed", "received", "in_progress", "awaiting_supplement")
OPINIONS = ("yk-a", "yk-b")


@dataclass
class Told:
    """What must be true of one dossier after the acts that were let through."""

    state: str = "filed"
    before: str = ""  # where an answered supplement leads back to
    asked: bool = False
    extended: bool = False
    drafted: bool = False
    paid: bool = False
    online: bool = True
    holders: dict[str, str] = field(default_factory=dict)  # open step → officer, or "" while nobody took it
    given: set[str] = field(default_factory=set)  # opinions of this round
    rounds: Counter[str] = field(default_factory=Counter)

    def opens(self, *steps: str) -> None:
        for step in steps:
            self.holders[step] = ""
            self.rounds[step] += 1

    def ends(self, state: str) -> None:
        self.state = state
        self.holders.clear()

    def may_finish(self, step: str, outcome: str, officer: str) -> bool:
        if self.state != "in_progress" or self.holders.get(step) != officer:
            return False
        ways = {"tham-dinh": ("done", "refuse"), "soat-xet": ("done", "return"), "ky": ("done", "return")}
        return outcome in ways.get(step, ("done",))

    def finish(self, step: str, outcome: str) -> None:
        del self.holders[step]
        if outcome == "return":
            self.opens("tham-dinh")
        elif outcome == "refuse":
            self.ends("refused")
        elif step == "tham-dinh":
            self.given.clear()
            self.opens(*OPINIONS)
        elif step in OPINIONS:
            self.given.add(step)
            if self.given == set(OPINIONS):
                self.opens("du-thao")
        elif step == "du-thao":
            self.opens("soat-xet")
        elif step == "soat-xet":
            self.opens("ky")
        else:
            self.ends("delivered" if self.online and self.paid else "completed")
