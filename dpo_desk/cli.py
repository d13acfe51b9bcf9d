"""The command line: the same services as the window, for those who print a register at night or check a date."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from dpo_desk import __version__
from dpo_desk.cli_deadline import Asked, count
from dpo_desk.domain.completeness import Gap
from dpo_desk.domain.organisation import TIME_ZONE
from dpo_desk.errors import DeskError, DraftError, FieldError, NoDisplay, OutputError
from dpo_desk.library.wording import Wording
from dpo_desk.parts import Parts, can_draw, config_folder, put_together, words_for
from dpo_desk.services import parsing
from dpo_desk.services.atomic import require_place, write_file
from dpo_desk.services.due_items import Item
from dpo_desk.services.gap_words import gap_text
from dpo_desk.services.item_words import kind_of, step_of, title_of
from dpo_desk.services.register_selection import BOOKS, Book, RegisterOrder
from dpo_desk.services.telling import told

cli = typer.Typer(add_completion=False, no_args_is_help=False, pretty_exceptions_enable=False)

Vault = Annotated[Path, typer.Argument(metavar="VAULT", show_default=False)]
PassphraseFd = Annotated[int | None, typer.Option("--passphrase-fd", metavar="N", show_default=False)]
Language = Annotated[str, typer.Option("--lang", metavar="CODE", show_default=False)]


@contextmanager
def telling(words: Wording) -> Iterator[None]:
    """Tells an error of ours on the standard error stream and ends with code 1."""
    try:
        yield
    except DraftError as error:
        for each in error.errors:
            typer.echo(told(each, words), err=True)
        raise typer.Exit(1) from None
    except DeskError as error:
        typer.echo(told(error, words), err=True)
        raise typer.Exit(1) from None
    except OSError as error:  # what is printed has nowhere to go: a full disk behind a redirection
        typer.echo(told(OutputError(file="", reason=error.strerror or ""), words), err=True)
        raise typer.Exit(1) from None


@contextmanager
def opened(vault: Path, passphrase_fd: int | None, words: Wording) -> Iterator[Parts]:
    """The services over an opened vault; it is locked on leaving."""
    parts = put_together(config_folder())
    with telling(words):
        parts.vault.unlock(vault, _passphrase(passphrase_fd, words))
        try:
            yield parts
        finally:
            parts.vault.lock()


def _passphrase(descriptor: int | None, words: Wording) -> str:
    # Never an argument, never the environment: both can be read by other programs.
    if descriptor is not None:
        try:
            with os.fdopen(descriptor, encoding="utf-8") as stream:
                return stream.readline().rstrip("\r\n")
        except (OSError, ValueError, TypeError):  # no descriptor, an unreadable one, no text
            raise FieldError("--passphrase-fd", "unreadable") from None
    return str(typer.prompt(words("cli.passphrase"), hide_input=True))


@cli.command()
def register(
    vault: Vault,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE.pdf", show_default=False)],
    part: Annotated[
        str, typer.Option("--part", metavar="controller|processor|both", show_default=False)
    ] = "both",
    as_of: Annotated[str, typer.Option("--as-of", metavar="YYYY-MM-DD", show_default=False)] = "",
    only: Annotated[str, typer.Option("--only", metavar="P-001,C-002", show_default=False)] = "",
    passphrase_fd: PassphraseFd = None,
    lang: Language = "",
) -> None:
    """Print the register for the supervisory authority as PDF; it is archived in the vault as well."""
    words = words_for(lang)
    with telling(words):
        if _same_file(out, vault):
            raise FieldError("-o", "is_the_vault")
        if part not in BOOKS:
            raise FieldError("--part", "unknown_choice")
        require_place(out)  # asked first: a register that cannot be handed out must not take a number
    with opened(vault, passphrase_fd, words) as parts:
        order = RegisterOrder(
            language=words.language,
            books=BOOKS[part],
            chosen=_named(parts, only, BOOKS[part]),
            as_of=_past_day(as_of, parts.register_papers.today()),
        )
        paper = parts.register_papers.finish(order)
        write_file(out, parts.papers.pdf(paper.id))
        typer.echo(words("cli.register_written", number=paper.number, pages=paper.pages, file=out.name))


def _named(parts: Parts, references: str, books: frozenset[Book]) -> frozenset[str]:
    """The records of these references, between commas. Raises ``FieldError`` for one that is in none of the registers."""
    wanted = {each.strip().upper() for each in references.split(",") if each.strip()}
    activities = parts.register.activities.choices() if "controller" in books else ()
    clients = parts.register.clients.choices() if "processor" in books else ()
    known = {each.ref: each.id for each in (*activities, *clients)}
    if not wanted <= known.keys() or (references and not wanted):
        raise FieldError("--only", "unknown_choice")
    return frozenset(known[each] for each in wanted)


def _past_day(typed: str, today: date) -> date | None:
    """The day typed, or nothing where none was. Raises ``DraftError``."""
    if not typed:
        return None
    with parsing.fields() as found:
        return found.parse(parsing.past_day(today), typed, "--as-of", today)
    raise AssertionError  # leaving the block raises when the day was refused


@cli.command()
def agenda(
    vault: Vault,
    *,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    days: Annotated[int | None, typer.Option("--days", metavar="N", min=0, show_default=False)] = None,
    ics: Annotated[Path | None, typer.Option("--ics", metavar="FILE.ics", show_default=False)] = None,
    passphrase_fd: PassphraseFd = None,
    lang: Language = "",
) -> None:
    """List what is late and what is due, the most urgent first; --days leaves out what comes later than in N days."""
    words = words_for(lang)
    with telling(words):
        if ics is not None:
            if _same_file(ics, vault):
                raise FieldError("--ics", "is_the_vault")
            require_place(ics)
    with opened(vault, passphrase_fd, words) as parts:
        day = parts.agenda.agenda()
        items = [item for item in day.items if days is None or _within(item, day.today, days)]
        if ics is not None:
            write_file(ics, parts.calendars.of_all(words.language))
            typer.echo(words("cli.ics_written", file=ics.name), err=as_json)
        if as_json:
            told_json = {"today": day.today.isoformat(), "items": [_item_json(each, words) for each in items]}
            typer.echo(json.dumps(told_json, ensure_ascii=False, indent=2))
            return
        for item in items:
            due = words.short_date(item.due) if item.due else words("cli.suspended")
            group, title = words(f"cli.group.{item.group}"), title_of(item, words)
            typer.echo(f"{group:<14} {due:<12} {item.ref:<13} {title:<34} {_to_do(item, words)}")
        if not items:
            typer.echo(words("cli.nothing_due"))


def _to_do(item: Item, words: Wording) -> str:
    return step_of(item, words) if item.step else kind_of(item, words)


def _within(item: Item, today: date, days: int) -> bool:
    first = item.prudent or item.due
    return first is None or (first - today).days <= days


def _item_json(item: Item, words: Wording) -> dict[str, object]:
    """An item for scripts: names of the program and ISO days; only ``title`` and ``to_do`` are words."""
    return {
        "kind": item.kind,
        "group": item.group,
        "id": item.record,
        "ref": item.ref,
        "title": title_of(item, words),
        "rights": list(item.rights),
        "due": item.due.isoformat() if item.due else None,
        "prudent": item.prudent.isoformat() if item.prudent else None,
        "days_left": item.days_left,
        "step": item.step or None,
        "to_do": _to_do(item, words),
        "snoozed_until": item.snoozed_until.isoformat() if item.snoozed_until else None,
    }


@cli.command()
def check(vault: Vault, passphrase_fd: PassphraseFd = None, lang: Language = "") -> None:
    """Check the vault's file and list what the register lacks; exit code 1 when the file is damaged."""
    words = words_for(lang)
    with opened(vault, passphrase_fd, words) as parts:
        parts.vault.check()
        typer.echo(words("cli.file_sound"))
        for sentence in _lacking(parts, words):
            typer.echo(sentence)


def _lacking(parts: Parts, words: Wording) -> Iterator[str]:
    """What the organisation and each record of the register lack, and how complete each record is."""
    register, law = parts.register, parts.law_tables.law()

    def told(gaps: Iterable[Gap]) -> Iterator[str]:
        for gap in gaps:
            severity = words(f"gaps.severity.{gap.severity}")
            yield f"  {severity:<10} {gap_text(gap, words, law)} [{gap.article}]"

    organisation = register.organisation()
    if organisation:
        yield organisation.name
        yield from told(register.organisation_gaps())
    for service in (register.activities, register.clients, register.processors, register.transfers):
        for view in service.views():
            complete = view.completeness
            counts = words("cli.completeness", settled=complete.settled, asked=complete.asked)
            yield f"{view.record.ref} {view.record.name} ({counts})"
            yield from told(view.gaps)


@cli.command()
def backup(
    vault: Vault,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="COPY.dpo", show_default=False)],
    passphrase_fd: PassphraseFd = None,
    lang: Language = "",
) -> None:
    """Write a checked copy of the vault, which opens with the same passphrase; nothing that exists is replaced."""
    words = words_for(lang)
    with opened(vault, passphrase_fd, words) as parts:
        parts.vault.backup(out)
        typer.echo(words("cli.backup_written", file=out.name))


@cli.command("deadline")
def deadline_command(
    regime: Annotated[str, typer.Argument(metavar="REGIME", show_default=False)],
    event: Annotated[str, typer.Argument(metavar="EVENT", show_default=False)],
    received: Annotated[str, typer.Argument(metavar="RECEIVED", show_default=False)],
    calendar_id: Annotated[str, typer.Option("--calendar", metavar="ID")] = "FR",
    zone: Annotated[str, typer.Option("--zone", metavar="ZONE")] = TIME_ZONE,
    *,
    extended: Annotated[bool, typer.Option("--extended")] = False,
    suspended: Annotated[list[str] | None, typer.Option("--suspended", metavar="FROM..TO")] = None,
    clarification: Annotated[list[str] | None, typer.Option("--clarification", metavar="FROM..TO")] = None,
    fee: Annotated[list[str] | None, typer.Option("--fee", metavar="FROM..TO")] = None,
    closed: Annotated[list[str] | None, typer.Option("--closed", metavar="DAY")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    lang: Language = "",
) -> None:
    """
    Compute a deadline with its trace; no vault is needed.

    REGIME is eu-gdpr, uk-gdpr, us-ca, policy-promises or breach; EVENT is the period (reply, extension_notice …) or a
    right (access …); RECEIVED is a day, or a moment (2026-11-20T16:30) where hours are counted.
    """
    words = words_for(lang)
    asked = Asked(
        regime=regime,
        event=event,
        received=received,
        calendar=calendar_id,
        zone=zone,
        extended=extended,
        questions={
            "identity": tuple(suspended or ()),
            "clarification": tuple(clarification or ()),
            "fee": tuple(fee or ()),
        },
        closed=tuple(closed or ()),
    )
    with telling(words):
        counted = count(asked)
    if as_json:
        typer.echo(json.dumps(counted.json(words), ensure_ascii=False, indent=2))
        return
    for sentence in (*counted.sentences(words), *counted.dates(words)):
        typer.echo(sentence)


@cli.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER")] = Path("demo"),
    received: Annotated[str, typer.Option("--received", metavar="DAY", show_default=False)] = "",
    lang: Language = "",
    *,
    window: Annotated[bool, typer.Option("--window/--no-window")] = True,
) -> None:
    """Do the main job end to end with the sample of Back Market, then open the window on it."""
    from dpo_desk.demo import run_demo  # the window's libraries are loaded only where they are needed

    words = words_for(lang)
    with telling(words):
        run_demo(folder, received, words, typer.echo, window=window)


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # one of them is not there, or can be nowhere
        return False


def _write_any_letter() -> None:
    """A letter the terminal cannot write becomes a question mark; it must not end a list half way."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _version(value: bool) -> None:  # noqa: FBT001 — typer calls it so
    if value:
        typer.echo(f"DPO Desk {__version__}")
        raise typer.Exit


@cli.callback(invoke_without_command=True)
def window(
    context: typer.Context,
    vault: Annotated[Path | None, typer.Option("--vault", metavar="VAULT", show_default=False)] = None,
    config: Annotated[Path | None, typer.Option("--config", metavar="FOLDER", show_default=False)] = None,
    lang: Language = "",
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False,  # noqa: FBT002, ARG001
) -> None:
    """DPO Desk: the desk of a data protection officer, in one encrypted file. Without a command, open the window."""
    _write_any_letter()
    if context.invoked_subcommand is None:
        words = words_for(lang)
        with telling(words):
            if not can_draw():
                raise NoDisplay
        from dpo_desk.window import open_window  # as above: a date on the command line needs no Qt

        parts = put_together(config or config_folder())
        sys.exit(open_window(parts, words, config or config_folder(), vault))
