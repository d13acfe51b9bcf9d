"""Vaults to measure in: real ones, made once for a run; their key is kept so that no derivation is timed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dpo_desk.services.clock import SystemClock
from dpo_desk.services.ports import Work
from dpo_desk.store.desk import DeskFiles, DeskVault
from dpo_desk.store.keys import Key
from dpo_desk.store.unlock import by_keys

CLOCK = SystemClock()
FILES = DeskFiles(CLOCK)
PASSPHRASE = "trombone nuage kilo paprika"


@dataclass(frozen=True)
class Made:
    """A closed vault and its key."""

    path: Path
    key: Key

    def open(self) -> DeskVault:
        """Everything unlocking does after the derivation of the key."""
        return FILES._opened(self.path, by_keys([self.key]))


def new_vault(path: Path) -> DeskVault:
    """An empty vault, open."""
    return FILES.prepare(path, PASSPHRASE).finish()


def closed(vault: DeskVault) -> Made:
    """The vault, put away."""
    made = Made(vault.path, vault.file.key)
    vault.close()
    return made


def sample_vault(path: Path) -> Made:
    """The example of the program: 28 activities, five requests."""
    from dpo_desk.services.sample import fill_with_sample

    vault = new_vault(path)
    work: Work = vault.work
    fill_with_sample(work, CLOCK)
    return closed(vault)
