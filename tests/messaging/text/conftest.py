"""A small loopback site that serves static/ and the pages of a test, and Chromium to read it with."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page

from tests.chromium import chromium, strict_page

PROJECT = Path(__file__).parents[3]
# The product's own rule: nothing inline, nothing from elsewhere.
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'"
# Long enough for a second click to fall between the first and the next page.
ANSWER_AFTER_SECONDS = 0.3


class Site(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), partial(Pages, directory=str(PROJECT)))
        self.pages: dict[str, str] = {}
        self.posts: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Pages(SimpleHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        if self.path.startswith("/static/"):
            super().do_GET()
        elif self.path in self.server.pages:
            self._answer(200, self.server.pages[self.path])
        else:
            self._answer(404, "")

    def do_POST(self) -> None:
        self.server.posts.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        time.sleep(ANSWER_AFTER_SECONDS)
        if self.path == "/stay":
            # 204 leaves the browser on the page it is on.
            self._answer(204, "")
        else:
            self._answer(200, "<!doctype html><title>received</title><p>received")

    def _answer(self, status: int, page: str) -> None:
        body = page.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output free of requests."""


# While Playwright's loop lives, Django refuses its database in this thread: so not for the session.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    server = Site()
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="package")
def counter_page(browser: Browser, site: Site) -> Iterator[Page]:
    """A page from which static/js/parts.js can be imported."""
    site.pages["/counter"] = "<!doctype html><html lang='ja'><title>counter</title>"
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.address}/counter")
    yield page
    context.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with strict_page(browser) as opened:
        yield opened


@pytest.fixture
def composer_site(site: Site) -> Iterator[Callable[[str, str], str]]:
    """Puts a page's body with the scripts of a composer's page at a path for the time of a test; its address."""

    def put(path: str, body: str) -> str:
        site.pages[path] = (
            "<!doctype html><html lang='ja'><meta charset='utf-8'><title>composer</title>"
            "<script src='/static/js/app.js' defer></script>"
            "<script type='module' src='/static/js/composer.js'></script>"
            f"<body>{body}</body></html>"
        )
        return site.address + path

    kept = dict(site.pages)
    yield put
    site.pages.clear()
    site.pages.update(kept)
    site.posts.clear()


@pytest.fixture
def posts(site: Site) -> list[str]:
    """The bodies of the forms that reached the site, in their order."""
    return site.posts
