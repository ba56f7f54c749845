"""Signed counters of facts, their kept totals, and how far the ledger has been read."""

from django.db import models

from motcua.criteria.models.moments import MomentField

SLOTS = tuple(f"c{number:02}" for number in range(48))
PAIR_SLOTS = tuple(f"p{number:02}" for number in range(16))


class Tally(models.Model):
    """Signed counters at one body. Slot n holds the flow that data/counters.yaml gives the slot n.

    A parent stands here with what is its own; what all under it make together is a GroupTally.
    """

    class Meta:
        abstract = True


for _slot in SLOTS:
    Tally.add_to_class(_slot, models.IntegerField(default=0, db_default=0))


class DayTally(Tally):
    """One body on one day (days since 1970, by the legal zone)."""

    body = models.CharField(max_length=32)
    day = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "day"], name="criteria_daytally_once")]

    def __str__(self) -> str:
        return f"{self.body} {self.day}"


class MonthTally(Tally):
    """One body in one month (months since year 0: 12 × year + month - 1)."""

    body = models.CharField(max_length=32)
    month = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "month"], name="criteria_monthtally_once")]

    def __str__(self) -> str:
        return f"{self.body} {self.month}"


class ProcedureTally(Tally):
    """One procedure at one body in one month; procedure empty: what belongs to none."""

    body = models.CharField(max_length=32)
    procedure = models.CharField(max_length=32, blank=True)
    month = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "month", "procedure"], name="criteria_proceduretally_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.procedure} {self.month}"


class GroupTally(models.Model):
    """A node with all bodies under it (queries/groups.py) in one month: the sums of their MonthTallies, kept.

    The row of month 0 says that the group is kept; without it, its bodies have to be summed.
    """

    owner = models.CharField(max_length=40)
    month = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "month"], name="criteria_grouptally_once")]

    def __str__(self) -> str:
        return f"{self.owner} {self.month}"


for _slot in SLOTS:
    GroupTally.add_to_class(_slot, models.BigIntegerField(default=0, db_default=0))


class PairTally(models.Model):
    """How many pairs of body and procedure a body or a group has in a period of the grid, kept.

    Slot n holds the pairs that stand at place n of data/counters.yaml. The row of no owner and no period says that
    all bodies are kept, and that of a group and no period that the group is.
    """

    owner = models.CharField(max_length=40, blank=True)
    first = models.IntegerField()
    count = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "first", "count"], name="criteria_pairtally_once")
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.first}+{self.count}"


for _slot in PAIR_SLOTS:
    PairTally.add_to_class(_slot, models.IntegerField(default=0, db_default=0))


class Reader(models.Model):
    """Where the follower of the ledger stands. One row; whoever holds its lock is the one follower.

    `horizon`: up to when time itself has been counted (deadlines that passed). `counters`: the hash of the flows in
    force: others mean that everything is counted anew. `totals`: the hash of the tree of bodies and of the pairs whose
    totals are kept: another one means that these are counted anew. `offers`: the hash of what bodies offer since when.
    """

    name = models.CharField(max_length=32, primary_key=True)
    transaction = models.BigIntegerField(default=0)
    entry = models.BigIntegerField(default=0)
    batch = models.BigIntegerField(default=0)
    horizon = MomentField()
    counters = models.CharField(max_length=64, blank=True)
    totals = models.CharField(max_length=64, blank=True, default="", db_default="")
    offers = models.CharField(max_length=64, blank=True, default="", db_default="")

    def __str__(self) -> str:
        return f"{self.name} at {self.transaction}/{self.entry}"
