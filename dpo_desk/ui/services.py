"""The services the pages call, gathered in one plain record; app.py fills it once."""

from __future__ import annotations

from dataclasses import dataclass

from dpo_desk.services.agenda import AgendaService
from dpo_desk.services.calendars import CalendarService
from dpo_desk.services.case_import import CaseImport
from dpo_desk.services.case_purge import CasePurge
from dpo_desk.services.case_work import CaseWork
from dpo_desk.services.cases import CaseService
from dpo_desk.services.catalogues import CatalogueService
from dpo_desk.services.due_calendar import DueCalendar
from dpo_desk.services.files import FileService
from dpo_desk.services.law_tables import LawTables
from dpo_desk.services.letterhead import LetterheadService
from dpo_desk.services.letters import PaperService
from dpo_desk.services.organisation import OrganisationService
from dpo_desk.services.register import RegisterService
from dpo_desk.services.register_papers import RegisterPapers
from dpo_desk.services.reminders import ReminderService
from dpo_desk.services.search import SearchService
from dpo_desk.services.signatures import SignatureService
from dpo_desk.services.signing import SigningService
from dpo_desk.services.signing_keys import SigningKeyService
from dpo_desk.services.sources import SourceService
from dpo_desk.services.statistics import StatisticsService
from dpo_desk.services.table_export import TableExport
from dpo_desk.services.tasks import TaskService
from dpo_desk.services.templates import TemplateService
from dpo_desk.services.what_if import HangingService
from dpo_desk.ui.unlock.desk import VaultDesk


@dataclass(frozen=True, kw_only=True)
class Services:
    """One attribute a service; a page uses those it needs. All but ``vault`` need an open vault."""

    vault: VaultDesk
    cases: CaseService
    case_work: CaseWork
    case_purge: CasePurge
    statistics: StatisticsService
    due_calendar: DueCalendar
    case_import: CaseImport
    table_export: TableExport
    register: RegisterService
    papers: PaperService
    files: FileService
    register_papers: RegisterPapers
    agenda: AgendaService
    reminders: ReminderService
    tasks: TaskService
    calendars: CalendarService
    organisation: OrganisationService
    letterhead: LetterheadService
    search: SearchService
    catalogues: CatalogueService
    templates: TemplateService
    sources: SourceService
    law_tables: LawTables
    hanging: HangingService
    signatures: SignatureService
    signing_keys: SigningKeyService
    signing: SigningService
