"""A day of one item, in a real browser without scripts: drafted by keyboard, stopped, masked, reviewed by three people
on two sizes of screen, found, downloaded, corrected, withdrawn; then the audit chain verifies.

The manual shows this walk: its pictures are taken here (into the folder that PICTURES names, as `make docs` does), and
every button and link that its chapters name in 【】 must have been on the pages that were pictured.
"""

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.journeys.conftest import Served

from gongkai.privacy.resident_ids import check_digit

pytestmark = pytest.mark.slow
MANUAL = Path(__file__).parents[2] / "docs" / "manual"
PASSWORD = "shili-denglu-2023"
# Composed for tests: it belongs to nobody, and only its check digit is right.
STEM = "11010119000101001"
NUMBER = STEM + check_digit(STEM)
PHONE, DESK = {"width": 390, "height": 780}, {"width": 1024, "height": 720}
TITLE = "关于开展家电补贴活动的通知"


class Walk:
    """The pages of the walk, the pictures taken of them, and what was to be read on these."""

    def __init__(self, browser: Any, site: str, folder: Path) -> None:
        self.browser, self.site, self.folder = browser, site, folder
        self.taken: set[str] = set()
        self.read = ""

    def page(self, size: dict[str, int]) -> Any:
        return self.browser.new_context(viewport=size, java_script_enabled=False).new_page()

    def sign_in(self, name: str, size: dict[str, int] = DESK) -> Any:
        page = self.page(size)
        page.goto(f"{self.site}/office/sign-in/")
        page.fill("#id_username", name)
        page.fill("#id_password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("h1:text-is('待办')")
        return page

    def picture(self, page: Any, name: str, at: str = "h1") -> None:
        """Take a picture of what is around a place of the page, once."""
        self.read += page.inner_text("body")
        if name in self.taken:
            return
        self.taken.add(name)
        page.locator(at).first.scroll_into_view_if_needed()
        # A page has few colours: with a palette of them a picture is less than half as large.
        taken = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(128)
        taken.save(self.folder / f"{name}.png", optimize=True)


@pytest.fixture
def walk(browser: Any, served: Served, tmp_path: Path) -> Walk:
    folder = Path(os.environ.get("PICTURES") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return Walk(browser, served.site, folder)


def tab_to(page: Any, selector: str) -> None:
    """Go to a control by keyboard alone."""
    wanted = page.locator(selector).first
    for _ in range(80):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by keyboard on {page.url}")


def type_into(page: Any, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def press(page: Any, selector: str) -> None:
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def notice(page: Any) -> str:
    return str(page.inner_text(".notice >> nth=0"))


def review(walk: Walk, name: str, size: dict[str, int], picture: str) -> None:
    page = walk.sign_in(name, size)
    walk.picture(page, f"{picture}-待办")
    page.click(".card__title")
    walk.picture(page, f"{picture}-审核")
    for box in page.query_selector_all("#decide input[type=checkbox]"):
        box.check()
    walk.picture(page, f"{picture}-五关", "#decide")
    page.click("button[name=approve]")
    assert "审核通过" in notice(page)
    no_sideways(page)


def approve_all(walk: Walk) -> None:
    officer = walk.sign_in("gongkaiyuan")
    walk.picture(officer, "公开-待办")
    officer.click(".card__title")
    officer.check("text=可以公开")
    officer.fill("textarea[name=secrecy-summary]", "活动安排")
    walk.picture(officer, "公开-保密审查", "text=审查记录")
    officer.click("text=记录审查结论")
    for name, size, picture in (
        ("chushen", PHONE, "手机"), ("fushen", DESK, "电脑"), ("zhongshen", PHONE, "手机"),
    ):  # fmt: skip
        review(walk, name, size, picture)


def no_sideways(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def draft(walk: Walk, folder: Path) -> tuple[Any, str]:
    """Draft by keyboard, be stopped by an ID number in a file, mask it, submit."""
    page = walk.sign_in("nigao")
    press(page, "a:text-is('信息发布')")
    walk.picture(page, "拟稿-列表")
    press(page, "a:text-is('新建信息')")
    tab_to(page, "#id_column")
    page.select_option("#id_column", label="通知公告")
    type_into(page, "#id_title", TITLE)
    type_into(page, "#id_body", "各有关单位：\n现将有关事项通知如下。\n品类\t补贴\n冰箱\t15%")
    type_into(page, "#id_document_number", "孟商〔2026〕5号")
    page.fill("#id_formed_on", "2026-11-20")
    walk.picture(page, "拟稿-填写")
    press(page, "button:text-is('保存草稿')")
    assert "草稿已保存" in notice(page)

    names = folder / "名单.txt"
    names.write_text(f"龘靐家电门店，经办人证号{NUMBER}", encoding="utf-8")
    tab_to(page, "#upload")
    page.set_input_files("#upload", names)
    press(page, "button:text-is('上传')")
    press(page, "button:text-is('提交初审')")
    assert "名单.txt" in page.inner_text(".notice--error >> nth=0")
    walk.picture(page, "拟稿-拦下")
    walk.picture(page, "拟稿-检查", "h2:text-is('自动检查')")
    press(page, "button:text-is('一键脱敏')")
    press(page, "button:text-is('提交初审')")
    assert "已提交初审" in notice(page)
    walk.picture(page, "拟稿-已提交")
    return page, re.search(r"/(\d+)/", page.url)[1]


def read_by_the_public(walk: Walk, pk: str) -> Any:
    public = walk.page(PHONE)
    for words in ("补贴", "龘靐", "孟商[2026]5号"):
        public.goto(f"{walk.site}/search/?q={words}")
        assert TITLE in public.inner_text(".hits")
        no_sideways(public)
    walk.picture(public, "公众-检索")
    public.click(".hits a >> nth=0")
    no_sideways(public)
    with public.expect_download() as download:
        public.click(".files a")
    assert NUMBER not in Path(download.value.path()).read_text(encoding="utf-8")
    assert TITLE in public.request.get(f"{walk.site}/feed.xml").text()
    assert public.url.endswith(f"/info/{pk}/")
    return public


def correct(walk: Walk, drafter: Any, officer: Any, pk: str) -> None:
    drafter.goto(f"{walk.site}/office/items/{pk}/edit/")
    drafter.fill("#id_body", "时间改为下周一。")
    drafter.click("text=保存草稿")
    drafter.click("text=提交初审")
    approve_all(walk)
    officer.goto(f"{walk.site}/office/items/{pk}/")
    officer.fill("#correction", "活动时间有误，现予更正。")
    walk.picture(officer, "公开-更正", "#correction")
    officer.click("button:text-is('公开')")


def test_one_item_through_its_whole_life(walk: Walk, served: Served, tmp_path: Path):
    drafter, pk = draft(walk, tmp_path)
    approve_all(walk)
    officer = walk.sign_in("gongkaiyuan")
    officer.goto(f"{walk.site}/office/items/{pk}/")
    walk.picture(officer, "公开-公开")
    officer.click("button:text-is('公开')")
    assert "已公开" in notice(officer)

    public = read_by_the_public(walk, pk)
    correct(walk, drafter, officer, pk)
    public.goto(f"{walk.site}/info/{pk}/")
    assert "活动时间有误，现予更正。" in public.inner_text("article")

    officer.click("a:text-is('审批单')")
    walk.picture(officer, "公开-审批单")
    officer.goto(f"{walk.site}/office/items/{pk}/")
    officer.click("a:text-is('撤回')")
    officer.fill("#id_reason", "活动已取消。")
    walk.picture(officer, "公开-撤回")
    officer.click("text=确认撤回")
    assert public.goto(f"{walk.site}/info/{pk}/").status == 410
    assert "活动已取消。" in public.inner_text("main")
    walk.picture(public, "公众-已撤回")
    public.goto(f"{walk.site}/search/?q=家电补贴")
    assert "没有找到" in public.inner_text("main")
    assert public.request.get(f"{walk.site}/info/{pk}/files/1/x").status == 404
    assert TITLE not in public.request.get(f"{walk.site}/feed.xml").text()

    verified = subprocess.run(
        [sys.executable, "-m", "gongkai.cli", "site", "verify-audit"], env=os.environ | served.environment,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert verified.returncode == 0, verified.stdout + verified.stderr
    the_manual_shows(walk, "信息员.md", "审核人员.md", "公开工作机构.md")


def test_the_three_administrators_have_pages_of_their_own(walk: Walk):
    system = walk.sign_in("xitong")
    for label, picture in (("机构", "系统-机构"), ("人员", "系统-人员")):
        system.click(f".office__menu a:text-is('{label}')")
        walk.picture(system, picture)
    system.click("a:text-is('登记人员')")
    walk.picture(system, "系统-登记人员")
    system.goto(f"{walk.site}/office/people/")
    system.click("table a:text-is('示例拟稿人')")
    walk.picture(system, "系统-一位人员")
    security = walk.sign_in("anquan")
    security.click(".office__menu a:text-is('角色')")
    walk.picture(security, "安全-角色")
    security.click("a:text-is('授予角色')")
    walk.picture(security, "安全-授予角色")
    auditor = walk.sign_in("shenji")
    auditor.click(".office__menu a:text-is('审计')")
    walk.picture(auditor, "审计-事件")
    auditor.select_option("#chain", label="区商务局")
    auditor.click("button:text-is('核验审计链')")
    walk.picture(auditor, "审计-核验")
    auditor.click(".office__menu a:text-is('查阅记录')")
    walk.picture(auditor, "审计-查阅")
    for page, theirs in ((system, "audit"), (security, "people"), (auditor, "roles")):
        assert page.goto(f"{walk.site}/office/{theirs}/").status == 404
    the_manual_shows(walk, "管理员.md")


def the_manual_shows(walk: Walk, *chapters: str) -> None:
    """Every picture of the chapters was taken here, and what they name is on these pages."""
    text = "".join((MANUAL / chapter).read_text(encoding="utf-8") for chapter in chapters)
    assert set(re.findall(r"\(pictures/([^)]+)\.png\)", text)) == walk.taken
    assert {each for each in re.findall(r"【([^】]+)】", text) if each not in walk.read} == set()
