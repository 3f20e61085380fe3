"""The second pair of eyes. In: published words, of which it knows only what a reader sees. Out: what the data deny.

Imports nothing of `generator` outside this folder; it may read the data files of generator/reference.
"""
