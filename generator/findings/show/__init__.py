"""Findings as people look at them: a table in the terminal, CSV, JSON, a page with charts. In: `Findings`. Out: text.

Decides nothing about news: what is told, and in which order, is settled before. Words live in templates/findings.
"""
