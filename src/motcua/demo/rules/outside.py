"""The applicants' side: filing, paying, completing, withdrawing, fetching the result, saying how it was."""

from collections.abc import Callable

from motcua.demo.rules.arrivals import Arrivals
from motcua.demo.rules.offices import Offices
from motcua.demo.rules.scene import Scene
from motcua.demo.rules.settings import cause
from motcua.demo.rules.stories import ONLINE, Story
from motcua.demo.rules.telling import GATEWAYS
from motcua.dossiers.rules.life import (
    AWAITING_SUPPLEMENT,
    COMPLETED,
    DELIVERED,
    OPEN,
)

LAPSED = "Quá thời hạn bổ sung nhưng người nộp không bổ sung hồ sơ theo yêu cầu."
ANONYMOUS = "anonymous"
ANSWER_DAYS, PAY_DAYS, FETCH_DAYS = 3, 2, 2


class Outside:
    def __init__(self, scene: Scene, offices: Offices, arrivals: Arrivals) -> None:
        self.scene, self._offices, self._arrivals = scene, offices, arrivals
        self._payment, self._unclear = cause("payment"), cause("unclear")
        offices.ended, offices.asked, offices.turned_away = self.ended, self.asked, self.turned_away

    def arrive(self, story: Story) -> None:
        """File, online or at the counter, and perhaps pay at once."""
        scene = self.scene
        scene.stories.append(story)
        story.number = len(scene.stories)
        if story.channel != ONLINE:
            self._at_the_counter(story)
            return
        scene.do(story, "file", story.applicant.account)
        if story.owes and self._pays_at_filing(story):
            scene.clock.at(scene.clock.now + scene.rng.randrange(90, 900), self._pay, story)
        if not story.shown and scene.happens("withdrawn"):
            scene.clock.at(scene.clock.now + scene.rng.randrange(86_400, 86_400 * 6), self._withdraw, story)
        self._offices.wait_for_intake(story)

    def _at_the_counter(self, story: Story) -> None:
        scene = self.scene
        officer = scene.desks.choose(story, story.receiving_unit, "one_stop").officer
        scene.do(story, "file", officer)
        if story.owes and self._pays_at_filing(story):
            self._pay_at_counter(story, officer)
        scene.clock.at(scene.clock.now + scene.rng.randrange(60, 240), self._offices.receive, story, officer)

    def _pays_at_filing(self, story: Story) -> bool:
        if story.shown or self.scene.world.staged:
            return True
        if story.place.document.code == self._payment["procedure"]:
            return not self.scene.chance(self._payment["unpaid_percent"])
        return self.scene.happens("paid_at_filing")

    def _pay(self, story: Story) -> None:
        """Through a gateway, from home."""
        if story.owes and (story.now.state in OPEN or story.now.state == COMPLETED):
            again = "again" if self.scene.happens("payment_fails_first") else "done"
            channel = self.scene.rng.choices(GATEWAYS, (64, 14, 22))[0]
            self.scene.do(story, "pay_online", story.applicant.account, outcome=again, channel=channel)

    def _pay_at_counter(self, story: Story, officer: str) -> None:
        """In cash, by card or transfer; or online with the phone while standing there."""
        scene = self.scene
        if scene.world.staged or scene.happens("paid_online_at_counter"):
            scene.do(story, "pay_online", story.applicant.account or officer, channel="bank_qr")
            return
        method = scene.rng.choices(("cash", "card", "transfer"), (62, 10, 28))[0]
        scene.do(story, "collect", officer, channel=method)

    # supplements

    def asked(self, story: Story, then: Callable[[], None]) -> None:
        """Answer after some days, or let the time pass."""
        scene = self.scene
        if story.waits:
            return
        if scene.happens("supplement_answered"):
            days = scene.pace.days(ANSWER_DAYS)
            scene.clock.at(scene.habits.online_after(scene.clock.now, days), self._answer, story, then)
        else:
            late = scene.world.norms.supplement_answer_working_days * 480 + scene.rng.randrange(480, 1400)
            scene.clock.at(scene.after(late), self._lapse, story)

    def _answer(self, story: Story, then: Callable[[], None]) -> None:
        if story.now.state == AWAITING_SUPPLEMENT and story.supplement is not None:
            self.scene.do(story, "answer_supplement", story.applicant.account, items=story.supplement.items)
            then()

    def _lapse(self, story: Story) -> None:
        if story.now.state != AWAITING_SUPPLEMENT or not self.scene.happens("stopped_after_lapse"):
            return
        experts = [s for s in story.terms.document.net.steps.values() if s.unit == "expert" and not s.body]
        head = self.scene.desks.in_charge(story.place.units[experts[0].id])
        self.scene.do(story, "stop", head, reasons=("supplement-lapsed",), text=LAPSED)

    def turned_away(self, story: Story) -> None:
        """Most come again within days, with the papers in order."""
        scene = self.scene
        if story.channel != ONLINE or not scene.happens("refiled_after_refusal"):
            return
        moment = scene.habits.online_after(scene.clock.now, scene.rng.randrange(1, 5))
        again = self._arrivals.story(
            story.place, scene.timeline.date_of(moment), of=story.applicant, channel=ONLINE
        )
        again.filed_at = scene.timeline.moment(moment)
        if self._unclear.code in story.touched:
            again.touched.add(self._unclear.code)
        scene.clock.at(moment, self.arrive, again)

    def _withdraw(self, story: Story) -> None:
        if story.now.state in OPEN:
            self.scene.do(story, "withdraw", story.applicant.account)

    # results

    def ended(self, story: Story) -> None:
        scene = self.scene
        if story.now.state == DELIVERED:
            self._rate_later(story)
        elif story.now.state == COMPLETED:
            scene.clock.at(self._fetching(story), self._fetch, story)

    def _fetching(self, story: Story) -> int:
        """When the result is given out; what is unpaid is paid first, which can take its time."""
        scene, days = self.scene, FETCH_DAYS
        if story.owes and story.place.document.code == self._payment["procedure"]:
            story.touched.add(self._payment.code)
            days = self._payment["days"]
        elif story.owes:
            days = PAY_DAYS
        wait = scene.pace.days(days)
        if story.owes and story.applicant.account:
            paying = scene.habits.online_after(scene.clock.now, wait)
            scene.clock.at(paying, self._pay, story)
            return scene.timeline.open_at(scene.timeline.worked(paying) + scene.rng.randrange(10, 120))
        return scene.habits.at_counter_after(scene.clock.now, wait)

    def _fetch(self, story: Story) -> None:
        scene = self.scene
        if story.now.state != COMPLETED:
            return
        officer = scene.desks.choose(story, story.receiving_unit, "one_stop").officer
        if story.owes:
            self._pay_at_counter(story, officer)
        scene.do(story, "deliver", officer, channel=story.result_by)
        self._rate_later(story)

    def _rate_later(self, story: Story) -> None:
        scene = self.scene
        if scene.happens("rated"):
            scene.clock.at(scene.clock.now + scene.rng.randrange(600, 86_400 * 3), self._rate, story)

    def _rate(self, story: Story) -> None:
        life = story.now
        late = life.ended_at is not None and life.due_at is not None and life.ended_at > life.due_at
        stars = self.scene.rng.choices(range(5, 0, -1), (12, 26, 30, 20, 12) if late else (64, 27, 6, 2, 1))[
            0
        ]
        asked_by = "link" if story.channel == ONLINE else "kiosk"
        by = story.applicant.account or ANONYMOUS
        self.scene.do(story, "rate", by, outcome=str(stars), channel=asked_by)
