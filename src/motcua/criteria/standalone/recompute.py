#!/usr/bin/env python3
"""Computes a published score of Một Cửa again, and the rank of every body: one file, the standard library, Python 3.9.

    recompute.py RUN.json [--json]

RUN.json is the open data of a published run (the page of the run offers it): the criteria set, the counters of every
body, and the answer as published. The program adds the counters up, computes every criterion by the set's own
formulas, compares with the published answer, and prints the ranking. It ends with 0 if all fits, else with 1 and
what does not. Written from the description of criteria sets; it shares no line with the program that it checks.

That nobody changed the file afterwards is shown by the ledger: `ledger.digest_of_entry` is the entry that names the
digests of figures and answer; its proof is checked by the ledger's own stand-alone program.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import sys
from fractions import Fraction
from typing import Any

Json = Any
FORMATS = ("motcua criteria run 1", "motcua criteria figures 1", "motcua criteria answer 1")
LEVELS = ("nation", "province", "department", "commune")


class BadError(Exception):
    """The first thing that is not as it must be."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", help="the open data of a run")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args(arguments)
    try:
        with open(options.file, encoding="utf-8") as file:
            report = check(json.load(file))
    except BadError as bad:
        report = {"differences": [str(bad)]}
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, SyntaxError) as error:
        report = {"differences": [f"this is not the data of a run: {type(error).__name__} {error}"]}
    sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n" if options.json else told(report))
    return 1 if report["differences"] else 0


def check(run: Json) -> Json:
    if (run["format"], run["figures"]["format"], run["answer"]["format"]) != FORMATS:
        raise BadError("the file is of a format that this program does not know")
    differences = list(wrong_digests(run))
    scores = Scores(run)
    for name, meant in scores.answer_of(run["answer"]["body"]).items():
        differences += compared(meant, run["answer"].get(name), name)
    ranking = [
        {
            "body": code,
            "rank": scores.rank(code),
            "score": text(scores.total(code)),
            "shown": scores.shown(code),
        }
        for code in scores.bodies
    ]
    return {
        "run": run["run"],
        "body": run["answer"]["body"],
        "period": run["answer"]["period"],
        "differences": differences,
        "ranking": ranking,
    }


def wrong_digests(run: Json) -> Any:
    """A digest is the SHA-256 of the JSON with sorted keys, without spaces, in UTF-8."""
    for what, name in (("set", "set_digest"), ("figures", "figures_digest"), ("answer", "answer_digest")):
        plain = json.dumps(run[what], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        if hashlib.sha256(plain.encode()).hexdigest() != run[name]:
            yield f"{name}: the file says {run[name]}, its content gives another digest"


def compared(meant: Json, found: Json, where: str) -> list[str]:
    if isinstance(meant, dict) and isinstance(found, dict):
        return [one for key in meant for one in compared(meant[key], found.get(key), f"{where}/{key}")]
    if isinstance(meant, list) and isinstance(found, list) and len(meant) == len(found):
        places = range(len(meant))
        return [line for place in places for line in compared(meant[place], found[place], f"{where}/{place}")]
    return [] if meant == found else [f"{where}: computed {meant}, published {found}"]


def told(report: Json) -> str:
    lines = [f"BAD {line}" for line in report["differences"]]
    for row in sorted(report.get("ranking", ()), key=lambda row: (row["rank"] or 10**9, row["body"])):
        lines.append(f"{row['rank'] or '-':>4}  {row['shown'] or '-':>8}  {row['body']}")
    if not report["differences"]:
        lines.append(f"OK run {report['run']}: {report['body']} in {report['period']} is as published")
    return "\n".join(lines) + "\n"


def evaluate(formula: str, counts: dict[str, int]) -> Fraction:
    """The value of a sum of counters. Only names, whole numbers, + - * and brackets are understood."""
    return value(ast.parse(str(formula), mode="eval").body, counts)


def value(node: ast.AST, counts: dict[str, int]) -> Fraction:
    if isinstance(node, ast.Name):
        return Fraction(counts[node.id])
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return Fraction(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -value(node.operand, counts)
    if isinstance(node, ast.BinOp):
        left, right = value(node.left, counts), value(node.right, counts)
        if isinstance(node.op, ast.Add):
            return left + right
        if isinstance(node.op, ast.Sub):
            return left - right
        if isinstance(node.op, ast.Mult):
            return left * right
    raise BadError(f"a formula holds {type(node).__name__}, which is not allowed there")


def exact(said: Json) -> Fraction:
    return Fraction(str(said))


def text(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


def rounded(number: Fraction, decimals: int) -> Fraction:
    """Halves away from zero."""
    scaled = abs(number) * 10**decimals
    whole = int(scaled) + (1 if scaled - int(scaled) >= Fraction(1, 2) else 0)
    return Fraction(whole if number >= 0 else -whole, 10**decimals)


class Scores:
    """Every body's score by one set, from the bodies' own counters."""

    def __init__(self, run: Json) -> None:
        self.set, self.months = run["set"], int(run["answer"]["months"])
        self.bodies = {one["code"]: one for one in run["figures"]["bodies"]}
        self.counts = self.added_up("counts")
        self.before = self.added_up("last_year")
        self.criteria = {str(one["code"]): one for group in self.set["groups"] for one in group["criteria"]}
        self.points = {code: self.all_points(code) for code in self.bodies}

    def added_up(self, which: str) -> dict[str, dict[str, int]]:
        sums: dict[str, dict[str, int]] = {code: {} for code in self.bodies}
        for body in self.bodies.values():
            above = body["code"]
            while above in self.bodies:
                for name, number in body[which].items():
                    if type(number) is not int:
                        raise BadError(f"{body['code']}: {name} is no whole number")
                    sums[above][name] = sums[above].get(name, 0) + number
                above = self.bodies[above]["parent"]
        return sums

    def all_points(self, body: str) -> dict[str, Fraction | None]:
        return {code: self.criterion(body, one)[3] for code, one in self.criteria.items()}

    def criterion(self, body: str, one: Json) -> tuple[int, Fraction, Fraction | None, Fraction | None]:
        """Numerator, denominator, ratio and points of a criterion at a body; None: not known."""
        most = exact(one["points"])
        if one.get("left_out") is not None:
            return 0, Fraction(0), None, None
        numerator = evaluate(one["numerator"], self.counts[body])
        denominator = self.denominator(body, one)
        ratio = numerator / denominator if denominator > 0 else None
        if self.bodies[body]["level"] not in levels(one):
            return int(numerator), denominator, ratio, most
        if ratio is None:
            share: Fraction | None = {"FULL": Fraction(1), "NULL": None}.get(one["zero"], Fraction(0))
        else:
            share = self.share(body, one, ratio, most)
        return int(numerator), denominator, ratio, None if share is None else share * most

    def denominator(self, body: str, one: Json) -> Fraction:
        said = one["denominator"]
        formulas = said["greatest_of"] if isinstance(said, dict) else [said]
        formulas = formulas if isinstance(formulas, list) else [formulas]
        now = max(evaluate(formula, self.counts[body]) for formula in formulas)
        if now > 0:
            return now
        if one["zero"] == "LAST_YEAR":
            before = max(evaluate(formula, self.before[body]) for formula in formulas)
            if before > 0:
                return before * Fraction(self.months, 12)
        return Fraction(0)

    def share(self, body: str, one: Json, ratio: Fraction, most: Fraction) -> Fraction | None:
        scoring = one["scoring"]
        if isinstance(scoring, dict) and "steps" in scoring:
            reached = (step for step in scoring["steps"] if self.is_reached(body, step, ratio))
            points = next((exact(step["points"]) for step in reached), Fraction(0))
            return points / (most or 1)
        if isinstance(scoring, dict) and "grades" in scoring:
            best = exact(scoring["grades"])
            grade = rounded(ratio, int(scoring.get("decimals", 1))) / best
            return max(Fraction(0), min(Fraction(1), grade))
        factor = self.factor(body, one)
        if factor is None:
            return None
        threshold = exact(scoring["threshold"]) if isinstance(scoring, dict) else Fraction(1)
        return max(Fraction(0), min(Fraction(1), ratio / threshold * factor))

    def factor(self, body: str, one: Json) -> Fraction | None:
        """The share, from 0 to 1, of the criterion that multiplies this one; 1 if none does."""
        if not one.get("times"):
            return Fraction(1)
        other = self.criteria[str(one["times"])]
        if self.bodies[body]["level"] not in levels(other):
            return Fraction(1)
        ratio = self.criterion(body, other)[2]
        if ratio is None:
            return {"FULL": Fraction(1), "NULL": None}.get(other["zero"], Fraction(0))
        return max(Fraction(0), min(Fraction(1), ratio))

    def is_reached(self, body: str, step: Json, ratio: Fraction) -> bool:
        return ratio >= exact(step["at_least"]) and all(
            self.holds(body, condition) for condition in step.get("and") or ()
        )

    def holds(self, body: str, condition: Json) -> bool:
        counts = self.counts[body]
        if "none" in condition:
            return evaluate(condition["none"], counts) <= 0
        whole = evaluate(condition["denominator"], counts)
        part = evaluate(condition["numerator"], counts)
        return whole > 0 and part >= exact(condition["at_least"]) * whole

    def total(self, body: str) -> Fraction | None:
        """The score: the sum of points, scaled to the whole where the set leaves out what is not known."""
        known = {code: one for code, one in self.points[body].items() if one is not None}
        total = sum(known.values(), Fraction(0))
        if self.set.get("missing", "zero") != "scaled":
            return total
        most = sum((exact(self.criteria[code]["points"]) for code in known), Fraction(0))
        return total * exact(self.set["total"]) / most if most else None

    def shown(self, body: str) -> str | None:
        total, decimals = self.total(body), int(self.set.get("decimals", 2))
        return None if total is None else f"{float(rounded(total, decimals)):.{decimals}f}"

    def ranked(self, body: str) -> dict[str, Fraction]:
        """The bodies of the same level below the same one that had any case, with their scores."""
        own, found = self.bodies[body], {}
        for code, one in self.bodies.items():
            alike = (one["level"], one["parent"]) == (own["level"], own["parent"])
            total = self.total(code)
            if (
                alike
                and total is not None
                and (self.counts[code]["received"] or self.counts[code]["finished"])
            ):
                found[code] = total
        return found

    def rank(self, body: str) -> int | None:
        peers = self.ranked(body)
        if body not in peers:
            return None
        return 1 + sum(1 for other in peers.values() if other > peers[body])

    def band(self, body: str) -> str | None:
        total = self.total(body)
        if total is None:
            return None
        shown = rounded(total, int(self.set.get("decimals", 2)))
        bands = self.set["bands"]["steps"]
        return str(next((one["code"] for one in bands if shown >= exact(one["from"])), bands[-1]["code"]))

    def answer_of(self, body: str) -> Json:
        """What must stand in the published answer."""
        return {
            "score": text(self.total(body)),
            "shown": self.shown(body),
            "band": self.band(body),
            "rank": self.rank(body),
            "ranked": len(self.ranked(body)),
            "groups": [self.group(body, group) for group in self.set["groups"]],
        }

    def group(self, body: str, group: Json) -> Json:
        criteria = []
        for one in group["criteria"]:
            numerator, denominator, ratio, points = self.criterion(body, one)
            criteria.append(
                {
                    "code": str(one["code"]),
                    "numerator": numerator,
                    "denominator": str(denominator),
                    "ratio": text(ratio),
                    "points": text(points),
                    "max": str(exact(one["points"])),
                }
            )
        known = (self.points[body][str(one["code"])] for one in group["criteria"])
        return {
            "code": str(group["code"]),
            "points": str(sum((one for one in known if one is not None), Fraction(0))),
            "max": str(exact(group["points"])),
            "criteria": criteria,
        }


def levels(one: Json) -> Any:
    said = one.get("levels") or LEVELS
    return said if isinstance(said, (list, tuple)) else [said]


if __name__ == "__main__":
    sys.exit(main())
