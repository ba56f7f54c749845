"""Random lives of dossiers and petitions, as their rooms would write them down, and figures declared of them."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from motcua.criteria.rules.declaring import subject_of
from motcua.criteria.rules.periods import month_of
from motcua.ledger.rules.chain import Record

BODIES, PROCEDURES = ("B1", "B2", "B3"), ("1.1", "1.2")
ENDS = ("completed", "completed", "completed", "refused", "stopped", "withdrawn")


class Life:
    """What happens to one subject and to those that hang on it: `records`, each at most `pace` after the one before."""

    def __init__(self, chance: Random, code: str, begins: datetime, pace: timedelta) -> None:
        self.chance, self.code, self.at, self.pace = chance, code, begins, pace
        self.body = code if code in BODIES else chance.choice(BODIES)
        self.records: list[Record] = []

    def happens(self, percent: int) -> bool:
        return self.chance.random() * 100 < percent

    def say(self, kind: str, code: str = "", **data: Any) -> None:
        self.at += self.chance.random() * self.pace
        record = Record(kind, code or self.code, self.body, f"officer-{self.body}", self.at, self.at, data)
        self.records.append(record)

    def due(self) -> str:
        return (self.at + (self.chance.random() * 3 - 0.5) * self.pace).isoformat()

    def dossier(self) -> "Life":
        chance = self.chance
        self.say(
            "dossier.filed", procedure=chance.choice(PROCEDURES), version=1,
            channel=chance.choice(("online", "counter")), online_level=chance.choice(("full", "partial")),
            fee_total=chance.choice((0, 50_000)), papers=2, digitised=chance.choice((0, 2)),
            reused=chance.choice((0, 1)), identity_verified=self.happens(50),
        )  # fmt: skip
        if self.happens(10):
            self.say(chance.choice(("dossier.intake_refused", "dossier.withdrawn")), reasons=["x"])
            return self
        if self.happens(10):
            self.say("supplement.requested", items=["a"], respond_by=self.due())
            self.say("supplement.given", items=["a"])
        self.say("dossier.received", due_at=self.due())
        self.say("step.opened", step="a", round=1, step_kind="process", role="expert", unit="U")
        self._middle()
        if self.happens(80):
            self.say(f"dossier.{chance.choice(ENDS)}", document=self.happens(80), electronic=self.happens(50))
            self._afterwards()
        return self

    def _middle(self) -> None:
        for _round in range(self.chance.choice((0, 0, 0, 1, 1, 2))):
            if self.happens(30):
                self.say("dossier.extended", due_at=self.due())
            self.say("supplement.requested", items=["a"], respond_by=self.due())
            if self.happens(80):
                self.say("supplement.given", items=["a"], due_at=self.due())
        if self.happens(60):
            self.say("step.taken", step="a", round=1, officer="o")
            self.say("step.finished", step="a", round=1, unit="U", outcome="done")
        if self.happens(60):
            self.say("invoice.settled", amount=50_000, method=self.chance.choice(("online", "cash")))
        self._petition()

    def _afterwards(self) -> None:
        for kind in ("dossier.corrected", "dossier.delivered", "dossier.stopped"):
            if self.happens(20):
                self.say(kind, reason="x")
        if self.happens(50):
            self.say("dossier.rated", stars=self.chance.randint(1, 5), asked_by="link")

    def _petition(self) -> None:
        if not self.happens(30):
            return
        code = f"PA-{self.code}"
        about = {"dossier": self.code} if self.happens(70) else {}
        self.say(
            "petition.sent",
            code,
            about=self.chance.choice(("conduct", "regulation")),
            due_at=self.due(),
            **about,
        )
        for percent, kind, data in (
            (30, "petition.transferred", {"to_body": self.chance.choice(BODIES)}),
            (70, "petition.answered", {"on_time": True}),
            (50, "petition.published", {}),
            (40, "petition.rated", {"liked": self.happens(60)}),
            (20, "petition.reopened", {"reason": "x"}),
        ):
            if self.happens(percent):
                self.say(kind, code, **data)

    def figures(self) -> "Life":
        """Declared again and again: the last one of a month holds."""
        for _time in range(6):
            month, name = month_of(self.at), self.chance.choice(("synchronised", "reported_national"))
            code = subject_of(month, name, self.body)
            amount = self.chance.randrange(100)
            self.say("criteria.figure_declared", code, name=name, month=month.code, amount=amount)
        return self


def lives(chance: Random, now: datetime, *, past: int, to_come: int) -> list[Life]:
    """Some that began in the last months, and some that begin in the next seconds."""
    found = []
    for number in range(past):
        begins = now - chance.random() * timedelta(days=120)
        found.append(Life(chance, f"HS-{number}", begins, timedelta(days=chance.choice((1, 9)))).dossier())
    for number in range(past, past + to_come):
        begins = now + chance.random() * timedelta(seconds=3)
        found.append(Life(chance, f"HS-{number}", begins, timedelta(seconds=0.4)).dossier())
    begins = now - timedelta(days=100)
    return found + [Life(chance, body, begins, timedelta(days=30)).figures() for body in BODIES]
