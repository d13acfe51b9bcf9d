"""`python -m dpo_desk.ui.viewer`, started by the window with a file on its standard input."""

from __future__ import annotations

import sys

from dpo_desk.ui.viewer.serve import confine, serve

if __name__ == "__main__":
    confine()
    serve(sys.stdin.buffer, sys.stdout.buffer)
