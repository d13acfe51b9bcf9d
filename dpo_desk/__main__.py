"""`python -m dpo_desk`."""

from __future__ import annotations

from dpo_desk.app import main

if __name__ == "__main__":
    main()
