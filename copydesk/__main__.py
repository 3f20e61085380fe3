"""The door: runs a command, and turns an error into one sentence and an exit code."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def forget_the_working_folder() -> None:
    """Drop the working folder from the import path when run as `python -m copydesk`.

    Somebody's own `fetch/` or `templates/` there must never stand in for ours.
    """
    here = Path(__file__).resolve().parent.parent
    if sys.path and Path(sys.path[0] or os.curdir).resolve() != here:
        entry = Path(sys.path[0] or os.curdir).resolve()
        if entry == Path.cwd().resolve():
            sys.path.pop(0)


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 something to act on (one sentence says what), 2 wrong usage."""
    forget_the_working_folder()
    from copydesk.cli import app
    from fetch.errors import CopydeskError

    try:
        app()
    except CopydeskError as error:
        print(f"copydesk: {error}", file=sys.stderr)  # noqa: T201 (this is the edge)
        sys.exit(1)
    except KeyboardInterrupt:
        print("copydesk: stopped. Nothing half-made was kept.", file=sys.stderr)  # noqa: T201
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
