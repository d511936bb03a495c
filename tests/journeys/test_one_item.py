"""A day of one item, in a real browser: drafted, stopped, masked, reviewed by three, found, corrected, withdrawn."""

import re
from pathlib import Path
from typing import Any

import pytest

from gongkai.privacy.resident_ids import check_digit

pytestmark = pytest.mark.slow
PASSWORD = "shili-denglu-2023"
# Composed for tests: it belongs to nobody, and only its check digit is right.
STEM = "11010119000101001"
NUMBER = STEM + check_digit(STEM)
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture
def sign_in(browser: Any, served: str) -> Any:
    def signed_in(name: str, size: dict[str, int] = DESK) -> Any:
        page = browser.new_context(viewport=size).new_page()
        page.goto(f"{served}/office/sign-in/")
        page.fill("#id_username", name)
        page.fill("#id_password", PASSWORD)
        page.click("main button")
        assert page.locator("h1").inner_text() == "待办"
        return page

    return signed_in


def review(page: Any) -> None:
    page.click(".card__title")
    page.wait_for_selector("#decide")
    for box in page.query_selector_all("#decide input[type=checkbox]"):
        box.check()
    page.click("button[name=approve]")
    assert "审核通过" in page.inner_text(".notice >> nth=0")


def approve_all(sign_in: Any) -> None:
    officer = sign_in("gongkaiyuan")
    officer.click(".card__title")
    officer.check("text=可以公开")
    officer.fill("textarea[name=secrecy-summary]", "活动安排")
    officer.click("text=记录审查结论")
    for name, size in (("chushen", PHONE), ("fushen", DESK), ("zhongshen", PHONE)):
        review(sign_in(name, size))


def no_sideways(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), page.url


def test_one_item_through_its_whole_life(sign_in: Any, browser: Any, served: str, tmp_path: Path):
    drafter = sign_in("nigao")
    drafter.goto(f"{served}/office/items/new/")
    drafter.select_option("#id_column", label="通知公告")
    drafter.fill("#id_title", "关于开展家电补贴活动的通知")
    drafter.fill("#id_body", "各有关单位：\n现将有关事项通知如下。\n品类\t补贴\n冰箱\t15%")
    drafter.fill("#id_formed_on", "2026-11-20")
    drafter.fill("#id_document_number", "孟商〔2026〕5号")
    drafter.click("text=保存草稿")
    item = drafter.url
    pk = re.search(r"/(\d+)/", item)[1]

    names = tmp_path / "名单.txt"
    names.write_text(f"龘靐家电门店，经办人证号{NUMBER}", encoding="utf-8")
    drafter.set_input_files("#upload", names)
    drafter.click("text=上传")
    drafter.click("text=提交初审")
    assert "名单.txt" in drafter.inner_text(".notice--error >> nth=0")
    drafter.click("text=一键脱敏")
    drafter.click("text=提交初审")
    assert "已提交初审" in drafter.inner_text(".notice >> nth=0")

    approve_all(sign_in)
    officer = sign_in("gongkaiyuan")
    officer.goto(item)
    officer.click("button:text-is('公开')")

    public = browser.new_context(viewport=PHONE).new_page()
    for words in ("补贴", "龘靐", "孟商[2026]5号"):
        public.goto(f"{served}/search/?q={words}")
        assert "关于开展家电补贴活动的通知" in public.inner_text(".hits")
        no_sideways(public)
    public.click(".hits a >> nth=0")
    no_sideways(public)
    with public.expect_download() as download:
        public.click(".files a")
    assert NUMBER not in Path(download.value.path()).read_text(encoding="utf-8")
    assert "家电补贴" in public.request.get(f"{served}/feed.xml").text()

    drafter.goto(f"{served}/office/items/{pk}/edit/")
    drafter.fill("#id_body", "时间改为下周一。")
    drafter.click("text=保存草稿")
    drafter.click("text=提交初审")
    approve_all(sign_in)
    officer.goto(item)
    officer.fill("#correction", "活动时间有误，现予更正。")
    officer.click("button:text-is('公开')")
    public.goto(f"{served}/info/{pk}/")
    assert "活动时间有误，现予更正。" in public.inner_text("article")

    officer.click("a:text-is('撤回')")
    officer.fill("#reason", "活动已取消。")
    officer.click("text=确认撤回")
    assert public.goto(f"{served}/info/{pk}/").status == 410
    assert "活动已取消。" in public.inner_text("main")
    public.goto(f"{served}/search/?q=家电补贴")
    assert "没有找到" in public.inner_text("main")
    assert public.request.get(f"{served}/info/{pk}/files/1/x").status == 404
    assert "家电补贴" not in public.request.get(f"{served}/feed.xml").text()
