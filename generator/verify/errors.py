"""The verifier's error. See `fetch.errors` for the hierarchy it belongs to."""

from __future__ import annotations

from fetch.errors import CopydeskError


class VerifyError(CopydeskError):
    """Published words, or the data that they are held against, cannot be read."""
