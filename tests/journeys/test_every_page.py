"""Every page in Chromium, wide and narrow: axe finds nothing, nothing sticks out, nothing comes from elsewhere.

Pages are taken from the resolver, for the public and for somebody of each role, empty and filled; forms that answer on
their own page are sent empty, too. What is true of a page is said once, in `faults_of`.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.journeys.conftest import Filled
from tests.site.conftest import PASSWORD
from tests.site.test_authority import NOT_FOR_IT

from gongkai.site.agencies.roles import Role

pytestmark = pytest.mark.slow
WIDTHS = (1280, 390)
# Sent empty, these do what they say: a guide is kept as a draft, whatever it still lacks.
NOTHING_TO_FILL_IN = {"guide_edit", "sign_out"}
LONGEST_LINE = """() => Math.max(0, ...[...document.querySelectorAll('.document p, .document li')].map(
    each => each.clientWidth / parseFloat(getComputedStyle(each).fontSize)))"""
SEND_EMPTY = """form => {
    form.noValidate = true;
    for (const each of form.elements) {
        if (each.type === 'checkbox' || each.type === 'radio') each.checked = false;
        else if (each.type !== 'hidden' && each.type !== 'file' && each.tagName !== 'SELECT') each.value = '';
    }
    form.querySelector('button').click();
}"""
ROLES = [role.value for role in Role]


class Watch:
    """A page of the browser, and what was found wrong on the pages that it went to."""

    def __init__(self, browser: Any, site: str, width: int) -> None:
        self.site, self.width = site, width
        self.context = browser.new_context(viewport={"width": width, "height": 900})
        self.page = self.context.new_page()
        self.page.on("console", lambda each: self.hear(each.type, each.text))
        self.page.on("pageerror", lambda each: self.hear("error", str(each)))
        self.page.on("request", lambda each: self.asked.append(each.url))
        self.asked: list[str] = []
        self.heard: list[str] = []
        self.faults: list[str] = []
        self.seen: set[str] = set()

    def hear(self, kind: str, text: str) -> None:
        # A page that says what is missing or wrong answers with that status, and Chromium remarks on it.
        if kind in ("error", "warning") and not text.startswith("Failed to load resource: the server responded"):
            self.heard.append(text)

    def sign_in(self, username: str) -> None:
        self.page.goto(f"{self.site}/office/sign-in/")
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", PASSWORD)
        self.page.click("main button")
        assert self.page.locator("h1").inner_text() == "待办", username

    def look(self, where: str, *, expect: tuple[int, ...] = (200,)) -> bool:
        """Go to an address and look at the page; return whether there was one."""
        answer = self.context.request.get(self.site + where)
        if answer.status == 405:  # It takes a form and has no page of its own.
            return False
        if answer.status not in expect:
            self.faults.append(f"{where}: {answer.status}")
            return False
        if not answer.headers["content-type"].startswith("text/html") or "content-disposition" in answer.headers:
            return False
        self.page.goto(self.site + where)
        self.check(where)
        return bool(self.page.url == self.site + where)  # Else it sent us on, to a page that is looked at by itself.

    def check(self, where: str) -> None:
        """Look at the page that is shown."""
        text = re.sub(r'value="\w{64}"', "", self.page.inner_html("body"))  # But for the forms' tokens.
        if text in self.seen:
            return
        self.seen.add(text)
        self.faults += [f"{where} at {self.width}: {fault}" for fault in self.faults_of_page()]

    def faults_of_page(self) -> Iterator[str]:
        result = Axe().run(self.page, options={"resultTypes": ["violations"]})
        for each in result.response["violations"]:
            yield f"{each['id']} {[node['target'] for node in each['nodes']][:3]} ({each['help']})"
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            yield "wider than the screen"
        if (widest := self.page.evaluate(LONGEST_LINE)) > 42:
            yield f"{widest} characters a line"
        yield from self.heard
        yield from {each for each in self.asked if not each.startswith(self.site)}
        self.heard.clear()
        self.asked.clear()

    def send_empty(self, name: str, where: str) -> None:
        """Send the page's own form without anything filled in, and look at what it says."""
        form = self.page.query_selector("main form[method=post].form:not([action])")
        if form is None or name in NOTHING_TO_FILL_IN:
            return
        with self.page.expect_navigation():
            form.evaluate(SEND_EMPTY)
        if self.page.url != self.site + where:
            self.faults.append(f"{where}: sent empty, it went on to {self.page.url}")
        if not self.page.query_selector("main [role=alert]"):
            self.faults.append(f"{where}: sent empty, it does not say what is missing")
        self.check(f"{where} sent empty")

    def done(self) -> None:
        self.context.close()
        assert not self.faults, "\n".join(self.faults)


@pytest.fixture
def opened(browser: Any, filled: Filled) -> Any:
    return lambda width: Watch(browser, filled.site, width)


@pytest.mark.parametrize("width", WIDTHS)
def test_public_pages(opened: Any, filled: Filled, width: int):
    watch = opened(width)
    for name in filled.told["public"]:
        where = filled.told["addresses"][name]
        if watch.look(where, expect=(200, 302, 503) if name == "health" else (200, 302)):
            watch.send_empty(name, where)
    for where in filled.told["public_states"]:
        watch.look(where, expect=(200, 404, 410))
    watch.look("/failed/", expect=(500,))
    watch.done()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("role", ROLES)
def test_pages_of_the_back_office(opened: Any, filled: Filled, role: str, width: int):
    person = filled.told["people"][role]
    watch = opened(width)
    watch.sign_in(person["username"])
    for name in person["routes"]:
        where = filled.told["addresses"][name]
        if watch.look(where, expect=(200, 404) if name in NOT_FOR_IT else (200,)):
            watch.send_empty(name, where)
    watch.done()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("role", ["drafter", "first_reviewer", "final_reviewer", "disclosure_officer"])
def test_pages_of_an_item_in_every_state(opened: Any, filled: Filled, role: str, width: int):
    watch = opened(width)
    watch.sign_in(filled.told["people"][role]["username"])
    for state, pk in filled.told["items"].items():
        for where in (f"/office/items/{pk}/", f"/office/review/item/{pk}/"):
            if watch.look(where):
                watch.send_empty(state, where)
    watch.done()


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_where_there_is_nothing_yet(opened: Any, width: int):
    watch = opened(width)
    watch.sign_in("justice-disclosure-officer")
    for where in ("/office/", "/office/items/", "/office/items/?q=无"):
        watch.look(where)
    watch.done()
