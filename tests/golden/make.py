"""Makes the golden files: every published report among the expected models, laid out in the shapes seen.

The figures, agencies and years are those of published reports, the prose is ours; what is called 示例 is invented.
Run ``python -m tests.golden.make`` after changing a model or a layout, and look at what changed.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.golden.layouts import SHAPES, whole
from tests.golden.pages import PAGES

from gongkai.report.json_format import from_json
from gongkai.report.model import AnnualReport

FOLDER = Path(__file__).parent / "files"
MODELS = Path(__file__).parent / "models"

_Spoil = Callable[[str], str]


def misprinted(text: str) -> str:
    """Labels as some agencies print them."""
    text = re.sub("其他法律(行|⾏)政法规禁(止|⽌)公开", r"其他法律\1政\2公开", text)
    return re.sub("行政规范性文件(?= ?[|\t\n])", "规范性文件", text)


def annotated(text: str) -> str:
    """A figure with a note in its cell."""
    return text.replace("| 13 | 0 | 55 |", "| 13（其中修订2件） | 0 | 55 |")


def torn(text: str) -> str:
    """The last figure of the last row, lost there and alone on a line above it."""
    lines = text.split("\n")
    last = next(at for at, line in enumerate(lines) if "结转下年度继续办理" in line)
    row, _space, figure = lines[last].removesuffix(" |").rpartition(" ")
    lines[last] = f"{row}  |"
    above = next(at for at, line in enumerate(lines) if "（七）总计" in line)
    return "\n".join([*lines[:above], figure, *lines[above:]])


def numbered_twice(text: str) -> str:
    """Prose with numbers one to three of its own before the statutory tables, which are one to five."""
    first = "一、总体情况\n"
    titles = re.findall("^[二三四五六]、(.+)$", text, re.MULTILINE)
    for number, title in zip("一二三四五", titles, strict=True):
        text = re.sub(f"^[二三四五六]、{title}$", f"{number}、{title}", text, flags=re.MULTILINE)
    return text.replace(first, f"{first}二、工作机制\n三、依申请公开工作\n", 1) if titles else text


def with_contents(text: str) -> str:
    """A table of contents and the words of a site before the report, the foot of the page after it."""
    titles = "\n".join(re.findall("^[一二三四五六]、.{4,30}$", text, re.MULTILINE))
    before = f"首页 > 政府信息公开 > 年报\n索 引 号：003512345/2025-00012\n发布时间：2025-01-20 10:12\n目录\n{titles}\n"
    return f"{before}{text}附件：\n上一篇：示例区教育局2020年政府信息公开工作年度报告\n主办单位：示例办公室\n"


def traditional(text: str) -> str:
    """In Traditional characters, as used in Taiwan (which Big5 has)."""
    from opencc import OpenCC

    return str(OpenCC("s2tw").convert(text))


def full_width(text: str) -> str:
    """Figures of the tables in full-width digits, as Chinese input methods write them."""
    digits = str.maketrans("0123456789", "０１２３４５６７８９")
    return "\n".join(line.translate(digits) if line[:1].isdigit() else line for line in text.split("\n"))


# The report, its layout, what is spoilt, and the encoding.
FILES: tuple[tuple[str, str, tuple[_Spoil, ...], str], ...] = (
    ("hongze-2023", "pdf_text", (misprinted,), "utf-8"),
    ("hongze-2023", "kangxi", (misprinted,), "utf-8"),
    ("hongze-2023", "alternate_lines", (), "gb18030"),
    ("hongze-2023", "word_paste", (), ""),
    ("hongze-2023", "split_tables", (), ""),
    ("hongze-2024", "cell_lines", (), "utf-8"),
    ("hongze-2024", "pdf_text", (), "utf-16"),
    ("hongze-2024", "clean_spans", (), ""),
    ("hongze-2024", "one_table", (), ""),
    ("suqian-2023", "kangxi", (), "utf-8"),
    ("suqian-2023", "tabs", (), "utf-8-sig"),
    ("suqian-2023", "blank_heads", (), ""),
    ("suqian-2024", "row_pipes", (with_contents,), "utf-8"),
    ("suqian-2024", "nested_layout", (), ""),
    ("kewei-2024", "torn_markdown", (annotated, torn), "utf-8"),
    ("kewei-2024", "markdown", (annotated,), "utf-8"),
    ("kewei-2024", "row_pipes", (misprinted,), "gb18030"),
    ("kewei-2024", "site_around", (), ""),
    ("ceshi-2025", "plain_lines", (full_width,), "utf-8"),
    ("ceshi-2025", "tabs", (), "gb18030"),
    ("ceshi-2025", "blank_heads", (), ""),
    ("ceshi-2025", "clean_spans", (traditional,), "big5"),
    ("shili-blanks-2023", "cell_lines", (), "utf-8"),
    ("shili-blanks-2023", "row_pipes", (with_contents,), "utf-8"),
    ("shili-blanks-2023", "alternate_lines", (), "utf-8"),
    ("shili-blanks-2023", "markdown", (), "utf-8"),
    ("shili-blanks-2023", "word_paste", (), ""),
    ("shili-blanks-2023", "split_tables", (), ""),
    ("shili-2019", "cell_lines", (), "utf-8"),
    ("shili-2019", "plain_lines", (), "utf-8"),
    ("shili-2019", "clean_spans", (), ""),
    ("shili-2020", "tabs", (), "utf-8"),
    ("shili-2020", "pdf_text", (), "utf-8"),
    ("shili-2020", "site_around", (), ""),
    ("shili-2020", "row_pipes", (traditional,), "utf-8"),
)


def model(name: str) -> AnnualReport:
    """Return the model expected from every golden file of a report."""
    return from_json((MODELS / f"{name}.json").read_text(encoding="utf-8"), name)


def made() -> Iterator[tuple[Path, str, bytes]]:
    """Yield each golden file: its path, the name of its model, and its bytes."""
    for name, layout, spoils, encoding in FILES:
        report = model(name)
        if layout in PAGES:
            data, ending = PAGES[layout](report), "html"
        else:
            data, ending = whole(report, SHAPES[layout]).encode(), "md" if "markdown" in layout else "txt"
        if spoils or encoding:
            text = data.decode()
            for spoil in spoils:
                text = spoil(text)
            data = text.replace('charset="utf-8"', f'charset="{encoding}"').encode(encoding)
        yield FOLDER / f"{name}.{layout}.{ending}", name, data


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for path, _name, data in made():
        path.write_bytes(data)
