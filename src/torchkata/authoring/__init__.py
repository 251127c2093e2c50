"""Making and proving assignments: stubs and notebooks from their sources; wheats, chaffs, mutants and seeds for the graders.

From outside: build, validate and grade_mutants for the commands, and the notebook's text for a course.
"""
