"""The launcher of the newcomer's PostgreSQL, on clusters of its own."""

import multiprocessing
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from motcua import embedded

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only a root can become somebody else")


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A directory that everybody may enter (pytest's own may not), with all that grows out of it."""
    path = Path(f"/tmp/motcua-embedded-{os.getpid()}")
    path.mkdir(mode=0o755)
    yield path
    for data in (path / "private" / "postgres", path / "papers", path / "trap", path / "postgres"):
        embedded.stop(data)
        here = embedded.cluster(data)
        for left in (here.socket, here.data.parent):
            shutil.rmtree(left, ignore_errors=True)
        for mark in ("lock", "users"):
            Path(f"{here.socket}.{mark}").unlink(missing_ok=True)
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def running(place: Path) -> embedded.Cluster:
    return embedded.start(place / "postgres")


def connect(here: embedded.Cluster) -> psycopg.Connection:
    return psycopg.connect(host=str(here.socket), user=embedded.SUPERUSER, dbname="postgres", autocommit=True)


def ask(here: embedded.Cluster, question: str) -> object:
    with connect(here) as line:
        return line.execute(question).fetchone()[0]


def server_pid(here: embedded.Cluster) -> int:
    return int((here.data / "postmaster.pid").read_text().splitlines()[0])


def test_start_gives_a_durable_server_on_a_private_socket(running):
    assert ask(running, "SHOW fsync") == "on"
    assert ask(running, "SHOW listen_addresses") == ""
    assert ask(running, "SHOW data_checksums") == "on"
    assert ask(running, "SELECT lower('ĐƯỜNG')") == "đường"
    assert running.socket.stat().st_mode & 0o777 == 0o700
    assert running.data.stat().st_mode & 0o777 == 0o700


def test_start_of_a_running_server_leaves_it_alone(running, place):
    before = server_pid(running)
    assert embedded.start(place / "postgres") == running
    assert server_pid(running) == before


@as_root
def test_root_never_runs_the_server_itself(running):
    owner = Path(f"/proc/{server_pid(running)}").stat().st_uid
    assert pwd.getpwuid(owner).pw_name == "nobody"


def test_users_and_permissions_of_the_system_stay_as_they_are(place):
    watched = [*embedded.cluster(place / "postgres").binaries.parents, place, Path("/etc/passwd")]
    before = [(path.stat().st_mode, path.stat().st_uid) for path in watched]
    passwd = Path("/etc/passwd").read_bytes()
    embedded.start(place / "postgres")
    assert [(path.stat().st_mode, path.stat().st_uid) for path in watched] == before
    assert Path("/etc/passwd").read_bytes() == passwd


def test_committed_rows_survive_a_killed_server_again_and_again(running, place):
    with connect(running) as line:
        line.execute("CREATE TABLE IF NOT EXISTS told (n int)")
        line.execute("TRUNCATE told")
    for round_number in range(2):
        with connect(running) as line:
            for n in range(20):
                line.execute("INSERT INTO told VALUES (%s)", [round_number * 20 + n])
            os.kill(server_pid(running), signal.SIGKILL)
        embedded.start(place / "postgres")
        assert ask(running, "SELECT array_agg(n ORDER BY n) FROM told") == list(
            range((round_number + 1) * 20)
        )


def test_stop_is_clean_and_can_be_said_twice(running, place):
    embedded.stop(place / "postgres")
    assert not embedded.is_running(running)
    state = running.call("pg_controldata", "-D", running.data).stdout
    assert "shut down\n" in state
    embedded.stop(place / "postgres")


def test_whoever_leaves_last_stops_the_server(running, place):
    with embedded.in_use(place / "postgres"):
        with embedded.in_use(place / "postgres"):
            assert ask(running, "SELECT 1") == 1
        assert embedded.is_running(running)
    assert not embedded.is_running(running)


def test_start_is_not_fooled_by_a_process_id_used_again(running, place):
    embedded.stop(place / "postgres")
    stranger = subprocess.Popen(["sleep", "60"], user=running.runs_as)
    try:
        pid_file = running.data / "postmaster.pid"
        pid_file.write_text(f"{stranger.pid}\n{running.data}\n1\n5432\n{running.socket}\n\n\nstarting\n")
        if running.runs_as is not None:
            os.chown(pid_file, running.runs_as, -1)
        assert not embedded.is_running(running)
        embedded.stop(place / "postgres")
        assert ask(embedded.start(place / "postgres"), "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_start_after_the_data_were_deleted_ends_the_old_server_and_begins_anew(running, place):
    old = server_pid(running)
    with connect(running) as line:
        line.execute("CREATE TABLE IF NOT EXISTS gone (n int)")
    shutil.rmtree(running.data)
    began = time.monotonic()
    embedded.start(place / "postgres")
    assert time.monotonic() - began < 20
    assert server_pid(running) != old
    assert ask(running, "SELECT to_regclass('gone')") is None


def test_stop_after_the_data_were_deleted_ends_the_server(running, place):
    old = server_pid(running)
    shutil.rmtree(running.data)
    embedded.stop(place / "postgres")
    assert not embedded._is_postgres(old, running.data)


def test_start_refuses_a_directory_with_something_else_in_it(place):
    (place / "papers").mkdir()
    (place / "papers" / "important.txt").write_text("not a database")
    with pytest.raises(SystemExit, match="Move it away"):
        embedded.start(place / "papers")
    assert (place / "papers" / "important.txt").read_text() == "not a database"


def test_start_refuses_a_socket_directory_that_somebody_else_prepared(place):
    here = embedded.cluster(place / "trap")
    here.socket.symlink_to("/etc")
    with pytest.raises(SystemExit, match="belongs to somebody else"):
        embedded.start(place / "trap")
    here.socket.unlink()


def test_start_that_cannot_succeed_says_why(place, monkeypatch):
    monkeypatch.setattr(embedded, "RETRY_FOR_SECONDS", 0)
    embedded.stop(place / "postgres")
    with pytest.raises(SystemExit, match="no_such_setting"):
        embedded.start(place / "postgres", options={"no_such_setting": "1"})


def test_without_the_wheel_it_says_what_to_do(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(SystemExit, match="DATABASE_URL"):
        embedded.cluster(Path("/somewhere"))


def in_a_process_of(user: str, act: Callable[[], None]) -> int:
    """Run `act` in a child that has become `user` for good; its exit code."""

    def become_and_act() -> None:
        person = pwd.getpwnam(user)
        os.setgroups([])
        os.setgid(person.pw_gid)
        os.setuid(person.pw_uid)
        act()

    child = multiprocessing.get_context("fork").Process(target=become_and_act)
    child.start()
    child.join()
    return child.exitcode


@as_root
def test_a_plain_user_starts_and_stops_a_server_of_his_own(place):
    home = place / "plain"
    home.mkdir()
    os.chown(home, pwd.getpwnam("nobody").pw_uid, -1)

    def act() -> None:
        here = embedded.start(home / "postgres")
        assert here.runs_as is None
        assert ask(here, "SELECT 1") == 1
        os.kill(server_pid(here), signal.SIGKILL)
        embedded.start(home / "postgres")
        assert ask(here, "SELECT 1") == 1
        embedded.stop(home / "postgres")
        assert not embedded.is_running(here)
        shutil.rmtree(here.socket)
        Path(f"{here.socket}.lock").unlink()

    assert in_a_process_of("nobody", act) == 0


@as_root
def test_a_root_in_a_private_home_keeps_his_home_private(place):
    home = place / "private"
    home.mkdir(mode=0o700)
    here = embedded.start(home / "postgres")
    assert str(here.data).startswith("/var/tmp/motcua-")
    assert str(here.binaries).startswith("/var/tmp/motcua-")
    assert ask(here, "SELECT 1") == 1
    assert home.stat().st_mode & 0o777 == 0o700
    assert here.data.parent.stat().st_uid == 0
    assert here.data.parent.stat().st_mode & 0o777 == 0o755


@as_root
def test_a_root_with_a_strict_umask_gets_the_same_place_before_and_after(place):
    command = (
        "import os; os.umask(0o077); from pathlib import Path; from motcua import embedded; "
        f"data = Path({str(place / 'strict' / 'var' / 'postgres')!r}); before = embedded.cluster(data); "
        "data.parent.mkdir(parents=True); print(before == embedded.cluster(data), before.data)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    answer = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=True, env=environment
    )
    assert answer.stdout.startswith("True /var/tmp/motcua-")
