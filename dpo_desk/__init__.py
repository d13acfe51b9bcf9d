"""DPO Desk: the desk of a data protection officer, in one encrypted file."""

from __future__ import annotations

__version__ = "0.1.0"
