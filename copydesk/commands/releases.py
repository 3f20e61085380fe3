"""`copydesk releases`: the releases on this machine, and what each holds."""

from __future__ import annotations


def releases() -> None:
    """List the releases on this machine, and what each holds.

    Example:  copydesk releases
    """
    raise NotImplementedError
