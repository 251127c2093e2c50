"""formgrader in a real browser: a server on a course, and a browser that uses it as an instructor does."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager

import psutil
import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CHROMEDRIVER = shutil.which("chromedriver")
SECONDS = 60  # to wait for anything


@contextmanager
def serve(folder, home):
    """A Jupyter server in `folder`, on this machine only; all that it writes elsewhere is in `home`. The address."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "ServerApp.ip": "127.0.0.1", "ServerApp.port": port, "ServerApp.port_retries": 0, "ServerApp.open_browser": False,
        "ServerApp.allow_root": True, "IdentityProvider.token": "",
        "ServerApp.jpserver_extensions": dict.fromkeys(("jupyterlab", "notebook", "jupyter_lsp", "jupyterlab_jupytext"), False),
    }  # fmt: skip
    home.mkdir(parents=True)
    places = {"HOME": "", "JUPYTER_CONFIG_DIR": "jupyter", "IPYTHONDIR": "ipython", "XDG_CACHE_HOME": "cache", "TMPDIR": ""}
    places |= {"JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime", "XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data"}
    environment = os.environ | {name: str(home / place) for name, place in places.items()} | {"JUPYTER_PLATFORM_DIRS": "1"}
    command = [sys.executable, "-m", "jupyter_server", *(f"--{name}={value}" for name, value in options.items())]
    with open(home / "log", "w") as log:
        server = psutil.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server, home / "log")
        yield address
    finally:
        processes = [server, *server.children(recursive=True)] if server.is_running() else []  # the judges, too
        for end in ("terminate", "kill"):
            for process in processes:
                try:
                    getattr(process, end)()
                except psutil.NoSuchProcess:
                    pass
            _, processes = psutil.wait_procs(processes, timeout=5)


def _wait_for(address, server, log):
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"{address}/api", timeout=5).close()
        except OSError:
            assert server.poll() is None and time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)


@contextmanager
def open_browser(home):
    """A browser without a window, for which there is no network; skips the test where there is none."""
    webdriver = pytest.importorskip("selenium.webdriver")
    if not (CHROMIUM and CHROMEDRIVER):
        pytest.skip("Chromium and chromedriver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    nowhere = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    for argument in ("--headless=new", "--disable-dev-shm-usage", "--no-proxy-server", nowhere, "--window-size=1300,1000"):
        options.add_argument(argument)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")
    options.add_argument(f"--user-data-dir={home / 'profile'}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    home.mkdir(parents=True)
    environment = os.environ | {"HOME": str(home), "TMPDIR": str(home), "XDG_CACHE_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    browser = webdriver.Chrome(options, webdriver.ChromeService(CHROMEDRIVER, env=environment))
    try:
        browser.set_page_load_timeout(SECONDS)
        yield browser
    finally:
        browser.quit()


class Formgrader:
    """formgrader's pages, by what an instructor clicks, types and reads."""

    def __init__(self, browser, address, pictures):
        self.browser = browser
        self.address = address
        self._pictures = pictures

    def wait(self, script, *arguments):
        """Until `script` returns something; that."""
        from selenium.webdriver.support.wait import WebDriverWait

        wait = WebDriverWait(self.browser, SECONDS, poll_frequency=0.05)
        return wait.until(lambda browser: browser.execute_script(script, *arguments), script)

    def find(self, selector, within=None):
        from selenium.webdriver.common.by import By

        return (within or self.browser).find_element(By.CSS_SELECTOR, selector)

    def all(self, selector, within=None):
        from selenium.webdriver.common.by import By

        return (within or self.browser).find_elements(By.CSS_SELECTOR, selector)

    def click(self, element):
        self.browser.execute_script("$('html, body').stop(true); arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def picture(self, name):
        """For whoever wants to see it: pytest says where its temporary folders are."""
        self.browser.save_screenshot(str(self._pictures / f"{name}.png"))

    def errors(self):
        """What the browser has to complain about since this was asked last."""
        fonts = "about:blank"  # MathJax looks whether there are web fonts
        return [entry["message"] for entry in self.browser.get_log("browser") if fonts not in entry["message"]]

    def requests(self):
        """The addresses that pages have asked for since this was asked last."""
        events = [json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance")]
        return {e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"}

    def press_tab(self):
        from selenium.webdriver import Keys

        self.browser.switch_to.active_element.send_keys(Keys.TAB)

    # ---- tables --------------------------------------------------------------------------------------------------------

    def table(self, path):
        """Open a page with a table, and wait for the table."""
        self.browser.get(f"{self.address}/formgrader/{path}")
        self.wait("return typeof models !== 'undefined' && models && models.loaded")

    def rows(self):
        """The cells' texts, a row each."""
        rows = "[...document.querySelectorAll('#main-table tr')]"
        return self.browser.execute_script(f"return {rows}.map(r => [...r.cells].map(c => c.innerText.trim()))")

    def row(self, name):
        """The row that has a cell with this text."""
        rows = "[...document.querySelectorAll('#main-table tr')]"
        return self.wait(f"return {rows}.find(r => [...r.cells].some(c => c.innerText.trim() == arguments[0]))", name)

    def press(self, name, button):
        """Click a button in the row of `name`, wait for what formgrader says of it, and close that."""
        self.click(self.find(f".{button} a", self.row(name)))
        self.wait("return $('.modal.in .modal-title').length && !document.getAnimations().length && !$.active")
        said = self.find(".modal.in").get_property("textContent")
        self.picture(f"{button} {name}")
        self.click(self.find(".modal.in .modal-footer button"))
        self.wait("return !$('.modal').length && !$('.modal-backdrop').length")
        return said

    # ---- a submission --------------------------------------------------------------------------------------------------

    def open_submission(self, assignment, student):
        """As from the page Manual Grading: show the names, click the student's."""
        self.table(f"gradebook/{assignment}/{assignment}")
        self.click(self.find("#toggle_names"))
        link = next(a for a in self.all("#main-table a.name-shown") if a.text == student)
        self.click(link)
        self.wait_for_submission()

    def reload(self):
        self.browser.refresh()
        self.wait_for_submission()

    def wait_for_submission(self):
        self.wait("return typeof formgrader !== 'undefined' && formgrader.grades && formgrader.grades.loaded")
        self.wait("return formgrader.comments && formgrader.comments.loaded && !$.active")

    def panel(self, exercise):
        panels = "[...document.querySelectorAll('.nbgrader_cell')]"
        return self.wait(f"return {panels}.find(p => p.querySelector('code')?.innerText == arguments[0])", exercise)

    def cell(self, exercise):
        """All of an exercise: what stands around its panel too."""
        return self.browser.execute_script("return arguments[0].closest('.cell')", self.panel(exercise))

    def score_box(self, exercise):
        return self.find("input.score", self.panel(exercise))

    def saved(self):
        self.wait("return !$.active")

    def type_score(self, exercise, score, extra=None):
        from selenium.webdriver import Keys

        self.score_box(exercise).send_keys(Keys.CONTROL, "a", Keys.NULL, str(score), Keys.TAB)
        self.saved()  # formgrader puts an answer that comes late into the box, over what has been typed since
        if extra is not None:
            self.find("input.extra-credit", self.panel(exercise)).send_keys(str(extra), Keys.TAB)
            self.saved()

    def type_comment(self, text):
        from selenium.webdriver import Keys

        self.find("textarea.comment").send_keys(text, Keys.TAB)
        self.saved()

    def button(self, exercise, which):
        """`which`: full-credit or no-credit."""
        self.click(self.find(f".{which}", self.panel(exercise)))
        self.saved()
