"""The officers' side: taking in, working through the sheet, signing, by whoever's turn it is."""

from collections.abc import Callable
from datetime import date
from typing import Any

from motcua.catalog.rules.process import Step
from motcua.demo.rules.desks import RECEIVE, Desk, Job
from motcua.demo.rules.durations import minutes
from motcua.demo.rules.scene import Scene
from motcua.demo.rules.settings import Cause, cause, causes_at_units, habits
from motcua.demo.rules.stories import ONLINE, Story
from motcua.dossiers.rules.life import IN_PROGRESS, RECEIVED, Terms
from motcua.dossiers.rules.waiting import last_moment_to_extend

REFUSAL = "Hồ sơ không đáp ứng yêu cầu, điều kiện của thủ tục theo quy định hiện hành."
NOT_ACCEPTED = "Thành phần hồ sơ không đúng quy định; đề nghị lập lại hồ sơ theo hướng dẫn."
APOLOGY = "Số lượng hồ sơ tăng, cơ quan cần thêm thời gian thẩm định. Xin lỗi ông, bà về sự chậm trễ này."
TIGHT, HEADS_UP = 770, 2400  # working minutes before the due date at which a head looks; limits worth a look


class Offices:
    """`ended`, `asked` and `turned_away` tell the outside what it has to react to."""

    def __init__(self, scene: Scene, terms: Callable[..., Terms]) -> None:
        self.scene = scene
        self._terms = terms
        self._batches, self._unclear = causes_at_units("batch"), cause("unclear")
        self.ended: Callable[[Story], None]
        self.asked: Callable[[Story, Callable[[], None]], None]
        self.turned_away: Callable[[Story], None]

    # intake

    def wait_for_intake(self, story: Story) -> None:
        """Put a dossier filed online before the counter."""
        if RECEIVE in story.halts:
            return
        desk = self.scene.desks.choose(story, story.receiving_unit, "one_stop")
        ready = self.scene.after(self.scene.pace.intake(story))
        self.scene.clock.at(ready, self._ready, desk, Job(story, RECEIVE, 1))

    def receive(self, story: Story, officer: str) -> None:
        """Look at the papers and receive, refuse, or ask for a supplement first."""
        scene = self.scene
        if not Job(story, RECEIVE, 1).is_alive:
            return
        if not story.shown and story.supplement is None and self._turns_away(story):
            scene.do(story, "refuse_intake", officer, reasons=("conditions-not-met",), text=NOT_ACCEPTED)
            self.turned_away(story)
            return
        can_ask = story.channel == ONLINE and story.supplement is None and not story.shown
        if can_ask and scene.happens("supplement_before_receipt"):
            self._ask(story, officer, lambda: self.wait_for_intake(story))
            return
        story.terms = self._terms(story.place, story.receiving_unit, scene.today)
        scene.do(story, "receive", officer)
        self._mind_the_date(story)
        if "hand_over" not in story.halts:
            wait = 1 if story.shown else scene.pace.days(min(25, minutes(story.terms.limit) / 20))
            scene.clock.at(scene.after(wait), self._hand_over, story, officer)

    def _turns_away(self, story: Story) -> bool:
        planted = self._unclear
        if story.place.document.code == planted["procedure"] and story.channel == ONLINE:
            if self.scene.chance(planted["refused_percent"]):
                story.touched.add(planted.code)
                return True
            return False
        return story.channel == ONLINE and self.scene.happens("refused_at_intake")

    def _hand_over(self, story: Story, officer: str) -> None:
        if story.now.state == RECEIVED:
            self._doing(story, "hand_over", officer)

    def _mind_the_date(self, story: Story) -> None:
        """Somewhat before the due date a head looks whether an apology is needed."""
        due = story.now.due_at
        if due is None or story.shown or minutes(story.terms.limit) < HEADS_UP:
            return
        look = self.scene.timeline.worked(self.scene.timeline.seconds(due)) - TIGHT
        self.scene.clock.at(self.scene.timeline.open_at(look), self._apologise, story)

    def _apologise(self, story: Story) -> None:
        life, scene = story.now, self.scene
        if life.state != IN_PROGRESS or story.extension or life.due_at is None:
            return
        if not scene.happens("extended_when_tight"):
            return
        latest = last_moment_to_extend(life.due_at, scene.means.norms, story.terms.calendar)
        if scene.timeline.moment(scene.clock.now) > latest:
            return
        experts = [s for s in story.terms.document.net.steps.values() if s.unit == "expert" and not s.body]
        head = scene.desks.of(scene.desks.in_charge(story.place.units[experts[0].id]))
        if head.back_at(scene.worked):
            return
        due = scene.timeline.worked(scene.timeline.seconds(life.due_at))
        to = scene.timeline.calendar.moment(
            *scene.timeline.calendar.place_after(due + 480 * habits()["extension_working_days"])
        )
        scene.do(story, "extend", head.officer, until=to, reasons=("workload",), text=APOLOGY)

    # steps

    def _doing(self, story: Story, verb: str, officer: str, **facts: Any) -> None:
        """Do an act, and put the steps that it opens before their desks."""
        before = len(story.turns)
        self.scene.do(story, verb, officer, **facts)
        for step, round_ in list(story.turns)[before:]:
            self._put_before(Job(story, step, round_))

    def _put_before(self, job: Job) -> None:
        scene, story, turn = self.scene, job.story, job.turn
        step = story.terms.document.net.steps[job.step]
        if job.step in story.halts:
            if story.held_by:
                scene.clock.at(scene.after(1), self._hold, job)
            return
        desk = scene.desks.choose(story, turn.unit, step.role, job.step)
        spent = scene.pace.of(step, turn.unit, story)
        ready = scene.after(spent.pickup)
        planted = self._batches.get(turn.unit)
        if planted and step.kind == "sign" and not story.shown:
            ready = self._next_batch(story, ready, planted)
        scene.clock.at(ready, self._ready, desk, job)

    def _hold(self, job: Job) -> None:
        if job.is_alive:
            self.scene.do(job.story, "take", job.story.held_by, step=job.step)

    def _next_batch(self, story: Story, ready: int, planted: Cause) -> int:
        """The morning of the next day on which this office signs; any day once that was mended."""
        timeline, days = self.scene.timeline, planted["weekdays"]
        on = timeline.date_of(ready)
        index = timeline.calendar.index_of(on)
        if self._is_mended(planted, on) or (on.weekday() in days and timeline.calendar.works(on)):
            return ready
        story.touched.add(planted.code)
        while not (index % 7 in days and timeline.calendar.table[index]):  # the calendar begins on a Monday
            index += 1
        return timeline.open_at(timeline.calendar.minutes[index] + self.scene.rng.randrange(60))

    def _is_mended(self, planted: Cause, on: date) -> bool:
        """From a day of a month before the world's last: what a directive can have brought about."""
        if (since := planted.facts.get("mended")) is None:
            return False
        ends = self.scene.world.ends
        month = 12 * ends.year + ends.month - 1 - since["months_before_end"]
        return on >= date(month // 12, month % 12 + 1, since["day"])

    def _ready(self, desk: Desk, job: Job) -> None:
        desk.queue.append(job)
        if desk.back_at(self.scene.worked):
            job.story.touched.add(cause("absence").code)
        if desk.is_idle:
            self._begin(desk)

    def _begin(self, desk: Desk) -> None:
        """Take the next living thing from the queue; the officer is busy with it for a while."""
        scene = self.scene
        desk.is_idle = False
        if back := desk.back_at(scene.worked):
            scene.clock.at(scene.timeline.open_at(back, 30), self._begin, desk)
            return
        while desk.queue:
            job = desk.queue.popleft()
            if job.is_alive:
                self._work(desk, job)
                return
        desk.is_idle = True

    def _work(self, desk: Desk, job: Job) -> None:
        scene, story = self.scene, job.story
        if job.step == RECEIVE:
            busy = 2 if story.shown else scene.pace.days(6)
            scene.clock.at(scene.after(busy), self.receive, story, desk.officer)
            scene.clock.at(scene.after(busy), self._begin, desk)
            return
        step = story.terms.document.net.steps[job.step]
        spent = scene.pace.of(step, job.turn.unit, story)
        scene.do(story, "take", desk.officer, step=job.step)
        scene.clock.at(scene.after(spent.hands_on), self._begin, desk)
        done = scene.after(spent.hands_on + spent.elsewhere)
        scene.clock.at(done, self._finish, job, desk.officer)

    def _finish(self, job: Job, officer: str) -> None:
        scene, story = self.scene, job.story
        if not job.is_alive:
            return
        step = story.terms.document.net.steps[job.step]
        if self._lacks_something(story, step):
            self._ask(story, officer, lambda: self._resume(job, officer))
            return
        outcome = self._outcome(story, step, job.round)
        if step.kind == "draft" and story.terms.document.result.document:
            scene.do(story, "draft", officer)
        self._doing(story, _way(step, outcome), officer, **self._facts(step, outcome))
        if story.now.ended_at is not None:
            self.ended(story)

    def _resume(self, job: Job, officer: str) -> None:
        if job.is_alive:
            scene = self.scene
            limit = minutes(job.story.terms.document.net.steps[job.step].limit)
            scene.clock.at(scene.after(scene.pace.days(limit / 4)), self._finish, job, officer)

    def _facts(self, step: Step, outcome: str) -> dict[str, Any]:
        facts: dict[str, Any] = {"step": step.id, "outcome": outcome}
        if step.kind == "consult":
            facts["opinion"] = self.scene.rng.choices(("agree", "remarks", "disagree"), (80, 16, 4))[0]
        if outcome == "refuse":
            facts |= {"reasons": ("conditions-not-met",), "text": REFUSAL}
        if outcome == "done" and step.kind != "sign":
            facts["items"] = tuple(str(number) for number in range(len(step.checklist)))
        return facts

    def _outcome(self, story: Story, step: Step, round_: int) -> str:
        if "done" not in step.outcomes:
            return "refuse"
        if story.shown:
            return "done"
        if "refuse" in step.outcomes and self.scene.happens("refused"):
            return "refuse"
        if "return" in step.outcomes and round_ == 1 and self.scene.happens("returned"):
            return "return"
        return "done"

    def _lacks_something(self, story: Story, step: Step) -> bool:
        """Found in the first examination, while nothing else is open; only of those who can answer online."""
        first = step.kind == "process" and step.role == "specialist" and len(story.now.steps) == 1
        if not first or story.supplement or story.channel != ONLINE or not story.variant.papers:
            return False
        if story.shown:
            return story.waits
        planted = self._unclear
        if story.place.document.code == planted["procedure"]:
            return self.scene.chance(planted["supplement_percent"])
        return self.scene.happens("supplement")

    def _ask(self, story: Story, officer: str, then: Callable[[], None]) -> None:
        papers, scene = story.variant.papers, self.scene
        paper = papers[scene.rng.randrange(len(papers))]
        if story.place.document.code == self._unclear["procedure"] and not story.shown:
            story.touched.add(self._unclear.code)
            paper = papers[min(2, len(papers) - 1)]
        days = scene.world.norms.supplement_answer_working_days
        until = scene.timeline.moment(scene.timeline.open_at(scene.worked + 480 * days))
        text = f"Bổ sung, làm rõ thành phần hồ sơ: {paper.name.vi}"
        scene.do(story, "request_supplement", officer, items=(paper.code,), until=until, text=text)
        self.asked(story, then)


def _way(step: Step, outcome: str) -> str:
    """The verb that finishes a step so."""
    return "sign" if step.kind == "sign" and outcome == "done" else "finish"
