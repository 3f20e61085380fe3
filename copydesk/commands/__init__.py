"""One command a module: parse, call, print. Heavy imports happen inside the command, so `--help` stays quick."""
