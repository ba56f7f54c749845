"""Tests of the house itself: the habits that no linter can see."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "motcua"
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text())
LAYERS = CONFIG["tool"]["importlinter"]["contracts"][0]["layers"]
HEIGHT = {
    room.strip(" ()"): len(LAYERS) - height
    for height, layer in enumerate(LAYERS)
    for room in layer.split("|")
}
ROOMS = sorted(path.name for path in SOURCE.iterdir() if path.is_dir() and path.name in HEIGHT)


def room_of(model):
    app = model._meta.app_config.name
    return app.removeprefix("motcua.") if app.startswith("motcua.") else None


def our_models():
    return [model for model in apps.get_models() if room_of(model)]


def foreign_keys():
    return [
        pytest.param(field, id=str(field))
        for model in our_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model
        and room_of(field.related_model)
    ]


def service_modules():
    found = []
    for room in ROOMS:
        services = SOURCE / room / "services"
        files = sorted(services.glob("*.py")) if services.is_dir() else [SOURCE / room / "services.py"]
        found += [pytest.param(file, id=f"{room}/{file.name}") for file in files if file.exists()]
    return found


@pytest.mark.parametrize("field", foreign_keys())
def test_foreign_keys_point_down(field):
    """A foreign key named by a string is a dependency that import-linter cannot see."""
    here, there = room_of(field.model), room_of(field.related_model)
    assert here == there or HEIGHT[here] > HEIGHT[there]


def test_no_room_is_empty():
    assert [
        room for room in ROOMS if not [f for f in (SOURCE / room).rglob("*.py") if f.stat().st_size]
    ] == []


def test_no_migration_is_named_by_a_machine():
    names = [path.name for path in SOURCE.glob("*/migrations/0*.py")]
    assert names
    assert not [name for name in names if "auto" in name]


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("model", [pytest.param(m, id=m.__name__) for m in our_models()])
def test_who_and_when_of_an_act_are_bound_together(model):
    """Where both `x_at` and `x_by` may be empty, a constraint says that they are so together."""
    names = {field.name: field for field in model._meta.get_fields() if isinstance(field, models.Field)}
    for name, field in names.items():
        partner = names.get(name.removesuffix("_at") + "_by")
        if name.endswith("_at") and partner is not None and field.null and partner.null:
            bound = [c for c in model._meta.constraints if name in str(getattr(c, "condition", ""))]
            assert bound, f"{model.__name__}.{name} and {partner.name} are not bound by a constraint"


@pytest.mark.parametrize("path", service_modules())
def test_no_verb_reads_the_clock_on_the_wall(path):
    assert not re.search(r"timezone\.now\(|datetime\.now\(|date\.today\(|utcnow\(", path.read_text())


def test_every_lock_fits_its_requirements():
    locked = _locked(ROOT / "requirements" / "dev.lock")
    wanted = CONFIG["project"]["dependencies"] + CONFIG["dependency-groups"]["dev"]
    misfits = []
    for text in wanted:
        need = Requirement(text)
        version = locked.get(need.name.lower().replace("_", "-"))
        if version is None or not need.specifier.contains(version, prereleases=True):
            misfits.append(f"{text}: locked at {version}")
    assert misfits == []


@pytest.mark.parametrize("lock", ["runtime.lock", "dev.lock"])
def test_locks_hold_hashes_and_no_addresses(lock):
    text = (ROOT / "requirements" / lock).read_text()
    assert "--hash=sha256:" in text
    assert "://" not in text


def test_both_locks_agree():
    runtime, dev = (_locked(ROOT / "requirements" / f"{name}.lock") for name in ("runtime", "dev"))
    assert {name: version for name, version in runtime.items() if dev.get(name) != version} == {}


def test_every_dependency_says_why_it_is_here():
    text = (ROOT / "pyproject.toml").read_text()
    block = text.split("dependencies = [", 1)[1].split("\n]", 1)[0]
    assert [line for line in block.splitlines() if line.strip() and "#" not in line] == []


@pytest.mark.parametrize("page", ["README.md", "README.en.md", "docs/house.md"])
def test_paths_named_in_the_first_pages_exist(page):
    named = re.findall(
        r"`((?:src|docs|tests|scripts|requirements|\.ci)/[\w./-]+)`", (ROOT / page).read_text()
    )
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize(
    "path", sorted(SOURCE.glob("*/rules/**/*.py")) + sorted(SOURCE.glob("*/rules.py")), ids=str
)
def test_rules_are_plain_python(path):
    imported = {
        name
        for node in ast.walk(ast.parse(path.read_text()))
        for name in (
            [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert not [name for name in imported if name.split(".")[0] in ("django", "psycopg", "requests")]


def _locked(path):
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", path.read_text(), flags=re.MULTILINE))
