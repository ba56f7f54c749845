"""The ways out of a step as an editor chooses them: three questions instead of `next` and `outcomes`."""

from collections.abc import Mapping
from typing import Any

from motcua.catalog.rules.process import DONE, END, REFUSE

RETURN = "return"
NO_WAY = "-"
Plain = dict[str, Any]


def opened(row: Mapping[str, Any]) -> Plain:
    """The row with its ways under `way`; `way.done` empty: the following row, `-`: there is no such way."""
    others = dict(row.get("outcomes", {}))
    done = others.pop(DONE, NO_WAY if others else "")
    way = {
        "done": row.get("next", done),
        "return": others.pop(RETURN, ""),
        "refuse": others.pop(REFUSE, ""),
        "other": others,
    }
    rest = {name: value for name, value in row.items() if name not in ("next", "outcomes")}
    return {**rest, "way": way}


def closed(row: Mapping[str, Any], before: Mapping[str, Any], *, following: str) -> Plain:
    """The way back. Ways that were not touched stay as they were written; `following`: the row after this one."""
    way = {"done": "", "return": "", "refuse": "", "other": {}, **row.get("way", {})}
    rest = {name: value for name, value in row.items() if name != "way"}
    if way == opened(before)["way"]:
        return rest | {name: before[name] for name in ("next", "outcomes") if name in before}
    others = {RETURN: way["return"], REFUSE: way["refuse"], **way["other"]}
    others = {name: target for name, target in others.items() if target}
    if not others:
        return rest | ({"next": way["done"]} if way["done"] not in ("", NO_WAY) else {})
    done = {} if way["done"] == NO_WAY else {DONE: way["done"] or following or END}
    return {**rest, "outcomes": {**done, **others}}
