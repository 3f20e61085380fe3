"""Every operator, by kind: importing this lists them. A kind is added by one decorated function in one of them."""

from __future__ import annotations

from bench.mutants import direction, elsewhere, figures, hedging, helplines, periods  # noqa: F401 (each lists its kinds)
from bench.mutants.edits import KINDS

__all__ = ["KINDS"]
