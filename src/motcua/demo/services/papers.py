"""Files of the demo: the few papers that all applicants bring, and results that are really signed."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import typst
from django.utils.timezone import localdate

from motcua.clock.rules.counting.scales import months_after
from motcua.demo.rules.stories import Act, Story
from motcua.demo.rules.timeline import Timeline
from motcua.demo.rules.world import World
from motcua.files.models import StoredFile
from motcua.files.services import keep
from motcua.organizations.models import Body, Officer
from motcua.organizations.queries import SigningPower
from motcua.results import composing, journal, signing
from motcua.results.events import ResultIssued
from motcua.results.models import Instrument, NumberBook, Standing
from motcua.results.rendering import FONTS, VIETNAM, render
from motcua.results.rules.content import Content
from motcua.results.rules.places import number_of
from motcua.results.rules.tokens import new_token

SAMPLE = Path(__file__).resolve().parents[1] / "typst" / "sample.typ"
TITLES = ("Đơn đề nghị", "Bản sao giấy tờ", "Bản vẽ, sơ đồ", "Văn bản cam kết", "Tài liệu kèm theo")
SIGNED_OF_ZONE, SIGNED_OF_OTHERS = 24, 16  # how many results are signed for real, about
ZONE, LONGEST_DAYS = "H49.31", 20


def samples(*, at: datetime) -> list[StoredFile]:
    """The stored files that stand for everything that people bring."""
    return [keep(_sample(title, at), media_type="application/pdf", at=at, pages=1) for title in TITLES]


def _sample(title: str, at: datetime) -> bytes:
    compiler = typst.Compiler(font_paths=[FONTS], ignore_system_fonts=True)
    made_at = at.astimezone(VIETNAM).replace(microsecond=0)
    pdf = compiler.compile(input=SAMPLE, sys_inputs={"title": title}, format="pdf", timestamp=made_at)
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave no single document.")
    return pdf


@dataclass(frozen=True)
class Signed:
    """A result that was signed: its row is written when the history has been."""

    instrument: Instrument
    pdf: bytes


class Archive:
    """Signs the newest results of the history, and those of the tour; older ones lie in the archive of the system
    before this one, so nothing is said here of their numbers and files.
    """

    def __init__(self, world: World, timeline: Timeline) -> None:
        self._officers = {
            officer.code: officer
            for officer in Officer.objects.select_related("body__parent").filter(mandates__role="leader")
        }
        self._bodies = {body.code: body for body in Body.objects.select_related("parent")}
        self._since = _live_since(world, timeline)
        self._last: dict[tuple[str, str, int], int] = {}
        self.signed: list[Signed] = []

    def issue(self, story: Story, act: Act) -> ResultIssued | None:
        since = self._since[ZONE] if story.place.body == ZONE else self._since[""]
        if act.at < since and not story.shown:
            return None
        held, by = self.draft(story), self._officers[act.by]
        symbol, year = Content.of(held.data).symbol, localdate(act.at).year
        book = (held.body.code, symbol, year)
        self._last[book] = self._last.get(book, 0) + 1
        held.number = number_of(self._last[book], symbol=symbol, body_symbol=held.body.symbol)
        if held.valid_months:
            held.valid_until = months_after(localdate(act.at), held.valid_months)
        paper = composing.document(held, number=held.number, by=by, power=SigningPower(), at=act.at)
        pdf = signing.signer_for(by).sign(render(paper), at=act.at, place=paper.letterhead.place)
        held.digest = hashlib.sha256(pdf).hexdigest()
        journal.signed(held.token, digest=held.digest, officer=by.code, at=act.at)
        held.standing, held.signed_by, held.signed_at = Standing.IN_FORCE, by, act.at
        self.signed.append(Signed(held, pdf))
        return ResultIssued(number=held.number, sha256=held.digest, electronic=True)

    def draft(self, story: Story) -> Instrument:
        """The draft as the specialist wrote it."""
        if story.drafted is None:
            raise ValueError(f"{story.code} has no draft")
        kind = story.place.document.result
        labels = {field.code: field.label.vi for field in kind.fields}
        return Instrument(
            reference=story.code,
            body=self._bodies[story.place.body],
            template=kind.template,
            title=kind.name.vi,
            holder=story.applicant.name,
            data={"symbol": kind.symbol, "labels": labels, **story.variant.drafted},
            token=new_token(),
            drafted_at=story.drafted.at,
            valid_months=kind.valid_months,
        )

    def store(self, stories: list[Story], officers: dict[str, int]) -> int:
        """Keep the signed files, the open drafts and the number books; says how many results were signed."""
        rows = []
        drafters = {story.code: story.drafted.by for story in stories if story.drafted}
        for each in self.signed:
            each.instrument.file = keep(
                each.pdf,
                media_type="application/pdf",
                at=each.instrument.signed_at or each.instrument.drafted_at,
            )
            rows.append(each.instrument)
        rows += [self.draft(story) for story in stories if story.drafted and not story.issued]
        for row in rows:
            row.drafted_by_id = officers[drafters[row.reference]]
        Instrument.objects.bulk_create(rows)
        NumberBook.objects.bulk_create(
            NumberBook(body=body, symbol=symbol, year=year, last=last)
            for (body, symbol, year), last in self._last.items()
        )
        return len(self.signed)


def _live_since(world: World, timeline: Timeline) -> dict[str, datetime]:
    """From when on results are signed here: so late that they are about as many as wanted."""
    working_days = world.days * 5 / 7
    of_zone = world.expected_of(ZONE) or 1
    since = {}
    for name, wanted, expected in (
        (ZONE, SIGNED_OF_ZONE, of_zone),
        ("", SIGNED_OF_OTHERS, max(world.dossiers - of_zone, 1)),
    ):
        days = min(LONGEST_DAYS, wanted / expected * working_days)
        worked = timeline.worked(timeline.seconds(world.ends)) - round(days * 480)
        since[name] = timeline.moment(timeline.open_at(worked)) - timedelta(seconds=1)
    return since
