"""From the Home Office page to a release on disk.

In: an address or a folder of workbooks. Out: a `Release`, tidy tables in which every number knows its cell.
Knows nothing of stories.
"""
