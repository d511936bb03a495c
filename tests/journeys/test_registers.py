"""A clerk imports last year's penalties from a spreadsheet with two bad cells; another person lets them out; the public
finds them and downloads the data. Without scripts, as everybody works here.

The pictures of the manual's chapter are taken here, and what it names in 【】 must have been on the pages.
"""

import csv
import io
import json
import os
import urllib.request
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.conftest import Served
from tests.journeys.test_one_item import PHONE, Walk, no_sideways, notice, the_manual_shows
from tests.site.registers.test_importing import workbook

pytestmark = pytest.mark.slow
LAST_YEAR = date.today().year - 1
HEADS = ["类别", "决定书文号", "决定日期", "事项", "当事人类型", "当事人", "数据来源"]
ORGANIZATION = "法人或者其他组织"


def penalties(*, day: str, kind: str, subject: str = "未按规定明码标价") -> bytes:
    """Return the spreadsheet; two of its cells are what the test says."""
    return workbook(
        HEADS,
        ["行政处罚", f"示商罚〔{LAST_YEAR}〕1号", f"{LAST_YEAR}-03-05", subject, ORGANIZATION, "示例百货有限公司", ""],
        ["行政处罚", f"示商罚〔{LAST_YEAR}〕2号", day, "预付卡未备案", ORGANIZATION, "示例超市有限公司", ""],
        ["行政处罚", f"示商罚〔{LAST_YEAR}〕3号", f"{LAST_YEAR}-09-18", "司马小明无照经营", kind, "司马小明", ""],
    )


@pytest.fixture
def walk(browser: Any, served: Served, tmp_path: Path) -> Walk:
    folder = Path(os.environ.get("PICTURES") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return Walk(browser, served.site, folder)


def upload(page: Any, data: bytes) -> None:
    page.set_input_files(
        "input[type=file]", {"name": "去年的处罚.xlsx", "mimeType": "application/octet-stream", "buffer": data}
    )
    page.click("text=核对并预览")


def fetched(walk: Walk, address: str) -> str:
    with urllib.request.urlopen(walk.site + address) as answer:
        return str(answer.read().decode())


def test_last_years_penalties_from_a_spreadsheet(walk: Walk):
    clerk = walk.sign_in("nigao")
    clerk.click("nav >> text=登记簿")
    clerk.click("nav >> text=处理决定")
    walk.read += clerk.inner_text("body")
    clerk.click("text=导入表格")
    walk.read += clerk.inner_text("main")
    upload(clerk, penalties(day=f"{LAST_YEAR}年2月30日", kind=ORGANIZATION))
    said = clerk.inner_text("main [role=alert]")
    assert "表格有 2 处错误，还没有导入任何一条" in said
    assert "第 3 行，C 列“决定日期”" in said
    assert f"“{LAST_YEAR}年2月30日”不是日期" in said
    assert "第 4 行，F 列“当事人”" in said
    assert "当事人类型请填“自然人”" in said
    walk.picture(clerk, "登记-错误")
    no_sideways(clerk)

    good = {"day": f"{LAST_YEAR}-02-28", "kind": "自然人"}
    upload(clerk, penalties(**good))
    assert "新登记 3 条，更正 0 条，没有变化 0 条" in notice(clerk)
    clerk.click("text=确认导入")
    assert "已全部导入" in notice(clerk)

    clerk.click("text=导入表格")
    upload(clerk, penalties(**good))
    assert "新登记 0 条，更正 0 条，没有变化 3 条" in notice(clerk)
    upload(clerk, penalties(**good, subject="不明码标价"))
    assert "新登记 0 条，更正 1 条，没有变化 2 条" in notice(clerk)
    walk.picture(clerk, "登记-预览")
    clerk.click("text=确认导入")
    assert "请写明原因" in clerk.inner_text("main [role=alert]")
    clerk.fill("input[name=reason]", "与决定书核对")
    clerk.click("text=确认导入")
    assert "已全部导入" in notice(clerk)

    clerk.goto(f"{walk.site}/office/registers/?year={LAST_YEAR}")
    assert "3 件" in clerk.inner_text("tr:has-text('行政处罚')")
    walk.picture(clerk, "登记-年度数字")
    clerk.click("nav >> text=对外公开")
    clerk.click("text=提请公开行政处罚")
    walk.read += clerk.inner_text("main")
    clerk.click("main form.form button")
    assert "已提请公开" in notice(clerk)
    assert "/commerce/registers/penalties/" not in clerk.url
    public = walk.page(PHONE)
    public.goto(f"{walk.site}/commerce/registers/penalties/?year={LAST_YEAR}")
    assert "不明码标价" not in public.inner_text("main")

    officer = walk.sign_in("gongkaiyuan", PHONE)
    officer.click(".card__title:has-text('行政处罚公开批次')")
    assert "司马某某无照经营" in officer.inner_text("main")
    officer.check("text=已逐条核对")
    walk.picture(officer, "登记-核对")
    officer.click("text=核对无误，公开")
    assert "已公开" in notice(officer)
    no_sideways(officer)

    public.reload()
    assert "司马某某" in public.inner_text("main")
    assert "司马小明" not in public.content()
    walk.picture(public, "登记-公众")
    public.click("text=不明码标价")
    assert f"示商罚〔{LAST_YEAR}〕1号" in public.inner_text("main")
    no_sideways(public)
    rows = list(csv.DictReader(io.StringIO(fetched(walk, "/open/commerce/decisions.csv").removeprefix("\ufeff"))))
    assert {row["当事人"] for row in rows} >= {"示例百货有限公司", "示例超市有限公司", "司马某某"}

    officer.goto(f"{walk.site}/office/registers/decisions/?q=〔{LAST_YEAR}〕1号")
    officer.click("table a")
    walk.read += officer.inner_text("main")
    officer.click("text=撤回公开")
    officer.fill("input[name=reason]", "处罚决定经行政复议撤销。")
    officer.click("main form button")
    assert "已撤回" in notice(officer)
    answer = public.reload()
    assert answer.status == 410
    assert "经行政复议撤销" in public.inner_text("main")
    numbers = {row["number"] for row in json.loads(fetched(walk, "/open/commerce/decisions.json"))["rows"]}
    assert f"示商罚〔{LAST_YEAR}〕1号" not in numbers
    assert f"示商罚〔{LAST_YEAR}〕2号" in numbers
    the_manual_shows(walk, "登记簿.md")
