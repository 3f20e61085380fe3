"""From a release to drafts. In: a `Release` and templates. Out: `Draft` documents and the files made from them.

Knows nothing of the web, touches no network.
"""
