"""A house for measuring, with its own durable PostgreSQL, below var/bench. Its work is done by its own processes."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from motcua import embedded

HERE = "motcua.dossiers.benchmarks"


def var() -> Path:
    return Path(settings.VAR) / "bench"


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
def lived_in() -> Iterator[None]:
    """The other house, with its tables made and its database running meanwhile."""
    with embedded.in_use(var() / "postgres"):
        _run("motcua", "migrate", "-v", "0")
        yield


def told_by(module: str, *arguments: object) -> Any:
    """The JSON that a module of this package prints in the other house."""
    return json.loads(_run(f"{HERE}.{module}", *map(str, arguments)))


def start(*command: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", *command], env=environment(), stdout=subprocess.PIPE, text=True
    )


def _run(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command], env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout
