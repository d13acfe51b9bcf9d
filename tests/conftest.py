"""What every test stands on: no network, no real home, no real keychain, no real screen."""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from hypothesis import settings
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

# a shared machine may be slow at any moment; and nothing is kept between runs
settings.register_profile("house", deadline=None, database=None, print_blob=True)
settings.load_profile("house")

HOME_VARIABLES = {
    "HOME": "",
    "USERPROFILE": "",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
    "XDG_RUNTIME_DIR": "run",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--onscreen", action="store_true", help="show the windows on the real screen")


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--onscreen"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--onscreen"):
        return
    for item in items:
        if item.get_closest_marker("onscreen"):
            item.add_marker(pytest.mark.skip(reason="needs a real screen: --onscreen"))


class NetworkUsedError(Exception):
    """The program reached for the network; it never does."""


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    def connect(self: socket.socket, address: object) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            raise NetworkUsedError(f"connect to {address}")
        return real_connect(self, address)

    def resolve(host: object, *_args: object, **_kwargs: object) -> None:
        raise NetworkUsedError(f"look up {host}")

    real_connect = socket.socket.connect
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect)
        patch.setattr(socket, "getaddrinfo", resolve)
        yield


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of the tests' own; the real one is neither read nor written."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name, below in HOME_VARIABLES.items():
            (folder / below).mkdir(parents=True, exist_ok=True, mode=0o700)
            patch.setenv(name, str(folder / below))
        for name in ("DPO_DESK_CONFIG", "DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND"):
            patch.delenv(name, raising=False)
        yield folder


class MemoryKeyring(KeyringBackend):
    """A keychain that forgets everything when the test ends."""

    priority = -1  # each subclass registers itself; above 0 it would be chosen everywhere

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.entries.pop((service, username), None) is None:
            raise PasswordDeleteError("no such entry")


@pytest.fixture(autouse=True)
def keychain() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    memory = MemoryKeyring()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


@pytest.fixture(scope="session", autouse=True)
def no_garbage_elsewhere() -> Iterator[None]:
    """
    Circles of widgets end on the thread of the tests, never on that of a lane; as in the program itself.

    What the imports left stays for good: looking it through again after each test would take longer than the test.
    """
    gc.disable()
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
    gc.enable()


@pytest.fixture(autouse=True)
def garbage_after_each_test() -> Iterator[None]:
    """What a test made is looked through when it ends; what outlives it belongs to many tests, and is left alone then."""
    yield
    if gc.get_count()[0] > gc.get_threshold()[0]:
        gc.collect()
        gc.freeze()
