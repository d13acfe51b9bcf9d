"""
Makes a checkout run on a bare machine, with nothing but the standard library.

On first use it makes `.venv`, fills it with exactly the packages of a hash-locked list and, on Debian and Ubuntu as
root, installs the few system libraries Qt loads. Afterwards a start costs a few hundredths of a second more.

Two files keep that honest: the stamp inside `.venv` says which list was installed completely; the mark says that an
installation is under way, so that one which was cut off is made anew. A lock beside `.venv` lets one start wait for
another. The sentences stand in resources/wording/<language>/bootstrap.toml.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import locale
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
import tomllib
import venv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent
RUN_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"
OLDEST_PIP = (22, 3)  # the first that can install into another interpreter's environment
ROOM_MB = 900  # the packages unpacked, and the downloads beside them while they are unpacked

# what Qt loads, and the Debian package that holds it
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
X11_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}


class CannotStart(Exception):
    """The environment cannot be made; ``key`` names the sentences, ``params`` fill them."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


# --- what to say --------------------------------------------------------------------------------------------------


def language(environ: Mapping[str, str]) -> str:
    """The language of the system, if there are sentences in it; English otherwise."""
    names = [environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    wanted = next((name for name in names if name), None) or locale.getlocale()[0] or "en"
    folder = ROOT / "resources" / "wording" / wanted[:2].lower()
    return folder.name if (folder / "bootstrap.toml").is_file() else "en"


def sentence(key: str, **params: object) -> str:
    """The text of ``key`` (dots go into tables), with its placeholders filled."""
    path = ROOT / "resources" / "wording" / language(os.environ) / "bootstrap.toml"
    text: object = tomllib.loads(path.read_text("utf-8"))
    for part in key.split("."):
        text = text[part] if isinstance(text, dict) else None
    return str(text).format(**params)


def tell(key: str, **params: object) -> None:
    """One line of progress, on the error stream: standard output belongs to the program itself."""
    print(sentence(key, **params), file=sys.stderr, flush=True)


def explain(problem: CannotStart) -> str:
    """What happened, why, and what to do now."""
    parts = (sentence(f"{problem.key}.{part}", **problem.params) for part in ("what", "why", "now"))
    return "\n".join(parts)


# --- the system's libraries ---------------------------------------------------------------------------------------


def has_display(environ: Mapping[str, str]) -> bool:
    """Whether a window can be seen by somebody."""
    if environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in {"offscreen", "minimal", "vnc"}:
        return False
    return sys.platform != "linux" or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def libraries(environ: Mapping[str, str], *, window: bool) -> dict[str, str]:
    """The libraries Qt will load here, each with its Debian package."""
    if not window:
        return QT_LIBRARIES
    return {**QT_LIBRARIES, **(X11_LIBRARIES if environ.get("DISPLAY") else WAYLAND_LIBRARIES)}


def missing(wanted: Mapping[str, str]) -> dict[str, str]:
    """Those of the wanted libraries which the system's loader does not find."""
    absent = {}
    for library, package in wanted.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            absent[library] = package
    return absent


def prepare_system(environ: Mapping[str, str], *, window: bool) -> None:
    """
    Leave the system with every library Qt loads.

    Raises:
        CannotStart: a library is missing and this is not root on Debian or Ubuntu, or apt-get failed.
    """
    if sys.platform != "linux":
        return
    wanted = libraries(environ, window=window)
    absent = missing(wanted)
    if not absent:
        return
    apt_get = shutil.which("apt-get")
    if apt_get is None:
        raise CannotStart("library_unknown_system", libraries=" ".join(absent))
    install = ["apt-get", "install", "-y", "--no-install-recommends", *absent.values()]
    if os.geteuid() != 0:
        raise CannotStart("library", libraries=" ".join(absent), command="sudo " + " ".join(install))
    tell("progress.system", packages=" ".join(absent.values()))
    quiet = {**environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([apt_get, "-qq", "update"], env=quiet, check=False, stdin=subprocess.DEVNULL)
    done = subprocess.run(
        [apt_get, "-qq", *install[1:]],
        env=quiet,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    if done.returncode or missing(wanted):
        raise CannotStart("apt", libraries=" ".join(missing(wanted) or absent), command=" ".join(install))


# --- the program's own environment --------------------------------------------------------------------------------


class Environment:
    """The folder `.venv` beside this file: what is in it, and how it gets there."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.python = self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self.stamp = self.folder / "dpo-desk.stamp"
        self.mark = self.folder / "dpo-desk.unfinished"

    def fingerprint(self, lock: str) -> str:
        """What the list asks for; another list gives another fingerprint."""
        return hashlib.sha256((self.root / lock).read_bytes()).hexdigest()

    def version(self) -> str:
        """The environment's Python (``3.11``), or nothing when there is none that runs."""
        if not self.python.exists():
            return ""
        ask = [str(self.python), "-I", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        try:
            return subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip()
        except (OSError, subprocess.CalledProcessError):
            return ""

    def is_ready(self, lock: str) -> bool:
        """Whether every package of the list was installed, here, for this Python. The test list holds the other."""
        try:
            stamp = json.loads(self.stamp.read_text("utf-8"))
            wanted = {self.fingerprint(lock), self.fingerprint(DEV_LOCK)}
            known = stamp["root"] == str(self.root) and stamp["packages"] in wanted
            return known and not self.mark.exists() and stamp["python"] == self.version()
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def make(self, lock: str) -> None:
        """
        Fill the environment with the packages of the list; make it anew if it does not run or was cut off.

        Raises:
            CannotStart: no pip, no network, no room, or a package that does not match its hash.
        """
        self._leave_room()
        version = self.version()
        whole = tuple(map(int, version.split("."))) >= (3, 11) if version else False
        if self.mark.exists() or not whole:
            tell("progress.environment")
            # without pip, which Debian leaves out; whoever installs brings it along
            venv.EnvBuilder(clear=True, symlinks=os.name != "nt", with_pip=False).create(self.folder)
        pip = self._pip()
        self.mark.write_text("", "utf-8")
        self.stamp.unlink(missing_ok=True)
        try:
            self._install(pip, lock)
        except CannotStart:
            self.mark.unlink(missing_ok=True)  # pip ended by itself and put back what it had begun
            raise
        self._point_here()
        stamp = {"root": str(self.root), "python": self.version(), "packages": self.fingerprint(lock)}
        self.stamp.write_text(json.dumps(stamp), "utf-8")
        self.mark.unlink()

    def _leave_room(self) -> None:
        free = shutil.disk_usage(self.root).free // 2**20
        if not self.stamp.exists() and free < ROOM_MB:
            raise CannotStart("disk", folder=self.root, free=free, needed=ROOM_MB)

    def _pip(self) -> list[str]:
        """The command that installs into the environment: the outer pip, else one the environment brings itself."""
        outer = (
            sys.executable if Path(sys.prefix) != self.folder else str(getattr(sys, "_base_executable", ""))
        )
        found = _version_of_pip(outer)
        if found >= OLDEST_PIP:
            return [outer, "-m", "pip", "--python", str(self.python)]
        own = [str(self.python), "-m", "pip"]
        if _version_of_pip(own[0]) > (0, 0):
            return own
        made = subprocess.run([own[0], "-m", "ensurepip"], capture_output=True, check=False)
        if made.returncode == 0:
            return own
        raise CannotStart("old_pip" if found > (0, 0) else "no_pip", oldest=".".join(map(str, OLDEST_PIP)))

    def _install(self, pip: Sequence[str], lock: str) -> None:
        command = [
            *pip, "install", "--quiet", "--disable-pip-version-check", "--no-input",
            "--only-binary", ":all:", "--require-hashes", "-r", str(self.root / lock),
        ]  # fmt: skip
        tell("progress.packages", count=count_packages((self.root / lock).read_text("utf-8")))
        began = time.monotonic()
        with subprocess.Popen(
            command, env=clean(os.environ), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            encoding="utf-8", errors="replace", close_fds=False,
        ) as process:  # fmt: skip
            said = None
            while said is None:
                try:
                    said = process.communicate(timeout=15)[1]
                except subprocess.TimeoutExpired:
                    tell("progress.waiting", seconds=round(time.monotonic() - began))
        if process.returncode:
            print(said.strip()[-4000:], file=sys.stderr)
            raise CannotStart(reason_of(said), folder=self.root)

    def _point_here(self) -> None:
        """Let the environment find the program from any folder, without a variable other programs would inherit."""
        places = sysconfig.get_paths(
            "nt_venv" if os.name == "nt" else "posix_venv",
            vars={"base": str(self.folder), "platbase": str(self.folder), "py_version_short": self.version()},
        )
        (Path(places["purelib"]) / "dpo-desk-checkout.pth").write_text(f"{self.root}\n", "utf-8")


def _version_of_pip(python: str) -> tuple[int, ...]:
    """The pip of this interpreter, or zeros when there is none."""
    try:
        said = subprocess.run(
            [python, "-m", "pip", "--version"], capture_output=True, text=True, check=False
        ).stdout
    except OSError:
        return (0, 0)
    found = re.match(r"pip (\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def count_packages(lock: str) -> int:
    """How many packages a list names."""
    return len(re.findall(r"^\w\S*==", lock, re.MULTILINE))


def reason_of(said: str) -> str:
    """The key of the sentences for what pip said when it failed."""
    signs = {
        "disk_full": r"No space left on device|Errno 28\b",
        "hashes": r"DO NOT MATCH THE HASHES|do not match the hashes",
        "network": r"NewConnectionError|Failed to establish|name resolution|Max retries|ConnectTimeout|ReadTimeout"
        r"|ProxyError|SSLError|Connection (?:broken|reset|refused)|getaddrinfo",
        "nothing_found": r"\(from versions: none\)",
        "no_wheel": r"No matching distribution|Could not find a version",
    }
    return next((key for key, sign in signs.items() if re.search(sign, said)), "pip")


def clean(environ: Mapping[str, str]) -> dict[str, str]:
    """The variables for our own processes, less those that make Python or pip look elsewhere."""
    foreign = {"PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV"}
    return {name: value for name, value in environ.items() if name not in foreign}


@contextlib.contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Wait until no other start installs; the system frees the lock of processes that died."""
    with path.open("a+b") as file:
        os.set_inheritable(file.fileno(), True)  # noqa: FBT003 — a pip that outlives a killed start keeps the lock
        if not _try_lock(file):
            tell("progress.other_start")
            while not _try_lock(file):
                time.sleep(0.2)
        yield


def _try_lock(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


# --- the two commands ---------------------------------------------------------------------------------------------


def prepare(lock: str, environ: Mapping[str, str], *, window: bool, root: Path = ROOT) -> Path:
    """
    The interpreter of an environment that has every package of the list; made on first use.

    Raises:
        CannotStart: with the sentence to show.
    """
    prepare_system(environ, window=window)
    environment = Environment(root)
    if not environment.is_ready(lock):
        try:
            with one_at_a_time(root / ".venv.lock"):
                if not environment.is_ready(lock):
                    environment.make(lock)
                    tell("progress.ready")
        except OSError as error:
            raise CannotStart("folder", folder=root, reason=error.strerror or type(error).__name__) from error
    return environment.python


def start(args: Sequence[str]) -> int:
    """The exit code of the program, run with these arguments; 1 with three sentences when it cannot start."""
    window = has_display(os.environ)
    try:
        python = prepare(RUN_LOCK, os.environ, window=window)
    except CannotStart as problem:
        print(explain(problem), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    # isolated: neither the current folder nor the user's own packages stand before ours
    return hand_over([str(python), "-I", "-m", "dpo_desk", *args], clean(os.environ))


def hand_over(command: Sequence[str], environ: Mapping[str, str]) -> int:
    """The exit code of the command, which takes this process's place where the system can do that."""
    if os.name == "posix":
        sys.stdout.flush()
        sys.stderr.flush()
        os.execve(command[0], list(command), dict(environ))  # noqa: S606 — no shell is wanted
    with subprocess.Popen(list(command), env=dict(environ)) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the program got it too, and decides
