"""Rules about the code itself; a rule that no machine checks is a wish."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house import tree

CLOCK = "dpo_desk/services/clock.py"
SPEAKERS = {"bootstrap.py", "dpo_desk/cli.py"}
TEXT_SUFFIXES = {".py", ".toml", ".md", ".svg", ".txt", ".json", ".lock", ".yml", ".cfg", ".ini", ""}
# in brackets, so that this file is not found by its own test
FOREIGN = re.compile(r"pypi[.]org|pythonhosted[.]org|npmjs[.]org|/wor[k]/|/roo[t]/|/hom[e]/\w+|C:\\+User[s]")
LATER = re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X]|HAC[K])\b")


def test_only_the_command_line_prints():
    printing = {
        tree.name(path) for path in tree.product() for _, name, _ in tree.calls(path) if name == "print"
    }
    assert printing <= SPEAKERS


def test_only_the_clock_reads_the_clock():
    asked = [
        f"{tree.name(path)}:{line} {function}"
        for path in tree.product()
        for line, function, _ in tree.calls(path)
        if re.search(r"(?:^|\.)(?:date|datetime|dt)\.(?:now|today|utcnow)$", function)
        or function.endswith(("QDate.currentDate", "QDateTime.currentDateTime"))
    ]
    assert not [place for place in asked if not place.startswith(CLOCK)]
    assert asked, "the clock itself was not found: the pattern of this test is out of date"


def public(node: ast.AST, owner: str = "", *, shown: bool = True) -> Iterator[tuple[str, ast.AST]]:
    """The functions and classes a reader from outside may use, methods included."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            visible = shown and not child.name.startswith("_")
            if visible:
                yield f"{owner}{child.name}", child
            if isinstance(child, ast.ClassDef):
                yield from public(child, f"{owner}{child.name}.", shown=visible)


def test_every_public_name_says_what_it_gives():
    silent = [
        f"{tree.name(path)}: {name}"
        for path in tree.files(*tree.PRODUCT, ending=".py")
        if "/migrations/" not in path.as_posix()
        for name, node in public(tree.parsed(path))
        if not ast.get_docstring(node) and not told(node)
    ]
    assert not silent


def test_every_module_says_why_it_exists():
    silent = [
        tree.name(path)
        for path in tree.product()
        if not ast.get_docstring(tree.parsed(path)) and (path.name != "__init__.py" or tree.parsed(path).body)
    ]
    assert not silent


def told(node: ast.AST) -> bool:
    """Whether others say it: Qt its own methods (camelCase), a property its setter, a protocol's member its class."""
    if not isinstance(node, ast.FunctionDef):
        return False
    decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
    by_another = any(word.endswith((".setter", "overload", "override")) for word in decorators)
    plain = ast.unparse(node.body[-1]) == "..."
    return by_another or plain or bool(re.fullmatch(r"[a-z]+(?:[A-Z]\w*)+|data|event", node.name))


def test_annotations_are_never_evaluated():
    evaluating = {
        tree.name(path)
        for path in tree.product()
        if len(tree.parsed(path).body) > 1
        and "from __future__ import annotations" not in path.read_text("utf-8")
    }
    assert evaluating <= {"main.py"}  # which an old Python must be able to read


def test_main_and_the_tests_can_be_read_by_an_old_python_far_enough_to_be_told():
    for name in ("main.py", "tests/__main__.py"):
        ast.parse((tree.ROOT / name).read_text("utf-8"), feature_version=(3, 6))


def test_no_sentence_stands_in_code_that_shows_it():
    shown = re.compile(
        r"\.(?:setText|setTitle|setWindowTitle|setToolTip|setStatusTip|setPlaceholderText|setAccessibleName"
        r"|setAccessibleDescription|addAction|addItem|addRow|showMessage|setLabelText|setInformativeText|setHeaderData)$"
        r"|^(?:QLabel|QPushButton|QAction|QGroupBox|QCheckBox|QRadioButton|Label|Button|IconButton)$"
    )
    found = [
        f"{tree.name(path)}:{line} {argument.value!r}"
        for path in tree.files("dpo_desk/ui", ending=".py")
        for line, function, call in tree.calls(path)
        if shown.search(function)
        for argument in call.args
        if isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
        and re.search(r"[A-Za-zÀ-ÿ]{2,} \w", argument.value)
    ]
    assert not found


def test_nothing_names_a_machine_or_a_package_index():
    found = []
    for path in tree.files():
        if path.suffix in TEXT_SUFFIXES and not path.name.startswith("package-lock"):
            try:
                text = path.read_text("utf-8")
            except UnicodeDecodeError:
                continue
            found += [f"{tree.name(path)}: {match[0]}" for match in FOREIGN.finditer(text)]
    assert not found


def test_nothing_is_left_for_later():
    found = [
        f"{tree.name(path)}: {match[0]}"
        for path in (*tree.product(), *tree.files("tests", ending=".py"))
        for match in LATER.finditer(path.read_text("utf-8"))
    ]
    assert not found


def test_type_checking_tricks_stand_at_the_door_of_the_papers_only():
    users = {
        tree.name(path)
        for path in tree.files("dpo_desk", ending=".py")
        if "TYPE_CHECKING" in path.read_text("utf-8")
    }
    assert users <= {"dpo_desk/paper.py"}
