"""Mutants: one thing changed in published words or in the data, to measure the verifier. One subject a file.

Operators make them, rules set aside those that are still true, all from the writer's side: nothing here asks the
verifier what it thinks, except `judge`.
"""
