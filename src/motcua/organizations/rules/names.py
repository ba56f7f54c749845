"""Invented people and enterprises for the demo: drawn from lists, the same for the same seed."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml
from stdnum.vn import mst

LISTS = Path(__file__).resolve().parents[1] / "data" / "names.yaml"
QUANG_NINH = "022"
TAX_REGION = "57"
FEMALE, MALE = "female", "male"


class Person(NamedTuple):
    full_name: str
    sex: str
    born_on: date
    id_number: str
    phone: str
    address: str


class Enterprise(NamedTuple):
    name: str
    tax_code: str
    phone: str
    address: str
    head: Person


@cache
def lists() -> Any:
    return yaml.safe_load(LISTS.read_text(encoding="utf-8"))


def full_name(rng: Random, sex: str = "") -> str:
    """Family, middle and given name. `Nguyễn Thị Thu Hà`: one in four has two middle names."""
    names = lists()
    of_sex = names[sex or rng.choice((FEMALE, MALE))]
    family = rng.choices(list(names["families"]), weights=list(names["families"].values()))[0]
    given = rng.choice(of_sex["given"])
    middles = rng.sample(
        [word for word in of_sex["middles"] if word != given], 2 if rng.random() < 0.25 else 1
    )
    return " ".join([family, *middles, given])


def id_number(rng: Random, *, sex: str, born_on: date, province: str = QUANG_NINH) -> str:
    """Twelve digits: province of birth, century and sex, year, six by chance (Nghị định 137/2015, Điều 7)."""
    century_and_sex = 2 * (born_on.year // 100 - 19) + (sex == FEMALE)
    return f"{province}{century_and_sex}{born_on.year % 100:02}{rng.randrange(1, 10**6):06}"


def phone(rng: Random) -> str:
    return f"{rng.choice(lists()['phone_prefixes'])}{rng.randrange(10**7):07}"


def address(rng: Random, commune: str) -> str:
    """`commune` as people write it: `phường Hồng Gai`."""
    places = lists()["places"]
    place = rng.choice(
        (rng.choice(places["quarters"]), f"Số {rng.randrange(1, 400)} {rng.choice(places['streets'])}")
    )
    return f"{place}, {commune}, tỉnh Quảng Ninh"


def tax_code(rng: Random) -> str:
    """Ten digits whose last one is the check digit; a number for which there is none is drawn again."""
    while True:
        front = f"{TAX_REGION}{rng.randrange(1, 10**7):07}"
        code = front + mst.calc_check_digit(front)
        if mst.is_valid(code):
            return code


def person(rng: Random, commune: str, *, today: date, youngest: int = 18, eldest: int = 75) -> Person:
    sex = rng.choice((FEMALE, MALE))
    born_on = today - timedelta(days=rng.randrange(youngest * 366, eldest * 365))
    number = id_number(rng, sex=sex, born_on=born_on)
    return Person(full_name(rng, sex), sex, born_on, number, phone(rng), address(rng, commune))


def enterprise(rng: Random, commune: str, *, today: date) -> Enterprise:
    words = lists()["enterprises"]
    name = f"{rng.choice(words['forms'])} {rng.choice(words['trades'])} {rng.choice(words['names'])}"
    head = person(rng, commune, today=today, youngest=25)
    return Enterprise(name, tax_code(rng), phone(rng), address(rng, commune), head)
