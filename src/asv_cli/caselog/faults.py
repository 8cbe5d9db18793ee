"""The one failure of the case log: a whole sentence that ends with the remedy."""

from __future__ import annotations

from asv_cli.errors import AsvError


class StoreError(AsvError):
    """The log cannot be read or written; nothing that was stored is lost by it."""
