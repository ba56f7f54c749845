"""The texts of a report, as the house drafts them from frozen figures; and what of them people changed.

The texts are Vietnamese because the paper is. They carry no number of the index: numbers stand beside them, frozen.
Names of persons do not stand here: units and positions do.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from motcua.reviews.rules.figures import Figure, Figures, Place, Standing, Task

GENERAL, CLOSING = "general", "closing"
CAUSE, RESPONSIBLE, MEASURE, BY, KEEP, ANSWER = "cause", "responsible", "measure", "by", "keep", "answer"
OF_SHORT = (CAUSE, RESPONSIBLE, MEASURE, BY)
Texts = Mapping[str, str]
NOTHING: Texts = {}


def key(what: str, of: str) -> str:
    """The name of a text: what it says, and of which criterion or question."""
    return f"{what}-{of}"


def drafted(
    figures: Figures,
    questions: Iterable[Mapping[str, str]],
    proposals: Mapping[str, str],
    by_on: date,
    known: Mapping[str, str] = NOTHING,
) -> dict[str, str]:
    """Every text of a report. `proposals`: a measure by group of criteria; `by_on`: the date that is proposed.

    `known`: answers to questions that the registers of the house give already, by code of the question.
    """
    texts = {GENERAL: _general(figures)}
    for line in figures.short:
        texts |= {
            key(CAUSE, line.criterion): _cause(line),
            key(RESPONSIBLE, line.criterion): _responsible(line),
            key(MEASURE, line.criterion): _measure(line, proposals),
            key(BY, line.criterion): _by(line, figures.horizon, by_on),
        }
    texts |= {key(KEEP, line.criterion): _keep(line) for line in figures.of(Standing.KEPT)}
    texts |= {
        key(ANSWER, one["code"]): known.get(one["code"], "") for one in questions if one["part"] == "text"
    }
    return texts | {CLOSING: _closing(figures)}


def _by(line: Figure, horizon: str, by_on: date) -> str:
    """The last deadline of its directives; the proposed day where there is none, or where it lay before the figures."""
    dues = [task.due_on for task in line.tasks if task.due_on >= horizon[: len("2026-12-31")]]
    return max(dues, default=by_on.isoformat())


def edited(drafted: Texts, texts: Texts) -> frozenset[str]:
    """The names of the texts that people changed."""
    return frozenset(name for name, text in texts.items() if text != drafted.get(name, ""))


def carried(old_drafted: Texts, old: Texts, new: Texts) -> dict[str, str]:
    """The texts of a new version: what people had changed stays, where the new draft still has its place."""
    changed = edited(old_drafted, old)
    return {name: old[name] if name in changed and name in old else text for name, text in new.items()}


def _general(figures: Figures) -> str:
    if not figures.short:
        return "Các tiêu chí có phát sinh số liệu trong kỳ đều đạt điểm tối đa; cơ quan tiếp tục duy trì."
    names = [line.name for line in figures.short[:3]]
    return (
        "Bên cạnh các tiêu chí đã đạt, cơ quan còn tiêu chí chưa đạt điểm tối đa, mất nhiều điểm nhất ở: "
        f"{'; '.join(names)}. Nguyên nhân, trách nhiệm, giải pháp và thời hạn khắc phục nêu tại từng tiêu chí dưới đây."
    )


def _closing(figures: Figures) -> str:
    if not figures.short:
        return "Cơ quan cam kết duy trì kết quả đã đạt và tự theo dõi hằng tháng trên hệ thống."
    return (
        "Người đứng đầu cơ quan chịu trách nhiệm về tiến độ khắc phục; "
        "kết quả được đo lại bằng chính tiêu chí nêu trên sau khi hoàn thành."
    )


def _cause(line: Figure) -> str:
    if line.standing is Standing.EMPTY:
        return "Trong kỳ không phát sinh hồ sơ, số liệu để đo tiêu chí này."
    said = [f"{reason.rstrip('.')}." for reason in line.reasons]
    where = _where(line)
    if where:
        said.insert(0, f"Điểm mất tập trung ở {where}.")
    return " ".join(said) or "Điểm mất dàn trải, không tập trung ở một thủ tục hay bước; cần rà soát toàn bộ."


def _where(line: Figure) -> str:
    place = line.place
    parts = [
        f"bước “{place.step_name}”" if place.step_name else "",
        f"thủ tục “{place.procedure_name}”" if place.procedure_name else "",
        f"({place.unit_name})" if place.unit_name else "",
        f"tại {place.body_name}" if place.body_name else "",
    ]
    return " ".join(part for part in parts if part)


def _responsible(line: Figure) -> str:
    led = _led(line.tasks)
    if led:
        return f"{led}; người đứng đầu cơ quan chịu trách nhiệm chung."
    place = line.place
    if place.unit_name:
        return f"{_who(place)} chịu trách nhiệm trực tiếp; người đứng đầu cơ quan chịu trách nhiệm chung."
    if place.body_name:
        return f"Người đứng đầu {place.body_name} chịu trách nhiệm trực tiếp."
    return "Người đứng đầu cơ quan chịu trách nhiệm."


def _who(place: Place) -> str:
    """The position that answers for the unit, the unit, and its body where that is another one."""
    who = place.position or "Người đứng đầu"
    if not place.unit_name.casefold().startswith("lãnh đạo"):
        who = _head_of(place.unit_name, who)
    return f"{who}, {place.body_name}" if place.body_name else who


def _head_of(unit: str, position: str) -> str:
    """The position with its unit, as it is written: Trưởng phòng Nghiệp vụ, Chánh Văn phòng HĐND và UBND."""
    if position == "Trưởng phòng" and unit.startswith("Văn phòng"):
        return f"Chánh {unit}"
    if position == "Trưởng phòng" and unit.startswith("Phòng "):
        return f"Trưởng {_in_sentence(unit)}"
    return f"{position} {_in_sentence(unit)}"


def _in_sentence(name: str) -> str:
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def _led(tasks: Sequence[Task]) -> str:
    leads = [f"{task.unit_name}{f' ({task.position})' if task.position else ''}" for task in tasks]
    return f"Chủ trì thực hiện chỉ đạo: {'; '.join(dict.fromkeys(leads))}" if leads else ""


def _measure(line: Figure, proposals: Mapping[str, str]) -> str:
    if line.tasks:
        told = [
            f"Thực hiện chỉ đạo {task.code} “{task.title}”, hạn {_day(task.due_on)}" for task in line.tasks
        ]
        return "; ".join(told) + "."
    if line.standing is Standing.EMPTY:
        return "Rà soát việc ghi nhận số liệu; nếu thực sự không phát sinh thì báo cáo rõ."
    proposed = proposals.get(line.group, "Rà soát, xây dựng kế hoạch khắc phục")
    if line.place.step_name:
        return f"{proposed}; trước hết ở bước “{line.place.step_name}”."
    return f"{proposed}."


def _keep(line: Figure) -> str:
    watched = [task.code for task in line.tasks if task.watched]
    if watched:
        return f"Duy trì; theo dõi tự động sau chỉ đạo {', '.join(watched)} đã xác nhận, giảm là mở lại."
    return "Duy trì kết quả đã đạt; theo dõi hằng tháng trên hệ thống."


def _day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d/%m/%Y}"
