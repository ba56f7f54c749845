"""Facts folded from the ledger, counters of them, and what was published of both.

Moments of facts are kept as whole microseconds since 1970 in UTC: three engines then compute with the same integers.
"""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q

SLOTS = tuple(f"c{number:02}" for number in range(48))
PAIR_SLOTS = tuple(f"p{number:02}" for number in range(16))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(moment: datetime) -> int:
    """Since 1970-01-01T00:00Z, exactly."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(number: int) -> datetime:
    """The moment, in UTC, of so many microseconds since 1970."""
    return _EPOCH + number * _MICROSECOND


if TYPE_CHECKING:
    Whole = models.BigIntegerField[Any, Any]
else:
    Whole = models.BigIntegerField


class MomentField(Whole):
    """A moment, as an integer in the database."""

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> datetime | None:
        return None if value is None else moment_of(value)

    def to_python(self, value: Any) -> Any:
        return moment_of(value) if isinstance(value, int) else value

    def get_prep_value(self, value: Any) -> Any:
        return microseconds(value) if isinstance(value, datetime) else super().get_prep_value(value)


class Counted(models.Model):
    """A fact's place in the counters: counted as at `counted_at`, to be counted again at `next_at`.

    `moved_in` is the batch in which it last changed: what an export has not seen yet is above its own batch.
    """

    counted_at = MomentField()
    next_at = MomentField(null=True)
    moved_in = models.BigIntegerField()

    class Meta:
        abstract = True
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_at"], condition=Q(next_at__isnull=False), name="criteria_%(class)s_next"
            ),
            models.Index(fields=["moved_in"], name="criteria_%(class)s_moved"),
        ]


class Dossier(Counted):
    """rules.facts.DossierFact as a row."""

    code = models.CharField(max_length=64, primary_key=True)
    body = models.CharField(max_length=32)
    procedure = models.CharField(max_length=32)
    filed_at = MomentField()
    version = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=16)
    online_level = models.CharField(max_length=16)
    eligible = models.BooleanField()
    citizen = models.BooleanField()
    papers = models.PositiveIntegerField()
    digitised = models.PositiveIntegerField()
    reused = models.PositiveIntegerField()
    verified = models.BooleanField()
    fee = models.BigIntegerField()
    received_at = MomentField(null=True)
    refused_at_intake_at = MomentField(null=True)
    due_at = MomentField(null=True)
    late_at = MomentField(null=True)
    late_day_at = MomentField(null=True)
    paused_at = MomentField(null=True)
    supplements = models.PositiveSmallIntegerField()
    extended = models.BooleanField()
    ended_at = MomentField(null=True)
    ending = models.CharField(max_length=16)
    document = models.BooleanField()
    electronic = models.BooleanField()
    delivered_at = MomentField(null=True)
    paid_at = MomentField(null=True)
    paid_online = models.BooleanField()
    stars = models.PositiveSmallIntegerField(null=True)
    rated_at = MomentField(null=True)
    rated_by = models.CharField(max_length=16)
    petitions = models.PositiveIntegerField()
    disliked = models.BooleanField()
    corrections = models.PositiveIntegerField()
    receiver = models.CharField(max_length=64)
    asker = models.CharField(max_length=64)
    finisher = models.CharField(max_length=64)
    applicant_mark = models.CharField(max_length=32)
    phone_mark = models.CharField(max_length=32)
    device_mark = models.CharField(max_length=32)
    scans = models.TextField()
    blank = models.PositiveIntegerField()

    class Meta(Counted.Meta):
        indexes = [
            *Counted.Meta.indexes,
            models.Index(fields=["body", "received_at"], name="criteria_dossier_received"),
            models.Index(fields=["body", "ended_at"], name="criteria_dossier_ended"),
            models.Index(fields=["body", "late_at"], name="criteria_dossier_late"),
        ]

    def __str__(self) -> str:
        return self.code


class Step(models.Model):
    """rules.facts.StepFact as a row. Steps are not counted: they say where the days of counted dossiers went."""

    code = models.CharField(max_length=64)
    step = models.CharField(max_length=64)
    round = models.PositiveSmallIntegerField()
    body = models.CharField(max_length=32)
    procedure = models.CharField(max_length=32)
    step_kind = models.CharField(max_length=16)
    role = models.CharField(max_length=32)
    unit = models.CharField(max_length=40)
    opened_at = MomentField()
    due_at = MomentField(null=True)
    taken_at = MomentField(null=True)
    officer = models.CharField(max_length=64)
    closed_at = MomentField(null=True)
    outcome = models.CharField(max_length=64)
    moved_in = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "step", "round"], name="criteria_step_once")]
        indexes = [
            models.Index(fields=["moved_in"], name="criteria_step_moved"),
            models.Index(fields=["body", "closed_at"], name="criteria_step_closed"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.step}/{self.round}"


class Petition(Counted):
    """rules.facts.PetitionFact as a row."""

    code = models.CharField(max_length=64, primary_key=True)
    body = models.CharField(max_length=32)
    about = models.CharField(max_length=16)
    sent_at = MomentField()
    dossier = models.CharField(max_length=64)
    procedure = models.CharField(max_length=32)
    due_at = MomentField(null=True)
    late_at = MomentField(null=True)
    transferred_at = MomentField(null=True)
    answered_at = MomentField(null=True)
    published_at = MomentField(null=True)
    liked = models.BooleanField(null=True)
    reopened = models.PositiveIntegerField()

    class Meta(Counted.Meta):
        indexes = [
            *Counted.Meta.indexes,
            models.Index(fields=["body", "sent_at"], name="criteria_petition_sent"),
        ]

    def __str__(self) -> str:
        return self.code


class Offer(Counted):
    """rules.facts.OfferFact as a row: derived from the catalogue, dated."""

    body = models.CharField(max_length=32)
    procedure = models.CharField(max_length=32)
    begins_at = MomentField()
    ends_at = MomentField(null=True)
    online_level = models.CharField(max_length=16)
    eligible = models.BooleanField()
    fee = models.BooleanField()
    document = models.BooleanField()
    citizen = models.BooleanField()
    complete = models.BooleanField()
    decided_at = MomentField(null=True)
    published_at = MomentField(null=True)
    decision_on_time = models.BooleanField(null=True)
    publication_on_time = models.BooleanField(null=True)

    class Meta(Counted.Meta):
        constraints = [
            models.UniqueConstraint(fields=["body", "procedure", "begins_at"], name="criteria_offer_once")
        ]

    def __str__(self) -> str:
        return f"{self.body} → {self.procedure}"


class Declared(Counted):
    """rules.facts.DeclaredFact as a row, with the paper that the figure stands in."""

    body = models.CharField(max_length=32)
    month_at = MomentField()
    name = models.CharField(max_length=40)
    procedure = models.CharField(max_length=32, blank=True)
    amount = models.BigIntegerField()

    class Meta(Counted.Meta):
        constraints = [
            models.UniqueConstraint(fields=["body", "month_at", "name"], name="criteria_declared_once")
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.name}"


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
    totals are kept: another one means that these are counted anew.
    """

    name = models.CharField(max_length=32, primary_key=True)
    transaction = models.BigIntegerField(default=0)
    entry = models.BigIntegerField(default=0)
    batch = models.BigIntegerField(default=0)
    horizon = MomentField()
    counters = models.CharField(max_length=64, blank=True)
    totals = models.CharField(max_length=64, blank=True, default="", db_default="")

    def __str__(self) -> str:
        return f"{self.name} at {self.transaction}/{self.entry}"


class SetVersion(models.Model):
    """A criteria set, as it counts from one day on. In force only after two persons agreed, and only later.

    `text` is the YAML as it was read; `digest` the SHA-256 of its canonical content. `base`: the newest approved
    version when it was proposed; None for the first, which came with the system. A proposal that came to nothing
    says who ended it, how and why. The database lets a text never change, and an approval never be taken back.
    """

    code = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    effective_from = models.DateField()
    effective_until = models.DateField(null=True, blank=True)
    proposed_by = models.CharField(max_length=40)
    proposed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=40, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    base = models.PositiveSmallIntegerField(null=True, blank=True)
    ended_by = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=16, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="criteria_set_number_once"),
            models.CheckConstraint(
                name="criteria_set_approved_by_another",
                condition=Q(approved_by="") | ~Q(approved_by=F("proposed_by")) | Q(proposed_by="system"),
            ),
            models.CheckConstraint(
                name="criteria_set_approved_wholly_or_not_at_all",
                condition=Q(approved_by="", approved_at=None)
                | (~Q(approved_by="") & Q(approved_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="criteria_set_ended_wholly_or_not_at_all",
                condition=Q(ended_by="", ended_at=None, ending="")
                | (
                    ~Q(ended_by="")
                    & Q(ended_at__isnull=False, ending__in=["withdrawn", "rejected"], approved_by="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.number}"

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None

    @property
    def is_open(self) -> bool:
        """Proposed, and neither approved nor ended."""
        return self.approved_at is None and self.ended_at is None


class Figures(models.Model):
    """The counters of every measured body in a period at a place of the ledger: what scores and ranks follow from.

    Public: bodies and whole numbers, nothing of a person. Kept once for all runs that rest on them.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    document = models.JSONField()

    def __str__(self) -> str:
        return self.digest[:16]


class Basis(models.Model):
    """What was counted and does not stand in the ledger: offers, declared figures, what the catalogue said.

    `packed`: the canonical JSON, compressed; `digest` the SHA-256 of the JSON.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    packed = models.BinaryField()

    def __str__(self) -> str:
        return self.digest[:16]


class Run(models.Model):
    """A score that was published: everything that it was computed from, so that it can be computed again.

    `transaction` and `entry`: the last entry that was read; `horizon`: up to when time was counted; `tree_size` and
    `root`: a signed head of the ledger that covers them. `facts`: digest of the counters that entered (Figures);
    `rests_on`: of what the ledger does not hold (Basis). `answer`: the score as published. Written once.
    """

    number = models.BigAutoField(primary_key=True)
    body = models.CharField(max_length=32)
    period = models.CharField(max_length=10)
    set_version = models.ForeignKey(SetVersion, on_delete=models.PROTECT, related_name="runs")
    catalogue = models.CharField(max_length=64)
    calendar = models.CharField(max_length=64)
    transaction = models.BigIntegerField()
    entry = models.BigIntegerField()
    tree_size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    horizon = MomentField()
    facts = models.CharField(max_length=64)
    rests_on = models.CharField(max_length=64, default="")
    answer = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["body", "period", "-number"], name="criteria_run_newest")]

    def __str__(self) -> str:
        return f"run {self.number}: {self.body} {self.period}"


class Foretelling(models.Model):
    """One time that the forecast was made: as of when, and the model's coefficients (text, nothing that could run)."""

    number = models.BigAutoField(primary_key=True)
    at = MomentField()
    model = models.TextField()
    learned = models.PositiveIntegerField()
    learned_late = models.PositiveIntegerField()
    weak = models.BooleanField()
    made_by = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"as of {self.at}"


class ForetoldDossier(models.Model):
    """A dossier that was open when the forecast was made: its chance to be late, and why, as codes and numbers."""

    code = models.CharField(max_length=64, primary_key=True)
    body = models.CharField(max_length=32)
    procedure = models.CharField(max_length=32)
    unit = models.CharField(max_length=40)
    step = models.CharField(max_length=64)
    due_at = MomentField(null=True)
    late = models.BooleanField()
    probability = models.FloatField()
    reasons = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["body", "-probability"], name="criteria_foretold_likeliest")]

    def __str__(self) -> str:
        return f"{self.code}: {self.probability:.2f}"


class ForetoldEnd(models.Model):
    """Where a node will stand when a period ends: the total score and the share on time, each with its intervals.

    `score`, `ratio`: expected, low80, high80, low95, high95. `dossiers`, `late`: as they stood when it was made;
    `come`, `newly_late`: what was expected to be added.
    """

    node = models.CharField(max_length=32)
    period = models.CharField(max_length=10)
    set = models.CharField(max_length=40)
    score = models.JSONField()
    ratio = models.JSONField()
    score_now = models.FloatField()
    score_most = models.FloatField()
    dossiers = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    come = models.FloatField()
    newly_late = models.FloatField()
    assumptions = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "period"], name="criteria_foretold_once")]

    def __str__(self) -> str:
        return f"{self.node} {self.period}"
