"""Joins the services to the window: the vault as the unlock screens see it, and drafts kept inside the vault."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dpo_desk.parts import Parts
from dpo_desk.services.organisation import AddressDraft, save_in
from dpo_desk.services.organisation import OrganisationDraft as FullDraft
from dpo_desk.services.ports import Work
from dpo_desk.services.sample import fill_with_sample
from dpo_desk.services.vault import Prepared, State, Strength
from dpo_desk.ui.services import Services
from dpo_desk.ui.unlock.desk import OrganisationDraft


@dataclass(frozen=True)
class WindowNewVault:
    """A prepared vault as the wizard sees it."""

    parts: Parts
    prepared: Prepared

    @property
    def recovery_code(self) -> str:
        """Groups of four characters with hyphens."""
        return self.prepared.recovery_code

    def commit(self, organisation: OrganisationDraft | None, *, sample: bool) -> None:
        """Writes it, with the organisation or the sample in it, and leaves it unlocked. Raises ``DraftError``."""

        def fill(work: Work) -> None:
            if sample:
                fill_with_sample(work, self.parts.clock)
            elif organisation is not None:
                _fill_with_organisation(work, organisation)

        self.prepared.commit(fill)

    def abandon(self) -> None:
        """Forgets it; nothing was written."""
        self.prepared.abandon()


@dataclass(frozen=True)
class WindowVault:
    """The vault's service as the unlock screens see it."""

    parts: Parts

    @property
    def state(self) -> State:
        """Where the vault stands."""
        return self.parts.vault.state

    def prepare_new(self, path: Path, passphrase: str) -> WindowNewVault:
        """A vault to be, with its recovery code."""
        return WindowNewVault(self.parts, self.parts.vault.prepare_new(path, passphrase))

    def unlock(self, path: Path, passphrase: str, remember: bool = False) -> None:  # noqa: FBT001, FBT002 — as asked for
        """Opens it."""
        self.parts.vault.unlock(path, passphrase, remember=remember)

    def unlock_with_code(self, path: Path, code: str) -> None:
        """Opens it with the code from the recovery sheet."""
        self.parts.vault.unlock_with_code(path, code)

    def unlock_remembered(self, path: Path) -> bool:
        """Opens it with the keychain; false when nothing is remembered."""
        return self.parts.vault.unlock_remembered(path)

    def lock(self) -> None:
        """Closes it."""
        self.parts.vault.lock()

    def change_passphrase(self, current: str, new: str, confirm: Callable[[str], bool]) -> None:
        """Gives it another passphrase."""
        self.parts.vault.change_passphrase(current, new, confirm)

    def strength(self, passphrase: str, own_words: Sequence[str] = ()) -> Strength:
        """How good a passphrase is."""
        return self.parts.vault.strength(passphrase, own_words)

    def remember_available(self) -> bool:
        """Whether there is a keychain."""
        return self.parts.vault.remember_available()

    def recent(self) -> tuple[Path, ...]:
        """Vaults opened before."""
        return self.parts.vault.recent()


@dataclass(frozen=True)
class VaultDrafts:
    """Unsaved typing, kept encrypted inside the open vault."""

    work: Work

    def save(self, key: str, values: Mapping[str, object]) -> None:
        """Keeps what is typed in the form ``key``."""
        with self.work() as unit:
            unit.drafts.keep(key, values)
            unit.commit()

    def load(self, key: str) -> Mapping[str, object] | None:
        """What was kept, if anything."""
        with self.work(read_only=True) as unit:
            return unit.drafts.find(key)

    def drop(self, key: str) -> None:
        """Forgets it."""
        with self.work() as unit:
            unit.drafts.drop(key)
            unit.commit()


def window_services(parts: Parts) -> Services:
    """The services as the pages see them."""
    return Services(
        vault=WindowVault(parts),
        cases=parts.cases,
        register=parts.register,
        papers=parts.papers,
        agenda=parts.agenda,
        organisation=parts.organisation,
        search=parts.search,
    )


def _fill_with_organisation(work: Work, typed: OrganisationDraft) -> None:
    address = AddressDraft(
        street=typed.street,
        postal_code=typed.postal_code,
        city=typed.city,
        region=typed.region,
        country=typed.country,
    )
    with work() as unit:
        save_in(unit, FullDraft(name=typed.name, address=address, letters_from=address))
        unit.commit()
