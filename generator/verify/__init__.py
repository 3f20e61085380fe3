"""The second pair of eyes: reads published words, knows nothing of how they were written, and holds them against the data.

Imports nothing of `generator` outside this folder; it may read the data files of generator/reference.
"""
