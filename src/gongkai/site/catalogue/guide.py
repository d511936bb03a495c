"""The disclosure guide (政府信息公开指南): its demanded parts (条例第十二条), in one item of the agency's guide column.

The parts are the headings of the item's text, so the guide is reviewed, corrected and kept in versions like any item.
"""

from collections.abc import Iterator, Sequence

from gongkai.site.agencies.models import Agency
from gongkai.site.catalogue.models import Column, Item, Part
from gongkai.site.catalogue.plain_body import HEADING, to_html, to_text
from gongkai.site.editorial.manuscripts import Manuscript
from gongkai.site.editorial.remarks import Remark, check

OFFICE = "政府信息公开工作机构"
# What the guide says of the office (工作机构), from the agency's own data.
CONTACTS = {
    "office_name": "名称", "office_address": "办公地址", "office_hours": "办公时间", "office_phone": "联系电话",
    "office_fax": "传真号码", "office_contact": "互联网联系方式",
}  # fmt: skip
# Each part with the words with which a draft begins, where the Regulation itself supplies them.
PARTS = {
    "classification": (
        "政府信息的分类",
        "本机关主动公开的政府信息，按照《中华人民共和国政府信息公开条例》第二十条、第二十一条规定的事项分类，"
        "在“法定主动公开内容”中分项列出。",
    ),
    "arrangement": (
        "政府信息的编排体系",
        "每条信息列明索引号、名称、内容概述、生成日期等，在各栏目中按发布日期排列，可以按标题、文号、索引号和正文检索。",
    ),
    "access": (
        "政府信息的获取方式",
        "可以在本机关“政府信息公开”栏目检索、查阅、下载，也可以到国家档案馆、公共图书馆、政务服务场所设置的场所查阅；"
        "没有主动公开的，可以依法申请公开。",
    ),
    "office": (OFFICE, ""),
    "channels": (
        "提出申请的渠道",
        "可以当面提交，也可以通过邮政寄送，地址见上；寄送的，请在信封上注明“政府信息公开申请”。",
    ),
    "form": (
        "申请的形式和内容",
        "申请应当采用书面形式（包括信件、数据电文），写明姓名或者名称、身份证明、联系方式，所需信息的名称、文号或者"
        "便于查询的其他特征性描述，以及获取信息的方式、途径等形式要求（条例第二十九条）。书写确有困难的，可以口头提出，"
        "由本机关代为填写。",
    ),
    "process": (
        "申请的办理",
        "申请内容不明确的，自收到申请之日起 7 个工作日内一次性告知补正。能够当场答复的，当场答复；不能当场答复的，"
        "自收到申请之日起 20 个工作日内答复；需要延长的，最长不超过 20 个工作日，并告知申请人"
        "（条例第三十条、第三十三条）。",
    ),
    "remedies": (
        "监督和救济",
        "认为本机关没有依法履行政府信息公开义务的，可以向上一级行政机关或者政府信息公开工作主管部门投诉、举报，"
        "也可以依法申请行政复议或者提起行政诉讼（条例第五十一条）。",
    ),
}  # fmt: skip
TITLES = {title: name for name, (title, _) in PARTS.items()}
TITLE_ENDS_WITH = Part.GUIDE.label


def title_of(agency: Agency) -> str:
    """Return what the agency's guide is called."""
    return f"{agency.name}{TITLE_ENDS_WITH}"


def guide_of(agency: Agency) -> Item | None:
    """Return the agency's guide, or None if it has none yet."""
    return Item.objects.filter(column__agency=agency, column__part=Part.GUIDE).order_by("pk").first()


def first_draft(agency: Agency) -> dict[str, str]:
    """Return the parts with which a guide begins: the agency's own data, and the Regulation's words."""
    contacts = {name: getattr(agency, name) for name in CONTACTS}
    return {name: text for name, (_, text) in PARTS.items() if name != "office"} | contacts


def compose(parts: dict[str, str]) -> str:
    """Return the markup of a guide from its parts; an empty part leaves its heading out."""
    lines: list[str] = []
    for name, (title, _) in PARTS.items():
        text = parts.get(name, "").strip()
        if name == "office":
            text = "\n".join(f"{label}：{parts[key].strip()}" for key, label in CONTACTS.items() if parts.get(key))
        if text:
            lines += [f"{HEADING}{title}", text]
    return to_html("\n".join(lines))


def parts_of(markup: str) -> dict[str, str]:
    """Return the parts of a guide's markup; what is not there is empty."""
    parts = dict.fromkeys((*(name for name in PARTS if name != "office"), *CONTACTS), "")
    at = ""
    labels = {label: key for key, label in CONTACTS.items()}
    for line in to_text(markup).split("\n"):
        if line.startswith(HEADING):
            at = TITLES.get(line.removeprefix(HEADING), "")
        elif at == "office":
            label, _, value = line.partition("：")
            if label in labels:
                parts[labels[label]] = value
        elif at:
            parts[at] = f"{parts[at]}\n{line}".strip()
    return parts


def missing(parts: dict[str, str]) -> list[str]:
    """Return what the guide has to say (条例第十二条) and does not."""
    titles = {name: title for name, (title, _) in PARTS.items()} | {
        name: f"工作机构的{label}" for name, label in CONTACTS.items()
    }
    return [title for name, title in titles.items() if name != "office" and not parts[name].strip()]


def outdated(parts: dict[str, str], agency: Agency) -> list[str]:
    """Return where the guide says something else than the agency's own data."""
    return [
        f"{label}：机构设置中是“{getattr(agency, name)}”，指南中是“{parts[name]}”。"
        for name, label in CONTACTS.items()
        if getattr(agency, name) and parts[name] and getattr(agency, name) != parts[name]
    ]


def _guide_columns(manuscripts: Sequence[Manuscript]) -> set[int]:
    """Return those columns of some manuscripts that take the guide."""
    columns = {each.content.get("column_id") for each in manuscripts} - {None}
    return set(Column.objects.filter(pk__in=columns, part=Part.GUIDE).values_list("pk", flat=True))


@check("guide", version=lambda: "2")
def demanded_parts(manuscript: Manuscript) -> Iterator[Remark]:
    """Stop a guide that leaves out what it has to say; an office without a fax says that it has none.

    One that was written before the site came and has headings of its own is for people to compare.
    """
    texts = {each.label: each.written for each in manuscript.passages}
    is_guide = texts.get("标题", "").endswith(TITLE_ENDS_WITH) and manuscript.record_type == Item.type_name()
    if is_guide and manuscript.content.get("column_id") in manuscript.ask(_guide_columns):
        parts = parts_of(texts.get("正文", ""))
        if not any(parts.values()):
            why = "没有按条例第十二条规定的各部分分节，请人工核对有无遗漏"
            yield Remark("catalogue.guide", "指南", "", why, False, True)
            return
        for each in missing(parts):
            why = "指南应当写明这一项（条例第十二条）；确实没有的，写“无”"
            yield Remark("catalogue.guide", f"指南的“{each}”", "", why, True, False)
