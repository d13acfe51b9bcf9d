"""
`python3 main.py` opens DPO Desk from a checkout; `python3 main.py demo` does the main job end to end.

Everything else is in bootstrap.py. This file is written so that an old Python can read it and be told what is wrong.
"""

import sys


def main() -> int:
    """The program's exit code, once its environment is ready."""
    if sys.version_info < (3, 11):  # noqa: UP036 — this is the very line that says so
        sys.exit("DPO Desk needs Python 3.11 or newer; this is Python " + sys.version.split()[0] + ".")
    import bootstrap

    return bootstrap.start(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
