"""What the prose of reports states, sentence by sentence: a table that a clerk can check."""

from decimal import Decimal

import pytest

from gongkai.report.claims import find_breakdowns, find_claims
from gongkai.report.model import Claim, Period, What

YEAR = 2023

PUBLISHED = "items_published"
RECEIVED = "requests_received"
CARRIED_IN = "requests_carried_in"
CLOSED = "requests_processed"
DISCLOSED = "requests_disclosed"
PARTLY = "requests_partially_disclosed"
WITHHELD = "requests_withheld"
UNABLE = "requests_unable_to_provide"
NOT_PROCESSED = "requests_not_processed"
OTHERWISE = "requests_otherwise_handled"
CARRIED_OUT = "requests_carried_out"
RECONSIDERED = "reconsiderations"
LITIGATED = "litigations"
ISSUED = "documents_issued"
REPEALED = "documents_repealed"
IN_FORCE = "documents_in_force"
CHARGED = "fee_requests"
FEES = "fee_yuan"


def stated(text, *, section="overview", year=YEAR):
    return [(claim.what.value, claim.value) for claim in find_claims({section: text}, year)]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("全年通过门户网站公开政府信息120条。", [(PUBLISHED, 120)]),
        ("网站发布动态23条，通知公告4条。", [(PUBLISHED, 23), (PUBLISHED, 4)]),
        ("在门户网站发布信息29条，在微信公众号推送文章513篇。", [(PUBLISHED, 29), (PUBLISHED, 513)]),
        ("网站发布信息34篇、融媒体17篇、“学习之窗”3篇。", [(PUBLISHED, 34), (PUBLISHED, 17), (PUBLISHED, 3)]),
        ("线上线下公开的860条信息均已归档。", [(PUBLISHED, 860)]),
        ("主动公开各类信息，共计300条。", [(PUBLISHED, 300)]),
        ("栏目更新工作动态、养老服务信息162条。", [(PUBLISHED, 162)]),
        ("“示例发布”公众号发布1135条，有粉丝18万人。", [(PUBLISHED, 1135)]),
        ("公开人大代表建议和政协提案办理结果20件。", [(PUBLISHED, 20)]),
        ("公示行政许可信息306条。", [(PUBLISHED, 306)]),
        ("主动公开规范性文件5件，政策解读5篇。", [(PUBLISHED, 5), (PUBLISHED, 5)]),
        ("推送信息300条（次）。", [(PUBLISHED, 300)]),
        ("本级网站公开规章2件（含修改1件），文件40件。", [(PUBLISHED, 2), (PUBLISHED, 40)]),
    ],
)
def test_counts_of_published_items_are_claimed_by_channel(text, claims):
    assert stated(text) == claims


@pytest.mark.parametrize(
    "text",
    [
        "网站年访问量突破1573万次，浏览3812件次。",
        "公众号有粉丝16万多人，关注1200人次，阅读量278万次。",
        "全年办理审批业务20件，承办建议提案25件。",
        "主动公开办理行政许可2227件，行政处罚358件。",
        "办理人大建议12件、政协提案8件，均已公开。",
        "依照《条例》第20条、第二十一条公开信息。",
        "根据〔2021〕30号文件，于2023年5月12日公布电话0000-1234567。",
        "举办信息公开培训2次，召开会议3次，发布公报12期。",
        "公布举报电话，处理投诉举报30件，回复留言92条。",
        "发布5期共196批次的食品安全抽检结果。",
        "公开答复网民留言15条，公布便民措施20条。",
        "及时公开率达100%，全文电子化率90.3%。",
        "向上级报送信息98条，被采用76条，转载信息300条。",
        "全年制作宣传册1000份，张贴标语20条。",
        "每月发布信息4条，计划发布信息500条，确保不少于300条。",
        "网站信息较上年增加100条。",
        "档案馆接收公开文件1600份。",
        "收到群众来信12件，受理咨询300件。",
        "为企业办成一件事，公开一次。",
        "新闻发布会1次、在线访谈14期，公开征集意见54条。",
    ],
)
def test_figures_that_are_no_published_items_are_not_claimed(text):
    assert stated(text) == []


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("收到政府信息公开申请34件。", [(RECEIVED, 34)]),
        ("收到34件政府信息公开申请。", [(RECEIVED, 34)]),
        ("受理依申请公开政府信息19条。", [(RECEIVED, 19)]),
        ("政府信息公开申请数量为5件。", [(RECEIVED, 5)]),
        ("收到政府信息公开申请数量为0。", [(RECEIVED, 0)]),
        ("对49份政府信息公开申请依法作出答复。", [(CLOSED, 49)]),
        ("收到并办结政府信息公开申请8件。", [(RECEIVED, 8), (CLOSED, 8)]),
        ("办理政府信息公开申请12件。", [(CLOSED, 12)]),
        ("办理政府信息公开申请69件，办结68件。", [(CLOSED, 68)]),
        (
            "收到政府信息公开申请10件，共办结8件，结转2024年度继续办理2件。",
            [(RECEIVED, 10), (CLOSED, 8), (CARRIED_OUT, 2)],
        ),
        (
            "新收申请15件，上年结转2件，办结16件，转下一年度办理1件。",
            [(RECEIVED, 15), (CARRIED_IN, 2), (CLOSED, 16), (CARRIED_OUT, 1)],
        ),
        (
            "答复政府信息公开申请98件（含上年度转结申请8件，另有5件申请转结下年度）。",
            [(CLOSED, 98), (CARRIED_IN, 8), (CARRIED_OUT, 5)],
        ),
        ("收到政府信息公开申请11件，剩余1件结转下一年度处理。", [(RECEIVED, 11), (CARRIED_OUT, 1)]),
        ("收到政府信息公开申请95件，其中自然人申请89件，邮寄申请6件。", [(RECEIVED, 95)]),
        (
            "答复的公开申请中，同意公开9件，部分公开3件，不予公开2件，无法提供10件，不予处理1件，其他处理4件。",
            [(DISCLOSED, 9), (PARTLY, 3), (WITHHELD, 2), (UNABLE, 10), (NOT_PROCESSED, 1), (OTHERWISE, 4)],
        ),
        ("公开申请中8件予以公开，2件不予公开，1件无法提供。", [(DISCLOSED, 8), (WITHHELD, 2), (UNABLE, 1)]),
        ("对公开申请予以公开及部分公开42件，因不掌握等原因无法提供49件。", [(UNABLE, 49)]),
        ("公开申请中，因属于国家秘密不予公开1件，因过程性信息不予公开2件。", []),
        ("收到行政许可申请12件，公开办事指南。", []),
        ("新收公开申请45件，比去年增加5件；共办结44件。", [(RECEIVED, 45), (CLOSED, 44)]),
        ("收到依申请公开12件。其中公开5件，部分公开1件。", [(RECEIVED, 12), (PARTLY, 1)]),
        ("受理群众投诉和公开申请。投诉12件，办结12件。", []),
        ("尚未办结的政府信息公开申请2件。", []),
    ],
)
def test_requests_are_claimed_by_what_became_of_them(text, claims):
    assert stated(text) == claims


@pytest.mark.parametrize(
    "text",
    [
        "未收到依申请公开事项。",
        "本年未收到任何单位和个人提出的政府信息公开申请。",
        "没有收到政府信息公开申请。",
        "无依申请公开事项。",
        "本年度未收到公开申请。",
        "未接到信息公开申请。",
        "未收到公民申请公开要求。",
        "全年未收到依申请公开政府信息。",
        "依申请公开情况：无。",
        "收到依申请公开0件。",
        "未收\n到政府信息公\n开申请。",
    ],
)
def test_no_requests_are_zero_requests(text):
    assert stated(text) == [(RECEIVED, 0)]


@pytest.mark.parametrize(
    "text",
    [
        "未收到行政许可申请。",
        "申请人无正当理由逾期不补正的，不再处理其政府信息公开申请。",
        "无法提供的申请均已说明理由，没有逾期答复的政府信息公开申请。",
        "没有现成信息需要另行制作。",
        "未按时公开的信息已经补发，申请渠道无障碍。",
    ],
)
def test_other_denials_say_nothing_of_requests(text):
    assert stated(text) == []


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("因政府信息公开申请引起的行政复议2件、行政诉讼1件。", [(RECONSIDERED, 2), (LITIGATED, 1)]),
        ("未发生因政府信息公开申请提起的行政复议和行政诉讼案件。", [(RECONSIDERED, 0), (LITIGATED, 0)]),
        ("没有因信息公开引发举报、投诉、行政复议或者诉讼。", [(RECONSIDERED, 0), (LITIGATED, 0)]),
        ("行政复议、行政诉讼案件均为零。", [(RECONSIDERED, 0), (LITIGATED, 0)]),
        ("行政复议：0件；行政诉讼：0件。", [(RECONSIDERED, 0), (LITIGATED, 0)]),
        ("信息公开方面行政复议、诉讼各1件。", [(RECONSIDERED, 1), (LITIGATED, 1)]),
        ("信息公开方面行政复议、诉讼共3件。", []),
        ("有1件涉及政府信息公开的行政复议，无行政诉讼。", [(RECONSIDERED, 1), (LITIGATED, 0)]),
        ("信息公开行政复议3件，其中结果维持2件、纠正1件。", [(RECONSIDERED, 3)]),
        ("均在期限内答复公开申请。2023年引起的行政复议1件。", [(RECONSIDERED, 1)]),
        ("全年审理行政复议案件230件，发布典型案例3篇。", [(PUBLISHED, 3)]),
        ("没有因信息公开被纠错的行政复议。", []),
    ],
)
def test_remedies_are_claimed_by_their_total(text, claims):
    assert stated(text) == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("全年制定行政规范性文件7件，废止3件，现行有效26件。", [(ISSUED, 7), (REPEALED, 3), (IN_FORCE, 26)]),
        ("制发规章2件、行政规范性文件50件。", [(ISSUED, 2)]),
        ("未制定行政规范性文件。", [(ISSUED, 0)]),
        ("制定规章制度12件，印发通知20份。", []),
        ("审查、备案规范性文件30件。", []),
    ],
)
def test_documents_are_claimed_where_their_making_is_stated(text, claims):
    assert stated(text) == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("全年收取政府信息公开信息处\n理费 0 元。", [(FEES, 0)]),
        ("有1件申请收取信息处理费380元。", [(CHARGED, 1), (FEES, 380)]),
        ("发出收费通知的件数为3件，总金额为1200元，实际收取800元。", [(CHARGED, 3), (FEES, 800)]),
        ("收取信息处理费0.05万元。", [(FEES, 500)]),
        ("未收取信息处理费。", [(FEES, 0)]),
        ("未发生政府信息公开收费事项。", [(FEES, 0)]),
        ("信息处理费收取情况：无。", [(FEES, 0)]),
        ("行政事业性收费7730.28万元。", []),
        ("投入信息公开经费12.5万元。", []),
        ("依申请公开政府信息不收取任何费用。", []),
    ],
)
def test_fees_are_those_for_processing_information(text, claims):
    """条例第四十二条"""
    assert stated(text, section="other") == claims


def test_fees_are_exact_amounts():
    claims = find_claims({"other": "收取信息处理费1，234.50元。"}, YEAR)
    assert [(claim.value, type(claim.value), claim.unit, claim.approximate) for claim in claims] == [
        (Decimal("1234.50"), Decimal, "元", False)
    ]


@pytest.mark.parametrize(
    ("text", "value", "unit", "approximate"),
    [
        ("发布信息1,234条。", 1234, "条", False),
        ("发布信息 1，234 条。", 1234, "条", False),
        ("发布信息１２３条。", 123, "条", False),
        ("发布信息1.2万条。", 12_000, "条", True),
        ("发布信息100余条。", 100, "条", True),
        ("发布信息约100条。", 100, "条", True),
        ("发布信息近50篇。", 50, "篇", True),
        ("发布信息超过50篇。", 50, "篇", True),
        ("发布信息50条左右。", 50, "条", True),
        ("发布信息10至12条。", 10, "条", True),
        ("发布信息20—30条。", 20, "条", True),
        ("发布信息二十三条。", 23, "条", False),
        ("发布信息一百二十余条。", 120, "条", True),
        ("发布信息3千多条。", 3000, "条", True),
        ("發布政府信息，公開動態（tài）類信息24條。", 24, "条", False),
    ],
)
def test_figures_are_read_however_they_are_written(text, value, unit, approximate):
    (claim,) = find_claims({"overview": text}, YEAR)
    assert (claim.what, claim.value, claim.unit, claim.approximate) == (
        What.ITEMS_PUBLISHED,
        value,
        unit,
        approximate,
    )


@pytest.mark.parametrize(
    "text",
    ["发布信息5 12条。", "发布信息数十条。", "发布信息12345678901234条。", "发布信息2.5条。", "发布信息三五条。"],
)
def test_what_cannot_be_told_is_not_claimed(text):
    assert stated(text) == []


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2023年发布信息30条。", Period.YEAR),
        ("2022年发布信息30条。", Period.OTHER_YEAR),
        ("去年发布信息30条。", Period.OTHER_YEAR),
        ("上年度发布信息30条。", Period.OTHER_YEAR),
        ("2022年全年发布信息30条。", Period.OTHER_YEAR),
        ("上半年发布信息30条。", Period.OTHER_YEAR),
        ("1-6月发布信息30条。", Period.OTHER_YEAR),
        ("较2022年更进一步，发布信息30条。", Period.YEAR),
        ("历年累计公开信息30条。", Period.CUMULATIVE),
        ("自2015年开通以来发布信息30条。", Period.CUMULATIVE),
        ("截至目前，发布信息30条。", Period.CUMULATIVE),
        ("截至2023年底，累计发布信息30条。", Period.CUMULATIVE),
        ("累计发布信息30条，其中本年新增二十条。", Period.CUMULATIVE),
        ("累计发布信息30条。", Period.YEAR),
        ("截至2023年12月31日，当年发布信息30条。", Period.YEAR),
        ("截至12月31日，发布信息30条。", Period.YEAR),
        ("2023年累计发布信息30条。", Period.YEAR),
        ("2023年以来发布信息30条。", Period.YEAR),
        ("2021年发布很少，2023年发布信息30条。", Period.YEAR),
    ],
)
def test_period_is_that_of_the_nearest_time_before_the_figure(text, period):
    (claim,) = find_claims({"overview": text}, YEAR)
    assert (claim.value, claim.period) == (30, period)


def test_every_named_year_may_be_the_year_of_a_report_whose_year_is_unknown():
    (claim,) = find_claims({"overview": "2022年发布信息30条。"}, None)
    assert claim.period is Period.YEAR


def test_statistics_of_a_half_year_are_not_those_of_the_year():
    text = "2023年上半年信息公开统计。主动公开文件67件。受理政府信息公开申请26件。"
    assert {claim.period for claim in find_claims({"overview": text}, YEAR)} == {Period.OTHER_YEAR}
    annual = f"{text}全年受理政府信息公开申请50件。"
    assert [claim.period for claim in find_claims({"overview": annual}, YEAR)][-2:] == [Period.YEAR, Period.YEAR]


def test_parts_of_a_count_are_no_claims_of_their_own():
    text = "公开信息63条，其中，机构类16条，动态类36条，预决算11条。"
    assert stated(text) == [(PUBLISHED, 63)]
    (breakdown,) = find_breakdowns({"overview": text}, YEAR)
    assert (breakdown.total.value, [part.value for part in breakdown.parts]) == (63, [16, 36, 11])


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("公开信息13条（其中：动态11条，预决算2条）；客户端发布26条。", [13, 26]),
        ("公开信息100条，其中：1.政策24条；2.动态30条；3.其他46条（含征求意见公告7条）。", [100]),
        ("公布信息115条，其中包括：公告30条、动态85条；通过窗口公示许可25条。", [115, 25]),
        ("公开信息166条。其中决策公开39条、执行公开127条。", [166]),
        ("公开信息50条。在主动公开的信息中，政策类信息4条，业务类信息46条。", [50]),
        ("发布信息，其中，网站发布359条，公众号“示例”发布1088条。", [359, 1088]),
        ("公开信息57551条，更新动态4797条，公告8081条。", [57551]),
    ],
)
def test_parts_end_where_the_prose_ends_them(text, claims):
    assert [claim.value for claim in find_claims({"overview": text}, YEAR)] == claims


@pytest.mark.parametrize(
    "text",
    [
        "公开信息63余条，其中机构类16条，动态类36条。",
        "公开信息63条，其中机构类16条，回复留言36条。",
        "公开信息63条，其中机构类16篇，动态类36条。",
        "公开信息63条，其中机构类16条。",
    ],
)
def test_parts_that_cannot_be_added_up_are_no_breakdown(text):
    assert find_breakdowns({"overview": text}, YEAR) == ()


def test_requests_are_told_by_the_theme_that_is_spoken_of():
    themes = "（一）主动公开。办结3件。\n（二）依申请公开。全年收到5件，办结4件。\n（三）信息管理。全年办结7件。"
    assert stated(themes) == [(RECEIVED, 5), (CLOSED, 4)]
    assert stated("本年度收到5件，办结4件。", section="requests") == [(RECEIVED, 5), (CLOSED, 4)]


def test_text_is_the_clause_as_it_is_written():
    source = "2023 年，我局\n规范办理，全年受理政府信息公\n开申请 27\n件，均已答复。"
    (claim,) = find_claims({"overview": source}, YEAR)
    assert claim.text == "全年受理政府信息公\n开申请 27\n件"
    assert claim.section == "overview"


def test_text_of_a_list_goes_back_to_the_words_that_it_needs():
    claims = find_claims({"overview": "今年制定规范性文件3件，废止２件。"}, YEAR)
    assert [claim.text for claim in claims] == ["今年制定规范性文件3件", "今年制定规范性文件3件，废止２件"]


def test_text_of_traditional_prose_is_found_although_folding_shortens_it():
    source = "我局務(wù)實推進公開工作，全年公開政府信息，發布動態(tài)類信息24條，其餘待定。"
    (claim,) = find_claims({"overview": source}, YEAR)
    assert claim.text == "發布動態(tài)類信息24條"


def test_claims_come_in_the_order_of_the_sections():
    narrative = {"other": "未收取信息处理费。", "overview": "公开信息3条。"}
    assert find_claims(narrative, YEAR) == (
        Claim(What.ITEMS_PUBLISHED, 3, "条", text="公开信息3条"),
        Claim(What.FEE_YUAN, Decimal(0), "元", text="未收取信息处理费"),
    )


@pytest.mark.parametrize("narrative", [{}, {"overview": ""}, {"overview": "。。\n"}, {"unknown": "公开信息3条。"}])
def test_prose_that_states_nothing_claims_nothing(narrative):
    assert find_claims(narrative, YEAR) == ()
