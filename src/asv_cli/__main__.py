"""The entry point: from the command line to an exit code."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run asv and exit with its code."""
    if sys.argv[1:] == ["--version"]:  # answered before anything is imported
        from asv_cli import __version__

        print(f"asv {__version__}")  # noqa: T201 - one line, no console needed
        return
    if shell := os.environ.get("_ASV_COMPLETE"):  # one TAB: quick, before Typer is imported
        from asv_cli.completion import answer_shell

        answer_shell(shell, sys.argv[1:])
        return
    import gc

    # Most of a short run is making objects that stay; looking among them for garbage is in vain.
    gc.set_threshold(100_000)
    from asv_cli.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
