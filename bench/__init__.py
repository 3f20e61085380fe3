"""Benchmarks: each prints a ratio against a baseline that runs beside it. `python -m bench` runs them all."""
