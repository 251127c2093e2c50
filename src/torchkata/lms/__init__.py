"""Learning platforms: what the names in a download say, and the files of grades that a platform gives and takes. A file for each.

Nothing here knows a course or a gradebook. From outside: `recognise` (whose each name of a download is), `PLATFORMS`
(by name, the module that reads and writes its file of grades), table.py (a CSV of which one cell changes and no other byte)
and roster.py (who is in the class). docs/platforms.md says where each format is described; none was tried on a live platform.
"""
