"""Copies of a vault that are whole or not there at all, and the way back from one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from dpo_desk.errors import VaultExists
from dpo_desk.store import disk, foundation
from dpo_desk.store.driver import Access, Connection, set_journal
from dpo_desk.store.faults import translated
from dpo_desk.store.foundation import Knows, any_schema
from dpo_desk.store.keys import Key
from dpo_desk.store.lock import VaultLock
from dpo_desk.store.unlock import Unlock

_ABANDONED_AFTER_S = 3600


def write(source: Connection, vault: Path, target: Path, key: Key) -> None:
    """
    Copies a vault that may be in use. The target is complete and verified, or as it was.

    Args:
        source: A connection to the vault, in no transaction.
        vault: The vault's file.
        target: An existing file is replaced in one step.
        key: The vault's, so that its passphrase and code open the copy.

    Raises:
        VaultExists: The target is the vault itself, or a folder.
        FolderMissing, NameTooLong, DiskFull, VaultReadOnly, VaultDamaged, DiskFailed.
    """
    target = Path(os.path.realpath(target))
    with translated(target):
        disk.require_short_name(target)
        disk.require_folder(target.parent)
        if target.is_dir() or target == vault or _same_file(target, vault):
            raise VaultExists
        disk.remove_leftovers(target, older_than_s=_ABANDONED_AFTER_S)
        disk.require_room(target.parent, disk.size(vault))
        temporary = copy(source, target, key)
        try:
            disk.replace(temporary, target)
        except BaseException:
            disk.remove(temporary)
            raise


def copy(source: Connection, target: Path, key: Key, retired: Key | None = None) -> Path:
    """
    A complete, verified copy under a temporary name beside the target.

    Args:
        source: A connection in no transaction.
        target: Where the copy is to go.
        key: Of the copy; may differ from the source's.
        retired: Noted in the copy as an earlier key.

    Raises:
        VaultDamaged: The copy does not pass; nothing is left.
        DiskFull, DiskFailed, VaultReadOnly: Nothing is left.
    """
    temporary = disk.temporary_name(target)
    disk.make_private(temporary)
    try:
        with translated(temporary), foundation.connection(temporary, key, Access.CREATE) as copied:
            source.backup(copied, pages=-1)  # in one step: writers meanwhile do not start it over
            set_journal(copied, "delete")
            if retired:
                foundation.keep_earlier_key(copied, retired)
        foundation.verify(temporary, key)
    except BaseException:
        disk.remove(temporary)
        raise
    return temporary


def verify(path: Path, unlock: Unlock) -> None:
    """
    Lets a closed vault or a backup pass that is whole.

    Raises:
        VaultDamaged, and what the way in raises.
    """
    path = Path(os.path.realpath(path))
    with translated(path):
        foundation.verify(path, unlock(path, disk.read_header(path)))


def restore(source: Path, path: Path, unlock: Unlock, aside: Path, knows: Knows = any_schema) -> None:
    """
    Puts a backup in the vault's place; what stood there is kept whole, with its journals, under another name.

    Args:
        source: The backup; stays as it is.
        path: The vault, closed; may be missing or damaged.
        unlock: The way into the backup.
        aside: Where the present file is kept; must not exist, in the same folder.
        knows: Says which revisions of the schema this program knows.

    Raises:
        VaultBusy: The vault is open.
        VaultExists: ``aside`` exists, or the backup is the vault itself.
        VaultDamaged: The backup is not whole.
        DiskFull, VaultReadOnly, FolderMissing, and what the way in raises.
    """
    source, path = (Path(os.path.realpath(each)) for each in (source, path))
    with translated(path):
        disk.require_short_name(aside)
        disk.require_folder(path.parent)
        if os.path.lexists(aside) or source == path:
            raise VaultExists
        lock = VaultLock(path)
        try:
            with translated(source):
                key = unlock(source, disk.read_header(source))
                foundation.require_sound(source, key, knows)
            disk.require_room(path.parent, disk.size(source))
            with foundation.connection(source, key, Access.READ) as backup:
                temporary = copy(backup, path, key)
            try:
                _keep_aside(path, aside)
                disk.replace(temporary, path)
            except BaseException:
                disk.remove(temporary)
                raise
        finally:
            lock.release()


def _same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _keep_aside(path: Path, aside: Path) -> None:
    """The vault's own name never disappears; its journals go with the old file, or they would meet the new one."""
    if not os.path.lexists(path):
        return
    try:
        os.link(path, aside)
    except OSError:  # FAT and some network file systems know no hard links
        shutil.copy2(path, aside)
        disk.sync_file(aside)
    for suffix in disk.SIDE_FILES:
        side = disk.beside(path, suffix)
        if side.exists():
            side.replace(disk.beside(aside, suffix))
    disk.sync_folder(path.parent)
