"""An nbgrader course that is graded with the kit: made, configured, autograded, recorded, shown.

From outside: `configure`, which a course's nbgrader_config.py calls; make_course, open_course and CourseRecorder for the commands.
"""

from torchkata.course.configuration import configure

__all__ = ["configure"]
