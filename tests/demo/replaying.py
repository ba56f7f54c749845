"""Does a story's acts again, one by one, through the verbs of the house."""

from dataclasses import dataclass
from functools import cached_property

from motcua.catalog.models import Version
from motcua.clock.rules.calendar import ZONE
from motcua.demo.services.writing import lack_of
from motcua.dossiers import services
from motcua.dossiers.models import Dossier, Draft
from motcua.feedback.events import DossierRated
from motcua.files.models import StoredFile
from motcua.identity.models import Account
from motcua.ledger.models import Entry
from motcua.ledger.services import append, append_all
from motcua.organizations.models import Body, Officer
from motcua.payments.events import InvoiceSettled, PaymentFailed, PaymentStarted
from motcua.payments.models import Invoice, Receipt, ReceiptBook


@dataclass
class Replay:
    """`entries` are what the services wrote for it."""

    story: object
    dossier: Dossier | None = None

    def run(self):
        for act in self.story.acts:
            getattr(self, f"do_{act.verb}")(act)
        return self.entries()

    def entries(self):
        rows = Entry.objects.filter(subject=self.dossier.code).order_by("sequence")
        return [(e.kind, e.actor, e.body, e.occurred_at, e.data) for e in rows]

    @cached_property
    def sample(self):
        return StoredFile.objects.order_by("pk").first()

    def officer(self, act):
        return Officer.objects.select_related("unit", "body").get(code=act.by)

    def account(self, act):
        return Account.objects.get(code=act.by)

    def task(self, act):
        return self.dossier.tasks.select_related("unit__body", "dossier").get(step=act.step, finished_at=None)

    def do_file(self, act):
        story, place = self.story, self.story.place
        by = self.account(act) if story.channel == "online" else self.officer(act)
        who = {"account": by} if story.channel == "online" else {"officer": by}
        draft = services.start_draft(
            Version.objects.get(pk=place.version_key),
            body=Body.objects.get(pk=place.body_key),
            at=act.at,
            **who,
        )
        said = story.applicant
        applicant = {name: getattr(said, name) for name in ("kind", "name", "id_number", "address", "phone")}
        services.save_applicant(draft, applicant=applicant, revision=draft.revision, at=act.at)
        for section in place.document.sections:
            wrong = services.save_section(
                draft, section=section.code, answers=story.answers, revision=draft.revision, at=act.at
            )
            assert wrong == {}
        for one in story.attached:
            if one.round == 0:
                file = self.sample if one.scanned else None
                services.attach(
                    draft, paper=one.paper, file=file, name="x.pdf", is_reused=one.reused, at=act.at
                )
        services.choose_delivery(draft, result_by=story.result_by, revision=draft.revision, at=act.at)
        draft = Draft.objects.get(pk=draft.pk)
        self.dossier = services.file(draft, key=draft.code, by=by, at=act.at, device=story.device)

    def do_receive(self, act):
        self.dossier = services.receive(self.dossier, by=self.officer(act), at=act.at)

    def do_refuse_intake(self, act):
        services.refuse_intake(
            self.dossier, reasons=act.reasons, text=act.text, by=self.officer(act), at=act.at
        )

    def do_hand_over(self, act):
        self.dossier = services.hand_over(self.dossier, by=self.officer(act), at=act.at)

    def do_take(self, act):
        services.take_step(self.task(act), by=self.officer(act), at=act.at)

    def do_draft(self, act):
        task = self.dossier.tasks.get(kind="draft", finished_at=None)
        services.draft_result(task, data={}, by=self.officer(act), at=act.at)

    def do_finish(self, act):
        finding = services.Finding(
            outcome=act.outcome,
            checklist=act.items,
            opinion=act.opinion,
            reasons=act.reasons,
            text=act.text,
        )
        services.finish_step(self.task(act), finding=finding, by=self.officer(act), at=act.at)

    def do_sign(self, act):
        services.sign_result(self.task(act), by=self.officer(act), at=act.at)

    def do_collect(self, act):
        services.collect_fee(self.dossier, method=act.channel, by=self.officer(act), at=act.at)

    def do_pay_online(self, act):
        """Its verb comes with a later issue: here are the rows and entries that it will make."""
        invoice = Invoice.objects.get(reference=self.dossier.code)
        year = act.at.astimezone(ZONE).year
        book, _new = ReceiptBook.objects.get_or_create(body=invoice.body, year=year, defaults={"last": 0})
        book.last += 1
        book.save()
        receipt = Receipt.objects.create(
            invoice=invoice, body=invoice.body, year=year, number=book.last, amount=invoice.total,
            method="online", collected_at=act.at, collected_by=act.by,
        )  # fmt: skip
        started = PaymentStarted(amount=invoice.total, channel=act.channel)
        failed = [PaymentFailed(amount=invoice.total, reason="timeout"), started]
        settled = InvoiceSettled(amount=invoice.total, method="online", receipt=str(receipt))
        events = [started, *(failed if act.outcome == "again" else []), settled]
        append_all(events, subject=self.dossier.code, body=invoice.body, actor=act.by, at=act.at)

    def do_request_supplement(self, act):
        items = [services.Asked(code, lack_of(self.story, code)) for code in act.items]
        services.request_supplement(
            self.dossier,
            items=items,
            reason=act.text,
            respond_by=act.until,
            by=self.officer(act),
            at=act.at,
        )

    def do_answer_supplement(self, act):
        files = [services.Given(paper, self.sample, "x.pdf") for paper in act.items]
        services.answer_supplement(self.dossier, answers={}, files=files, by=self.account(act), at=act.at)

    def do_extend(self, act):
        services.extend(
            self.dossier, to=act.until, reason=act.reasons[0], text=act.text, by=self.officer(act), at=act.at
        )

    def do_withdraw(self, act):
        services.withdraw(self.dossier, by=self.account(act), at=act.at)

    def do_stop(self, act):
        services.stop(self.dossier, reason=act.reasons[0], text=act.text, by=self.officer(act), at=act.at)

    def do_deliver(self, act):
        services.deliver(self.dossier, channel=act.channel, by=self.officer(act), at=act.at)

    def do_rate(self, act):
        """Its verb comes with a later issue."""
        event = DossierRated(stars=int(act.outcome), asked_by=act.channel)
        body = self.story.place.body
        append(event, subject=self.dossier.code, body=body, actor=act.by, at=act.at)
