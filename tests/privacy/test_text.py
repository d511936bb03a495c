"""What is found in text, and what is not: tables that a lawyer can read. All people and numbers are constructed."""

import pytest
from tests.privacy.people import CARD, ID, ID_X, MOBILE, OLD_ID, USCC, bank_card, resident_id

from gongkai.privacy import Finding, Kind, Severity, scan_text
from gongkai.privacy.resident_ids import check_digit


def found(text: str) -> list[tuple[str, str]]:
    return [(each.rule, each.severity.value) for each in scan_text(text)]


def blocking(text: str) -> list[Finding]:
    return [each for each in scan_text(text) if each.severity is Severity.BLOCK]


def full_width(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if each.isalnum() else each for each in text)


@pytest.mark.parametrize(
    ("text", "rule", "severity"),
    [
        pytest.param(f"身份证号{ID}，", "resident_id", "block", id="十八位身份证号"),
        pytest.param(f"示例人张某某{ID_X.lower()}", "resident_id", "block", id="小写x"),
        pytest.param(full_width(ID_X), "resident_id", "block", id="全角"),
        pytest.param(f"{ID[:6]} {ID[6:14]} {ID[14:]}", "resident_id", "block", id="空格分组"),
        pytest.param(f"{ID[:6]}\u00a0{ID[6:14]}-{ID[14:]}", "resident_id", "block", id="不换行空格和连字符"),
        pytest.param("\u200b".join(ID), "resident_id", "block", id="零宽字符"),
        pytest.param(" ".join(ID), "resident_id", "block", id="逐位空格"),
        pytest.param(f"{ID[:9]}\n{ID[9:]}", "resident_id", "block", id="换行断开"),
        pytest.param(f"0 0 0 0 {ID} 0 0", "resident_id", "block", id="表格一行中"),
        pytest.param(f"姓名张某某sfz{ID}", "resident_id", "block", id="紧接字母"),
        pytest.param(resident_id("910110", "19850101"), "resident_id", "block", id="外国人永久居留身份证"),
        pytest.param(resident_id("830000", "19850101"), "resident_id", "block", id="台湾居民居住证"),
        pytest.param(resident_id("110100", "19750101"), "resident_id", "block", id="早已撤销的行政区划"),
        pytest.param(f"身份证：{OLD_ID}", "resident_id.fifteen", "block", id="十五位身份证号"),
        pytest.param(f"联系人张某某{MOBILE}", "mobile", "block", id="手机号"),
        pytest.param("13800001234@example.com", "mobile", "block", id="手机号作邮箱名"),
        pytest.param("+86 138-0000-1234", "mobile", "block", id="带国家码和连字符"),
        pytest.param("8613800001234", "mobile", "block", id="86开头"),
        pytest.param("手机：138 0000 1234", "mobile", "block", id="空格分组"),
        pytest.param(full_width(MOBILE), "mobile", "block", id="全角手机号"),
        pytest.param("手机**13800001234**", "mobile", "block", id="加粗标记之间"),
        pytest.param("办公电话：0371-00000000转8".replace("00000000", "60000000"), "landline", "info", id="固定电话"),
        pytest.param("电话：60000000", "landline", "info", id="没有区号"),
        pytest.param("热线 400-000-0000".replace("400-000", "400-600"), "landline", "info", id="400 电话"),
        pytest.param(CARD, "bank_card", "block", id="银联卡号"),
        pytest.param(
            f"{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}", "bank_card", "block", id="四位一组"
        ),
        pytest.param(f"开户行账号：{bank_card('888888000000123')}", "bank_card", "block", id="前面写明账号"),
        pytest.param("护照号码：E12345678", "passport", "warn", id="护照"),
        pytest.param("往来港澳通行证号C12345678", "passport.permit", "warn", id="港澳通行证"),
        pytest.param("学号：202100012345", "passport.other", "warn", id="学号"),
        pytest.param("当事人：张某某，示例县示例镇示例村3组12号", "address", "warn", id="姓名之后到村组"),
        pytest.param("家庭住址：示例市示例区幸福路12号3单元502室", "address", "warn", id="写明家庭住址"),
        pytest.param("李某，男，住示例区幸福小区5栋2单元301", "address", "warn", id="性别之后"),
        pytest.param(f"统一社会信用代码：{USCC}", "uscc", "info", id="统一社会信用代码"),
        pytest.param("92350100MA0000000H", "uscc.sole_proprietor", "info", id="个体工商户"),
        pytest.param("机密★1年", "marking.level", "block", id="机密"),
        pytest.param("机密★1年 关于“示例”的报告", "marking.level", "block", id="密级之后另有引号"),
        pytest.param("秘 密 ★ 长期", "marking.level", "block", id="字间有空格"),
        pytest.param("密级：绝密", "marking.level", "block", id="密级一栏"),
        pytest.param("机密\n示例市人民政府文件", "marking.level", "block", id="单独一行"),
        pytest.param("内部资料，注意保存", "marking.internal", "block", id="内部资料"),
        pytest.param("（内部资料）关于示例的报告", "marking.internal", "block", id="括号"),
        pytest.param("工作秘密\n关于示例的请示", "marking.internal", "block", id="工作秘密"),
        pytest.param("（此件不公开）", "marking.not_public", "block", id="此件不公开"),
        pytest.param("公开方式：不予公开", "marking.not_public", "block", id="公开属性"),
        pytest.param("（此件依申请公开）", "marking.on_request", "warn", id="此件依申请公开"),
    ],
)
def test_what_is_found(text: str, rule: str, severity: str) -> None:
    assert (rule, severity) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(ID[:17] + ("0" if ID[17] != "0" else "1"), id="校验码不对"),
        pytest.param(resident_id("990101"), id="没有这个省"),
        pytest.param(resident_id(born="19901332"), id="没有这一天"),
        pytest.param(f"1{ID}", id="十九位数字的一部分"),
        pytest.param(f"{ID}00", id="二十位数字的一部分"),
        pytest.param("索引号：000014349/2017-00110", id="索引号"),
        pytest.param("国办发〔2019〕60号，2019年5月15日施行", id="文号和日期"),
        pytest.param("编号：2019-440105-83-03-001234", id="项目代码"),
        pytest.param("总投资13800001234.56元", id="带小数的金额"),
        pytest.param("收入13800001234元", id="金额"),
        pytest.param("订单号：13800001234", id="订单号"),
        pytest.param("流水号 4111111111111111", id="流水号碰巧合校验码"),
        pytest.param("t13800001234567", id="更长的数字"),
        pytest.param("d41d8cd98f13800001234e98", id="散列值"),
        pytest.param("/art/2021/1/29/art_13800001234.html", id="网页地址"),
        pytest.param("139 2019 2020 2021 2022", id="表格一行"),
        pytest.param("0 0 0 0 1 1 0 1 0 1 1 9 9 0 0 3 0 7 1 2 3 3 0 0", id="表格里的零和一"),
        pytest.param("0000000000000000", id="十六个零"),
        pytest.param("138****1234", id="已遮盖的手机号"),
        pytest.param("35*************123", id="已遮盖的身份证号"),
        pytest.param("身份证号码：11××××××××××××××33", id="用叉号遮盖"),
        pytest.param("138ＸＸＸＸ1234", id="全角字母遮盖"),
        pytest.param("占比13.800001234%", id="百分比"),
        pytest.param("涉及国家秘密、商业秘密、个人隐私的政府信息，不得公开。", id="条例的话"),
        pytest.param("国家秘密的密级分为绝密、机密、秘密三级。绝密级国家秘密是最重要的国家秘密。", id="保密法的话"),
        pytest.param("书面形式的密件、密品应当标明国家秘密标志，如“机密★1年”。", id="说明怎样标密"),
        pytest.param("凡标有“此件不公开”字样的，不上传网站。", id="引用不公开"),
        pytest.param("绝密\n机密\n秘密\n", id="三级都列出的表"),
        pytest.param("应当加强内部资料管理，防止工作秘密泄露。", id="谈内部资料"),
        pytest.param("（三）不予公开\n1.属于国家秘密\n2.其他法律行政法规禁止公开", id="年度报告表三"),
        pytest.param("（五）不予公开", id="表中一格"),
        pytest.param("地址：示例市示例区人民路12号，邮编450000", id="机关地址"),
        pytest.param("当事人：示例贸易有限公司，住所：示例区人民路12号", id="公司住所"),
        pytest.param("本村共3组120户", id="村组数"),
    ],
)
def test_what_is_not_found(text: str) -> None:
    assert [each for each in scan_text(text) if each.severity is not Severity.INFO] == []


@pytest.mark.parametrize("number", [ID, ID_X, resident_id("440301", "20010229".replace("0229", "0228"), "001")])
def test_the_check_digit_is_that_of_the_standard(number: str) -> None:
    """GB 11643 (ISO 7064 mod 11-2), told another way: the weighted sum of all digits leaves 1."""
    digits = [10 if each == "X" else int(each) for each in number]
    assert sum(digit * pow(2, 17 - n, 11) for n, digit in enumerate(digits)) % 11 == 1
    assert check_digit(number[:17]) == number[17]


def test_a_number_is_classed_once() -> None:
    """居民身份证号先于银行卡号，都不在信用代码之内"""
    assert [each.kind for each in scan_text(f"{ID}，{USCC}，{CARD}")] == [Kind.RESIDENT_ID, Kind.USCC, Kind.BANK_CARD]


def test_values_are_shown_masked_only() -> None:
    text = (
        f"张某某，身份证号{ID}，手机{MOBILE}，卡号{CARD}，护照E12345678，家住示例县示例镇示例村3组12号，"
        "电话0371-60000000"
    )
    shown = {each.kind.value: each.value_masked for each in scan_text(text)}
    assert shown == {
        "resident_id": "11*************" + ID[-3:],
        "mobile": "138****1234",
        "bank_card": "***************" + CARD[-4:],
        "passport": "E******78",
        "address": "示例县示例镇****",
        "landline": "03716000****",
    }


def test_spans_are_places_in_the_text_itself() -> None:
    text = "第一行\n张某某\u200b\u200b" + "\u200b".join(ID) + "。"
    (each,) = scan_text(text)
    assert each.span is not None
    assert text[slice(*each.span)] == "\u200b".join(ID)
    assert each.where == "第2行"


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("手机1380000**34", "block"),
        ("身份证号11010119900307****", "warn"),
        ("身份证号1101011990030712**", "block"),
        ("卡号622202123456789****", "warn"),
    ],
)
def test_thin_masks_hide_too_little(text: str, severity: str) -> None:
    (each,) = scan_text(text)
    assert each.rule.endswith("thinly_masked")
    assert each.severity.value == severity


def people(count: int, *columns: str) -> str:
    rows = [f"{n}\t张某{'甲乙丙丁戊己庚辛壬癸'[n % 10]}\t" + "\t".join(columns) for n in range(count)]
    return "\n".join(rows)


def test_a_list_of_people_asks_for_a_second_reviewer() -> None:
    assert "table.list" in {each.rule for each in scan_text(people(10, ID))}
    assert "table.list" not in {each.rule for each in scan_text(people(9, ID))}


def test_sensitive_columns_beside_names_are_reported() -> None:
    """个人信息保护法第二十八条"""
    (each,) = scan_text("序号\t姓名\t残疾等级\t出生日期\n1\t张某某\t二级\t1990-03-07")
    assert (each.rule, each.value_masked, each.severity) == ("table.sensitive", "残疾等级、出生日期", Severity.WARN)
    assert scan_text("序号\t单位\t残疾人数\n1\t示例局\t3") == []


def test_rules_of_statutes_give_no_block() -> None:
    """条例第十四至十七条、第三十六条的用语"""
    text = (
        "依法确定为国家秘密的政府信息，法律、行政法规禁止公开的政府信息，以及公开后可能危及国家安全、公共安全、经济安全、"
        "社会稳定的政府信息，不予公开。\n涉及商业秘密、个人隐私等公开会对第三方合法权益造成损害的政府信息，行政机关不得公开。\n"
        "行政机关的内部事务信息，包括人事管理、后勤管理、内部工作流程等方面的信息，可以不予公开。\n"
        "行政机关不能确定政府信息是否可以公开的，应当依照法律、法规和国家有关规定报有关主管部门或者保密行政管理部门确定。\n"
        "国家秘密的保密期限，除另有规定外，绝密级不超过三十年，机密级不超过二十年，秘密级不超过十年。\n"
    )
    assert scan_text(text) == []
