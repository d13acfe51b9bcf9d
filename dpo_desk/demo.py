"""The main job end to end with the sample of Back Market: from an empty folder to signed-ready letters on paper."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dpo_desk.domain.case import Outcome
from dpo_desk.domain.ids import ActivityId, CaseId
from dpo_desk.domain.paper import Paper
from dpo_desk.errors import NotFound, OutputError, VaultExists, WrongPassphrase
from dpo_desk.library.sample import load_sample
from dpo_desk.library.sample_cases import SampleCase, StepKind
from dpo_desk.library.wording import Wording
from dpo_desk.parts import Parts, has_display, put_together
from dpo_desk.services import parsing
from dpo_desk.services.atomic import make_folder, write_file
from dpo_desk.services.explain import explain
from dpo_desk.services.gap_words import gap_text
from dpo_desk.services.letters import ACCESS_ANSWER, ACKNOWLEDGEMENT
from dpo_desk.services.ports import ListQuery, Work
from dpo_desk.services.register_selection import RegisterOrder
from dpo_desk.services.sample import case_draft, fill_with_sample, finding_drafts

VAULT = "back-market.dpo"
PASSPHRASE = "repaired telephones travel lightly"  # noqa: S105 — of the example, which holds no real person's data
ANSWERED = "nora"  # her data sit in activities whose recipients all have names
BLOCKED = "camille"
_LANGUAGES = ("fr", "en")

Say = Callable[[str], None]


def run_demo(folder: Path, received: str, words: Wording, say: Say, *, window: bool) -> None:
    """
    Writes the vault, the letters, the registers and the pictures of every screen into the folder; opens the window.

    Args:
        folder: Made if need be; what an earlier run wrote there is replaced, other files stay.
        received: The day the request arrived, as typed; today when empty.
        words: The language of what is said meanwhile; the papers come in French and English.
        say: Takes one line at a time.
        window: Whether to open the window at the end, where there is a display.

    Raises:
        DraftError: The day cannot be accepted.
        VaultExists, VaultBusy: Another vault has the name of ours, or somebody has ours open.
        OutputError, DiskFull, VaultError: The folder cannot be written.
    """
    parts = put_together(folder / ".settings")
    day = _day(received, parts.clock.today())
    make_folder(folder)
    run = _Run(parts, folder, words, say)
    try:
        run.create()
        case = run.take_in(day)
        run.letters(case)
        run.blocked()
        run.register()
        run.screens()
    finally:
        parts.vault.lock()
    run.list_written()
    if window:
        run.open_window()


def _day(received: str, today: date) -> date:
    if not received:
        return today
    with parsing.fields() as found:
        return found.parse(parsing.past_day(today), received, "--received", today)
    raise AssertionError  # leaving the block raises when the day was refused


@dataclass
class _Run:
    parts: Parts
    folder: Path
    words: Wording
    say: Say

    def __post_init__(self) -> None:
        self.sample: dict[str, SampleCase] = {case.key: case for case in load_sample().cases}
        self.activities: dict[str, ActivityId] = {}

    def create(self) -> None:
        vault = self.folder / VAULT
        self.say(self.words("cli.demo.folder", folder=str(self.folder)))
        if vault.exists():
            self._take_away(vault)
            self.say(self.words("cli.demo.folder_in_use", file=VAULT))
        self.say(self.words("cli.demo.creating"))

        def fill(work: Work) -> None:
            ids = fill_with_sample(work, self.parts.clock, leave_out=frozenset({ANSWERED}))
            self.activities = dict(ids)

        new = self.parts.vault.prepare_new(vault, PASSPHRASE)
        new.commit(fill)
        counts = {
            "activities": len(self.parts.register.activities.ids(ListQuery())),
            "processors": len(self.parts.register.processors.ids(ListQuery())),
            "transfers": len(self.parts.register.transfers.ids(ListQuery())),
            "cases": len(self.parts.cases.ids(ListQuery())),
        }
        self.say(self.words("cli.demo.created", file=VAULT, **counts))
        self.say(self.words("cli.demo.passphrase", passphrase=PASSPHRASE))
        self.say(self.words("cli.demo.code", code=new.recovery.code))

    def _take_away(self, vault: Path) -> None:
        """Deletes the vault of an earlier run, which opens with our passphrase and which nobody has open."""
        try:
            self.parts.vault.unlock(vault, PASSPHRASE)
        except WrongPassphrase:
            raise VaultExists(file=vault.name) from None
        self.parts.vault.lock()
        try:
            vault.unlink()
        except OSError as error:
            raise OutputError(file=vault.name, reason=error.strerror or type(error).__name__) from error

    def take_in(self, day: date) -> CaseId:
        story = self.sample[ANSWERED]
        cases = self.parts.cases
        view = cases.open_case(replace(case_draft(story, day), asked=self.words("cli.demo.asked")))
        case = view.case.id
        told = {"person": view.person.name, "day": self.words.weekday_date(day), "ref": view.case.ref}
        self.say(self.words("cli.demo.received", **told))
        for sentence in explain(view.clock.reply, self.words):
            self.say(f"  {sentence}")
        how = self.words("cli.demo.identity_how")
        self.parts.case_work.prove_identity(case, how, day.isoformat())
        self.say(self.words("cli.demo.identity", how=how))
        findings = next(step.findings for step in story.steps if step.kind is StepKind.FINDINGS)
        self.parts.case_work.record_findings(case, finding_drafts(findings, self.activities))
        found = sum(each.outcome is Outcome.FOUND for each in findings)
        self.say(self.words("cli.demo.search", found=found, all=len(findings)))
        return case

    def letters(self, case: CaseId) -> None:
        for letter in (ACKNOWLEDGEMENT, ACCESS_ANSWER):
            for language in _LANGUAGES:
                composed = self.parts.papers.compose(case, letter, language)
                self._keep(self.parts.papers.finish(case, composed.letter))

    def blocked(self) -> None:
        name = self.sample[BLOCKED].person.name
        line = next(
            (line for line in self.parts.cases.lines(self.parts.cases.ids(ListQuery(text=name)))), None
        )
        if line is None:
            raise NotFound(name=BLOCKED)
        self.say(self.words("cli.demo.blocked", person=line.person, ref=line.ref))
        composed = self.parts.papers.compose(line.id, ACCESS_ANSWER, self.words.language)
        unnamed = [gap for gap in composed.blockers if gap.rule == "access_recipient_unnamed"]
        for gap in unnamed:
            self.say(f"  - {gap_text(gap, self.words)} [{gap.article}]")
        self.say(self.words("cli.demo.blocked_more", count=len(composed.blockers) - len(unnamed)))

    def register(self) -> None:
        self.say(self.words("cli.demo.register"))
        for language in _LANGUAGES:
            self._keep(self.parts.register_papers.finish(RegisterOrder(language=language)))

    def screens(self) -> None:
        self.say(self.words("cli.demo.screens"))
        os.environ.setdefault("QT_QPA_PLATFORM", "" if has_display() else "offscreen")
        from dpo_desk.pictures import save_pictures

        pictures = self.folder / "screens"
        make_folder(pictures)
        for picture in save_pictures(self.parts, self.words, pictures):
            self.say(f"  {picture.name}")

    def list_written(self) -> None:
        self.say(self.words("cli.demo.wrote"))
        for file in sorted(self.folder.rglob("*")):
            inside = file.relative_to(self.folder)
            if file.is_file() and not inside.parts[0].startswith("."):
                self.say(f"  {inside.as_posix():<44} {file.stat().st_size // 1024:>7} KiB")
        self.say(self.words("cli.demo.closed"))

    def open_window(self) -> None:
        vault = self.folder / VAULT
        if not has_display():
            self.say(self.words("cli.demo.no_display", file=str(vault)))
            return
        from dpo_desk.window import open_window

        self.say(self.words("cli.demo.opening"))
        self.parts.vault.unlock(vault, PASSPHRASE)
        open_window(self.parts, self.words, self.folder / ".settings", vault)

    def _keep(self, paper: Paper) -> None:
        file = f"{paper.number}-{paper.template}-{paper.language}.pdf"
        write_file(self.folder / file, self.parts.papers.pdf(paper.id))
        told = {"number": paper.number, "title": self.words(f"papers.title.{paper.template}")}
        language = self.words.language_name(paper.language)
        self.say(self.words("cli.demo.letter", **told, language=language, count=paper.pages, file=file))
