"""Everybody who may or may not touch the dossiers of one office, and what each tries: the machine's hands."""

from datetime import timedelta

from django.db import transaction

from motcua.dossiers import services
from motcua.dossiers.models import Channel, Dossier, Task
from motcua.files.services import keep
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.organizations.models import Role
from motcua.payments.models import Method
from tests.dossiers.sheet import OPEN, OPINIONS, Told
from tests.factories.dossiers import MONDAY, make_draft, make_office
from tests.factories.organizations import make_officer

REASON = "Không đáp ứng điều kiện về quy hoạch của khu vực."


class People:
    """Each act is tried on the house and, if it must go through, told to `Told`; the two must agree."""

    def __init__(self):
        self.office = make_office()
        self.colleague = make_officer(self.office.expert_unit, Role.SPECIALIST)
        self.neighbour = make_office().citizen
        self.paper = keep(b"%PDF-1.7 a power of attorney", media_type="application/pdf", at=MONDAY)
        self.begin()

    def begin(self):
        self.at = MONDAY
        self.told: dict[str, Told] = {}
        self.pages: list[Task] = []  # pages of steps that somebody still has open in his browser
        self.is_changed = True

    def tried(self, subject, verb, *, ok, **facts):
        """Whether the act went through; `ok` says whether it must (None: either). A refused act leaves no trace."""
        dossier = subject.dossier if isinstance(subject, Task) else subject
        before, refused = self.trace(dossier), None
        try:
            with transaction.atomic():
                verb(subject, at=self.at, **facts)
        except Refusal as refusal:
            refused = str(refusal)
        assert ok is None or ok == (refused is None), f"{verb.__name__}: {refused or 'went through'}"
        if refused is None:
            self.is_changed = True
        else:
            assert refused
            assert self.trace(dossier) == before
        return refused is None

    def trace(self, dossier):
        entries = Entry.objects.filter(subject=dossier.code).count()
        return Dossier.objects.values_list("revision", "state", "due_at").get(pk=dossier.pk), entries

    # the applicant

    def file(self, *, online, twice):
        draft = make_draft(self.office, at=self.at)
        draft.attachments.update(file=self.paper)
        result_by = Channel.ONLINE if online else Channel.COUNTER
        services.choose_delivery(draft, result_by=result_by, revision=draft.revision, at=self.at)
        told = {
            services.file(draft, key=draft.code, by=self.office.citizen, at=self.at).code
            for _time in range(1 + twice)
        }
        assert len(told) == 1
        self.told[told.pop()] = Told(online=online)
        self.is_changed = True

    def answer(self, dossier, told):
        files = [services.Given("uy-quyen", self.paper, "uy-quyen.pdf")]
        facts = {"answers": {}, "files": files, "by": self.office.citizen}
        if self.tried(dossier, services.answer_supplement, **facts, ok=told.state == "awaiting_supplement"):
            told.state = told.before

    def withdraw(self, dossier, told):
        if self.tried(dossier, services.withdraw, by=self.office.citizen, ok=told.state in OPEN):
            told.ends("withdrawn")

    # the counter

    def receive(self, dossier, told):
        if self.tried(dossier, services.receive, by=self.office.counter, ok=told.state == "filed"):
            told.state = "received"

    def refuse_intake(self, dossier, told):
        facts = {"reasons": ("duplicate",), "text": REASON, "by": self.office.counter}
        if self.tried(dossier, services.refuse_intake, **facts, ok=told.state == "filed"):
            told.ends("not_accepted")

    def hand_over(self, dossier, told):
        if self.tried(dossier, services.hand_over, by=self.office.counter, ok=told.state == "received"):
            told.state = "in_progress"
            told.opens("tham-dinh")

    def collect(self, dossier, told):
        facts = {"method": Method.CASH, "by": self.office.counter}
        paid = self.tried(dossier, services.collect_fee, **facts, ok=not told.paid)
        told.paid = told.paid or paid

    def deliver(self, dossier, told):
        ok = told.state == "completed" and told.paid
        if self.tried(dossier, services.deliver, channel="counter", by=self.office.counter, ok=ok):
            told.state = "delivered"

    # those who decide

    def ask_for_more(self, dossier, told):
        at_hand = not told.holders or self.office.specialist.code in told.holders.values()
        facts = {
            "items": [services.Asked("uy-quyen", "Thiếu giấy ủy quyền")],
            "reason": "Thiếu giấy ủy quyền của chủ đầu tư",
            "respond_by": self.at + timedelta(days=10),
            "by": self.office.specialist if told.holders else self.office.counter,
        }
        ok = told.state in OPEN and not told.asked and at_hand
        if self.tried(dossier, services.request_supplement, **facts, ok=ok):
            told.before, told.state, told.asked = told.state, "awaiting_supplement", True

    def extend(self, dossier, told):
        may = told.state in ("received", "in_progress") and not told.extended
        late = may and self.at > dossier.due_at - timedelta(
            days=4
        )  # a working day before; days off may lie between
        to = (dossier.due_at or self.at) + timedelta(days=5)
        facts = {"to": to, "reason": "workload", "text": REASON, "by": self.office.head}
        if self.tried(dossier, services.extend, **facts, ok=None if late else may):
            told.extended = True

    def stop(self, dossier, told):
        facts = {"reason": "dispute", "text": REASON, "by": self.office.leader}
        if self.tried(dossier, services.stop, **facts, ok=told.state in OPEN):
            told.ends("stopped")

    def take(self, task, told, *, by_colleague=False):
        officer = self.office.handler_of(task)
        if by_colleague and officer == self.office.specialist:
            officer = self.colleague
        ok = told.state == "in_progress" and told.holders[task.step] != officer.code
        if self.tried(task, services.take_step, by=officer, ok=ok):
            told.holders[task.step] = officer.code

    def finish(self, task, told, *, outcome="done"):
        held = told.holders[task.step]
        officer = self.colleague if held == self.colleague.code else self.office.handler_of(task)
        ok = told.may_finish(task.step, outcome, officer.code)
        self.pages.append(task)
        if task.step == "du-thao" and outcome == "done":
            self.draft(task, told, by=officer)
        if task.step == "ky" and outcome == "done":
            done = self.tried(task, services.sign_result, by=officer, ok=ok and told.drafted)
            told.drafted = told.drafted and not done
        else:
            facts = {"finding": finding(task, outcome), "by": officer}
            done = self.tried(task, services.finish_step, **facts, ok=ok)
        if done:
            told.finish(task.step, outcome)

    def work(self, dossier, told, *, steps=1):
        """Take and finish steps as the sheet means it."""
        for _step in range(steps):
            if told.state == "in_progress":
                task = self.first_task(dossier, told)
                if told.holders[task.step] != self.office.handler_of(task).code:
                    self.take(task, told)
                self.finish(task, told)

    def first_task(self, dossier, told):
        step = min(told.holders)
        return dossier.tasks.select_related("dossier").get(step=step, finished_at=None)

    def draft(self, task, told, *, by):
        data, ok = {"noi_dung": "Được phép"}, told.holders[task.step] == by.code
        if self.tried(task, services.draft_result, data=data, by=by, ok=ok):
            told.drafted = True

    # those who should not

    def send_old_pages(self):
        """The buttons of pages that were opened in an earlier round, or are pressed twice."""
        for page in self.pages[-6:]:
            task = Task.objects.select_related("dossier").get(pk=page.pk)
            if task.finished_at is not None:
                facts = {"finding": finding(task, "done"), "by": self.office.handler_of(task)}
                self.tried(task, services.finish_step, **facts, ok=False)

    def meddle(self, dossier, task):
        """Officers of other units, and the neighbour, try what is not theirs."""
        stranger = self.office.opinion_a
        self.tried(dossier, services.receive, by=stranger, ok=False)
        self.tried(dossier, services.hand_over, by=self.office.specialist, ok=False)
        self.tried(dossier, services.withdraw, by=self.neighbour, ok=False)
        if task is not None and task.step != "yk-a":
            self.tried(task, services.take_step, by=stranger, ok=False)


def finding(task, outcome):
    refused = outcome == "refuse"
    return services.Finding(
        outcome=outcome,
        checklist=("0",) if task.step == "tham-dinh" else (),
        opinion="remarks" if task.step in OPINIONS else "",
        reasons=("conditions-not-met",) if refused else (),
        text=REASON if refused else "",
    )
