"""The services the pages call, gathered in one plain record; app.py fills it once."""

from __future__ import annotations

from dataclasses import dataclass

from dpo_desk.services.agenda import AgendaService
from dpo_desk.services.cases import CaseService
from dpo_desk.services.catalogues import CatalogueService
from dpo_desk.services.law_tables import LawTables
from dpo_desk.services.letterhead import LetterheadService
from dpo_desk.services.letters import PaperService
from dpo_desk.services.organisation import OrganisationService
from dpo_desk.services.register import RegisterService
from dpo_desk.services.register_papers import RegisterPapers
from dpo_desk.services.search import SearchService
from dpo_desk.services.sources import SourceService
from dpo_desk.services.templates import TemplateService
from dpo_desk.services.what_if import HangingService
from dpo_desk.ui.unlock.desk import VaultDesk


@dataclass(frozen=True, kw_only=True)
class Services:
    """One attribute a service; a page uses those it needs. All but ``vault`` need an open vault."""

    vault: VaultDesk
    cases: CaseService
    register: RegisterService
    papers: PaperService
    register_papers: RegisterPapers
    agenda: AgendaService
    organisation: OrganisationService
    letterhead: LetterheadService
    search: SearchService
    catalogues: CatalogueService
    templates: TemplateService
    sources: SourceService
    law_tables: LawTables
    hanging: HangingService
