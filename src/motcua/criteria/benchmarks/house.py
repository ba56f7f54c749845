"""A house for measuring the index, with its own PostgreSQL, below var/bench/index. Its own processes do the work."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

from motcua import embedded

HERE = "motcua.criteria.benchmarks"
_SET_UP_FIRST = """
import runpy, sys
import django
django.setup()
del sys.argv[0]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""


def var() -> Path:
    return Path(settings.VAR) / "bench" / "index"


def environment() -> dict[str, str]:
    """That of this process, but in the other house."""
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return own | {
        "MOTCUA_VAR": str(var()),
        "DJANGO_SETTINGS_MODULE": "motcua.settings",
        "MOTCUA_DEMO": "1",
        "MOTCUA_HTTPS": "0",
    }


@contextmanager
def scratch() -> Iterator[Path]:
    """A directory for generated facts, gone afterwards."""
    var().mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=var(), prefix="nation-") as directory:
        yield Path(directory)


@contextmanager
def lived_in() -> Iterator[None]:
    """The other house, with its tables made and its database running meanwhile."""
    with embedded.in_use(var() / "postgres"):
        _printed("-m", "motcua", "migrate", "-v", "0")
        yield


def answer(module: str, *arguments: object) -> Any:
    """The JSON that a module of this package prints in the other house."""
    return json.loads(_printed("-c", _SET_UP_FIRST, f"{HERE}.{module}", *map(str, arguments)))


def start(*command: str) -> "subprocess.Popen[str]":
    """A verb of the other house, at work until it is ended."""
    return subprocess.Popen([sys.executable, "-m", "motcua", *command], env=environment(), text=True)


def _printed(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command], env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout
