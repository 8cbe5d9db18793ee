"""Proof of a whole library: its structure, its templates, and every letter that can come out."""

from __future__ import annotations

from asv_cli.check.report import Report
from asv_cli.check.whole import check

__all__ = ["Report", "check"]
