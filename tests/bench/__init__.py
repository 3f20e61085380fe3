"""Tests of the bench: a wrong ruler is worse than none."""
