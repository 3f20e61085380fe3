"""What is news for each force, and what is only noise. In: a release. Out: findings, ranked, with evidence and worth.

A panel holds every total; a moment is the panel at one period; kinds say what might be news; a table judges all of it
against chance together; the list of each area tells each story once.
"""
