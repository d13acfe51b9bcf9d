"""Arrows point inward and downward only."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.house import tree

NETWORK = {
    "http", "urllib", "urllib3", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "imaplib", "poplib", "telnetlib",
    "xmlrpc", "socketserver", "webbrowser",
}  # fmt: skip


def test_the_import_contracts_of_the_architecture_hold():
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"], cwd=tree.ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1", "COLUMNS": "160"}, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[done.stdout.find("---------") :] + done.stderr


def modules(*folders: str) -> Iterator[tuple[str, str]]:
    """Each file below these folders with each module it imports."""
    for path in tree.files(*folders, ending=".py"):
        yield from ((tree.name(path), module) for module in tree.imported(path))


def test_the_domain_imports_the_standard_library_dateutil_and_errors_and_nothing_else():
    foreign = {
        (name, module)
        for name, module in modules("dpo_desk/domain")
        if module.partition(".")[0] not in sys.stdlib_module_names | {"dateutil"}
        and not module.startswith(("dpo_desk.domain", "dpo_desk.errors"))
    }
    assert not foreign


def test_reports_names_itself_only_relatively_so_that_it_works_under_its_name_in_the_wheel():
    absolute = [pair for pair in modules("reports") if pair[1].partition(".")[0] in {"reports", "dpo_desk"}]
    assert not absolute


def test_nothing_in_the_program_speaks_to_a_network():
    assert not [pair for pair in modules(*tree.PRODUCT) if pair[1].partition(".")[0] in NETWORK]
    speaking = re.compile(r"\bQ(?:NetworkAccessManager|TcpSocket|UdpSocket|SslSocket|WebSocket)\b")
    assert not [tree.name(path) for path in tree.product() if speaking.search(path.read_text("utf-8"))]


def test_resources_hold_data_and_no_code():
    assert not [
        tree.name(path) for path in tree.files("resources") if path.suffix in {".py", ".pyc", ".sh", ".js"}
    ]


def code(path: Path) -> str:
    """A file without its comments and docstrings."""
    module = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node, clean=False
        ):
            node.body[0] = ast.Pass()
    return ast.unparse(module)


def test_only_the_library_and_the_start_know_where_the_resources_are():
    knowing = {
        tree.name(path) for path in tree.product() if re.search(r"""["'/]_?resources["'/]""", code(path))
    }
    assert knowing <= {"bootstrap.py", "dpo_desk/library/files.py"}
