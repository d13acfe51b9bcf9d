"""Whole desks for tests: every service over a real vault in a folder of the test's own, and a clock that obeys."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.client import Client
from dpo_desk.domain.ids import CaseId
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.transfer import Transfer
from dpo_desk.parts import Parts, put_together
from dpo_desk.services import drafts
from dpo_desk.services.checker import Checker
from dpo_desk.services.intake import CaseDraft, FindingDraft, PersonDraft
from dpo_desk.services.organisation import AddressDraft, OrganisationDraft, OrganisationService
from dpo_desk.services.ports import Work
from dpo_desk.services.sample import fill_with_sample
from dpo_desk.store import keys
from tests.store.vaults import FAST

PASSPHRASE = "trombone nuage kilo paprika"
NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)  # Monday 2 March 2026, noon in Paris


@dataclass
class ObedientClock:
    """Stands where a test puts it; a day is that of the time zone asked for, as with the real one."""

    moment: datetime = NOON

    def now(self):
        return self.moment

    def today(self, time_zone="Europe/Paris"):
        return self.moment.astimezone(ZoneInfo(time_zone)).date()

    def go_to(self, year, month, day, hour=11, minute=0):
        """The moment it shall be from now on, in UTC."""
        self.moment = datetime(year, month, day, hour, minute, tzinfo=UTC)


@dataclass(frozen=True)
class TestDesk:
    """The services, the clock they ask, and where the vault lies."""

    __test__ = False

    parts: Parts
    clock: ObedientClock
    path: Path

    def __getattr__(self, service):
        return getattr(self.parts, service)

    def reopened(self):
        """The same vault, locked and opened again: what was really written."""
        self.vault.lock()
        self.vault.unlock(self.path, PASSPHRASE)
        return self


# --- what is typed ---------------------------------------------------------------------------------------------------

ZOE = PersonDraft(
    name="Zoé Fictive",
    street="12 rue de l’Adresse-Inventée\nBâtiment C",
    postal_code="69003",
    city="Lyon",
    country="FR",
    email="zoe.fictive@example.org",
    phone="+33 1 99 00 00 00",
    language="fr",
    customer_reference="FICTIF-1",
)


def a_request(received="2026-03-02", **changes):
    """An access request of Zoé, as typed."""
    draft = CaseDraft(
        person=ZOE, rights=("access",), received=received, channel="email", asked="Quelles données ?"
    )
    return replace(draft, **changes)


def an_organisation(**changes):
    """A controller with everything a letter needs, as typed."""
    draft = OrganisationDraft(
        name="Société Imaginaire",
        address=AddressDraft(street="1 place du Test", postal_code="75010", city="Paris", country="FR"),
        email="contact@example.org",
        dpo_name="Alix Déléguée",
        dpo_email="dpo@example.org",
    )
    return replace(draft, **changes)


def given(value):
    """A confirmed fact, as typed: a text, or a list of parts."""
    return {"known": "given", "text": value}


def known(state, **parts):
    """A fact made of parts, as typed: a contract, time limits."""
    return {"known": state, **parts}


NONE = {"known": "none"}


def typed(kind, **values):
    """A record of this kind, or a part of one, as typed; what is not said is left as in an empty form."""
    return {**drafts.blank(kind), **values}


def an_activity(**changes):
    """An activity of which everything an access answer needs is known, as typed."""
    years = [{"number": "5", "unit": "years", "trigger": "end of the contract"}]
    return typed(
        Activity,
        **{
            "name": "Sending parcels",
            "status": "active",
            "owner": given("Logistics"),
            "purposes": [{"text": "Deliver what was ordered", "basis": given("6-1-b")}],
            "data_subjects": given("Customers"),
            "categories": given([{"name": "Addresses", "retention": known("given", periods=years)}]),
            "recipients": given([{"name": "La Poste", "kind": "third_party"}]),
            "transfers": NONE,
            "safeguards": NONE,
            "source": NONE,
            "automated_decision": NONE,
            "security": given("Access by name only\nBackups are encrypted"),
            **changes,
        },
    )


def a_client(**changes):
    """A client of the register as processor, as typed."""
    return typed(Client, **{"name": "Mairie Fictive", "status": "active", **changes})


def a_processor(**changes):
    """A processor, as typed."""
    return typed(Processor, **{"name": "Colis & Cie", "service": "Delivers parcels", **changes})


def a_transfer(**changes):
    """A flow to the United States, as typed."""
    return typed(
        Transfer,
        **{"exporter": "Société Imaginaire", "importer": "Parcels Inc.", "country": given("US"), **changes},
    )


def ready_to_answer(desk, rights=("access",), **activity) -> CaseId:
    """A request in which the person is known and the one activity of the register was searched with success."""
    saved = desk.register.activities.save(None, an_activity(**activity)).record.id
    case = desk.cases.open_case(a_request(rights=rights)).case.id
    desk.case_work.prove_identity(case, "Logged in", "2026-03-02")
    finding = FindingDraft(activity=saved, outcome="found", data="Street: 12 rue de l’Adresse-Inventée")
    desk.case_work.record_findings(case, [finding])
    return case


# --- fixtures: a conftest passes on those it needs -------------------------------------------------------------------


@pytest.fixture(scope="session")
def quick_keys() -> Iterator[None]:
    """The real derivation with parameters that take no time; the program itself does not know this set."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(keys.KDF_SETS, FAST, keys.KdfSet(time_cost=1, memory_kib=64))
        patch.setattr(keys, "DEFAULT_SET", FAST)
        yield


def _made(folder: Path, fill: Callable[[Work], None]) -> Path:
    parts = put_together(folder / "settings", ObedientClock())
    parts.vault.prepare_new(folder / "made.dpo", PASSPHRASE).commit(fill)
    parts.vault.lock()
    return folder / "made.dpo"


@pytest.fixture(scope="session")
def made_vault(quick_keys: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault with an organisation in it; copy it."""
    return _made(
        tmp_path_factory.mktemp("made"),
        lambda work: OrganisationService(work, Checker(ObedientClock())).save(an_organisation()),
    )


@pytest.fixture(scope="session")
def made_sample(quick_keys: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault with the whole example in it; copy it."""
    return _made(tmp_path_factory.mktemp("sample"), lambda work: fill_with_sample(work, ObedientClock()))


def _opened(made: Path, folder: Path, clock: ObedientClock) -> Iterator[TestDesk]:
    path = folder / "desk.dpo"
    shutil.copyfile(made, path)
    parts = put_together(folder / "settings", clock)
    parts.vault.unlock(path, PASSPHRASE)
    yield TestDesk(parts, clock, path)
    parts.vault.lock()


@pytest.fixture
def clock() -> ObedientClock:
    return ObedientClock()


@pytest.fixture
def empty(quick_keys: None, tmp_path: Path, clock: ObedientClock) -> Iterator[TestDesk]:
    """An open desk that does not know yet whose it is."""
    parts = put_together(tmp_path / "settings", clock)
    parts.vault.prepare_new(tmp_path / "desk.dpo", PASSPHRASE).commit(lambda _work: None)
    yield TestDesk(parts, clock, tmp_path / "desk.dpo")
    parts.vault.lock()


@pytest.fixture
def desk(made_vault: Path, tmp_path: Path, clock: ObedientClock) -> Iterator[TestDesk]:
    """An open desk of an organisation without any record."""
    yield from _opened(made_vault, tmp_path, clock)


@pytest.fixture
def sample(made_sample: Path, tmp_path: Path, clock: ObedientClock) -> Iterator[TestDesk]:
    """An open desk with the whole example; it is 23 November 2026."""
    clock.go_to(2026, 11, 23)
    yield from _opened(made_sample, tmp_path, clock)
