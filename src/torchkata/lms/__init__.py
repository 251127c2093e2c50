"""Learning platforms: what the names in a download say, and the files of grades that a platform gives and takes. A file for each.

Nothing here knows a course or a gradebook. From outside: recognise.py (whose each name of a download is; by a platform's name,
the module that reads and writes its file of grades), sheet.py (scores into such a file), table.py (of which no other byte changes)
and roster.py (who is in the class). docs/platforms.md says where each format is described; none was tried on a live platform.
"""
