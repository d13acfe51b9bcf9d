"""
`python3 -m tests [pytest arguments]` makes the environment with the test packages and runs every check.

All steps run even when one fails; pytest comes last, so that its closing line is the last line. `--quick` leaves the
linters out, `--onscreen` shows the windows. Only the standard library is imported here.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 — this is the very line that says so
    sys.exit("DPO Desk needs Python 3.11 or newer; this is Python " + sys.version.split()[0] + ".")

import os
import subprocess

import bootstrap

LINTERS = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy --strict": ["-m", "mypy"],
    "import contracts": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
}


def run(python: str, arguments: list[str], environ: dict[str, str]) -> bool:
    return subprocess.run([python, *arguments], cwd=bootstrap.ROOT, env=environ, check=False).returncode == 0


def main(args: list[str]) -> int:
    quick = "--quick" in args
    onscreen = "--onscreen" in args
    environ = bootstrap.clean(os.environ)
    if not onscreen:
        environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        python = str(bootstrap.prepare(bootstrap.DEV_LOCK, environ, window=onscreen))
    except bootstrap.CannotStart as problem:
        print(bootstrap.explain(problem), file=sys.stderr)
        return 1
    passed = {}
    for name, arguments in {} if quick else LINTERS.items():
        print(f"--- {name}", flush=True)
        passed[name] = run(python, arguments, environ)
    for name, well in passed.items():
        print(f"{'passed' if well else 'FAILED':8}{name}")
    print("--- pytest", flush=True)
    chosen = [arg for arg in args if arg != "--quick"]
    tested = run(python, ["-m", "pytest", "-n", "auto", "--dist", "loadgroup", *chosen], environ)
    return 0 if tested and all(passed.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
