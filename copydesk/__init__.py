"""The command line: parses, calls, prints. Each command has a module of its own and imports its room when called."""
