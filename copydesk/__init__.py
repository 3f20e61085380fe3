"""The command line: parses, calls, prints. Every command has a module of its own, which imports its room when called."""
