"""The database dies in the middle of the work. What was acknowledged is there afterwards, and nothing is there twice.

Processes are killed, not machines: that a disk keeps what it promised cannot be proved here. A durable cluster of its
own (fsync on), thrown away afterwards; `pytest -m "not crash"` leaves it out.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from motcua import embedded

pytestmark = pytest.mark.crash
KILLS, CLERKS, BETWEEN_SECONDS = 6, 4, 0.8


@pytest.fixture
def world():
    """A house of its own below a directory that everybody may enter (the server does not run as root)."""
    var = Path(f"/tmp/motcua-crash-{os.getpid()}")
    var.mkdir(mode=0o755)
    with embedded.in_use(var / "postgres") as here:
        yield var
    for left in (var, here.socket):
        shutil.rmtree(left, ignore_errors=True)
    for left in (".lock", ".users"):
        Path(f"{here.socket}{left}").unlink(missing_ok=True)


def run(world, *command):
    done = subprocess.run(
        [sys.executable, "-m", *command], env=environment(world), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def environment(world):
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("MOTCUA_", "DATABASE_URL"))
    }
    return kept | {
        "MOTCUA_VAR": str(world),
        "DJANGO_SETTINGS_MODULE": "motcua.settings",
        "PYTHONPATH": os.pathsep.join(["src", "."]),
    }


def kill_the_server(world):
    """As the kernel does when memory runs out: no word to anybody."""
    data = embedded.cluster(world / "postgres").data
    os.kill(int((data / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)


def test_nothing_acknowledged_is_lost_when_the_database_is_killed(world):
    run(world, "motcua", "migrate", "-v", "0")
    run(world, "tests.dossiers.filing_worker", "prepare")
    clerks = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.dossiers.filing_worker", "file", str(number), str(world)],
            env=environment(world),
        )
        for number in range(CLERKS)
    ]
    wait_for_the_first_dossiers(world)
    for _kill in range(KILLS):
        time.sleep(BETWEEN_SECONDS)
        kill_the_server(world)
        embedded.start(world / "postgres")
    time.sleep(BETWEEN_SECONDS)
    (world / "stop").touch()
    assert [clerk.wait(timeout=30) for clerk in clerks] == [0] * CLERKS

    acknowledged = [line.split("\t") for line in "".join(notes(world)).splitlines()]
    codes = [code for _key, code in acknowledged]
    standing = run(world, "tests.dossiers.filing_worker", "tell").split()
    assert len(codes) > 5 * KILLS
    assert len(set(codes)) == len(codes)  # every intent has a dossier of its own
    assert sorted(codes) == sorted(standing)  # nothing lost, nothing twice, nothing that nobody was told of
    assert json.loads(run(world, "motcua", "doctor", "--json"))["ok"]


def notes(world):
    return [note.read_text() for note in world.glob("acknowledged-*")]


def wait_for_the_first_dossiers(world):
    deadline = time.monotonic() + 60
    while sum(map(bool, notes(world))) < CLERKS:
        assert time.monotonic() < deadline, "no clerk has filed anything"
        time.sleep(0.1)
