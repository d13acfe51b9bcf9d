"""Desks over real vaults."""

from __future__ import annotations

from tests.desks import clock, desk, empty, made_sample, made_vault, quick_keys, sample

__all__ = ["clock", "desk", "empty", "made_sample", "made_vault", "quick_keys", "sample"]
