"""The two lists of packages: pinned, hashed, without an address, and what pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house import tree

LOCKS = ("requirements.lock", "requirements-dev.lock")


def pins(lock: str) -> dict[str, str]:
    text = (tree.ROOT / lock).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9][\w.-]*)==([^\s;]+)", text, re.MULTILINE))


def project() -> dict:
    return tomllib.loads((tree.ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_is_pinned_and_has_hashes(lock):
    text = (tree.ROOT / lock).read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9][\w.-]*==[^\s;]+", entry), entry.splitlines()[0]
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock):
    text = (tree.ROOT / lock).read_text("utf-8")
    assert not re.findall(r"\w+://\S+|^--?\w.*|^\S+ @ .*", text, re.MULTILINE)


def test_the_lock_of_the_tests_has_every_pin_of_the_lock_of_the_program():
    dev = pins("requirements-dev.lock")
    assert {name: dev.get(name) for name in pins("requirements.lock")} == pins("requirements.lock")


@pytest.mark.parametrize("group", ["run", "dev"])
def test_every_dependency_is_locked_at_a_version_it_allows(group):
    asked = project()["project"]["dependencies"] if group == "run" else project()["dependency-groups"]["dev"]
    locked = pins("requirements.lock" if group == "run" else "requirements-dev.lock")
    for line in asked:
        requirement = Requirement(line)
        assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)]), line


def test_every_package_the_program_imports_is_a_dependency():
    provided = {
        "PySide6": "PySide6-Essentials", "shiboken6": "PySide6-Essentials", "argon2": "argon2-cffi",
        "dateutil": "python-dateutil", "click": "typer", "PIL": "reportlab",
        "asn1crypto": "pyhanko", "pyhanko_certvalidator": "pyhanko",
    }  # fmt: skip
    known = {canonicalize_name(Requirement(line).name) for line in project()["project"]["dependencies"]}
    ours = {"dpo_desk", "reports", "bootstrap", ""}
    import sys

    for path in tree.product():
        for module in tree.imported(path):
            top = module.partition(".")[0]
            if top not in sys.stdlib_module_names | ours:
                assert canonicalize_name(provided.get(top, top)) in known, f"{tree.name(path)} imports {top}"
