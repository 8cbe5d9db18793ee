"""The command line: one file per command, from arguments to an exit code."""
