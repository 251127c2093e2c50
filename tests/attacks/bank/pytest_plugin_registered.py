"""attack: A plugin is registered with the running pytest; its hook turns failures into passes.
class: framework
aim: points
"""

import gc

import pytest


class Plugin:
    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item, call):
        outcome = yield
        report = outcome.get_result()
        report.outcome, report.longrepr = "passed", None


for manager in [o for o in gc.get_objects() if isinstance(o, pytest.PytestPluginManager)]:
    manager.register(Plugin())
