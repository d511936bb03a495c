"""The command line: everything below the site, for officers, auditors and researchers.

What a command does not need, it does not import: ``gongkai due`` answers in the time that Python takes to start.
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from gongkai import __version__
from gongkai.errors import GongkaiError
from gongkai.wording import _

SOUND, BROKEN, FAILED = 0, 1, 2
"""Exit codes: nothing of severity error is broken, nothing blocks; something is or does; a file could not be read, or
the call is wrong."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; no traceback reaches the user."""
    for stream in (sys.stdout, sys.stderr):
        # JSON is UTF-8 whatever the locale; so is what is piped on.
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    try:
        options = _parser().parse_args(arguments)
        code: int = options.run(options)
        sys.stdout.flush()
    except GongkaiError as error:
        return _complain(str(error))
    except BrokenPipeError:
        # The reader of the pipe has seen enough; Python would complain about it once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return SOUND
    except OSError as error:
        return _complain(_("无法写出结果：{reason}。请检查磁盘空间和权限。").format(reason=error.strerror or error))
    except KeyboardInterrupt:
        return _complain(_("已中断。"))
    except MemoryError:
        return _complain(_("内存不足。请关闭其他程序，或者换一个较小的文件。"))
    return code


def _complain(message: str) -> int:
    print(message, file=sys.stderr)
    return FAILED


class _Parser(argparse.ArgumentParser):
    """A parser that speaks Chinese and says what to do about a wrong call."""

    _WORDS = (
        (r"the following arguments are required: (.+)", "缺少参数：{0}"),
        (r"unrecognized arguments: (.+)", "不认识的参数：{0}"),
        (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", "{0} 不能是 {1}，可用的有：{2}"),
        (r"argument (.+?): expected (?:at least )?one argument", "{0} 后面要有一个值"),
        (r"argument (.+?): not allowed with argument (.+)", "{0} 不能与 {1} 同时使用"),
        (r"one of the arguments (.+) is required", "需要其中一个参数：{0}"),
        (r"argument (.+?): ignored explicit argument (.+)", "{0} 后面不能有值 {1}"),
        (r"argument (.+?): (.+)", "{0}：{1}"),
    )

    def error(self, message: str) -> NoReturn:
        for pattern, words in self._WORDS:
            if match := re.fullmatch(pattern, message):
                message = _(words).format(*match.groups())
                break
        self.exit(FAILED, _("{message}。用法见 {program} --help。\n").format(message=message, program=self.prog))

    def format_help(self) -> str:
        self._positionals.title = _("参数")
        self._optionals.title = _("选项")
        return super().format_help().replace("usage: ", _("用法："), 1)


class _Once(argparse.Action):
    """An option for what happens once: a supplement (条例第三十条), a payment."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        if getattr(namespace, self.dest) is not None:
            parser.error(_("{option} 只能写一次").format(option=option_string))
        setattr(namespace, self.dest, values)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="gongkai",
        description=_("政府信息公开：读取、核对、转换、比较年度报告，计算期限和信息处理费，检查要公开的文件。"),
        add_help=False,
    )
    _add_help(parser)
    parser.add_argument("--version", action="version", version=f"gongkai {__version__}", help=_("显示版本"))
    commands = parser.add_subparsers(
        dest="command", required=True, metavar=_("命令"), title=_("命令"), parser_class=_Parser
    )

    def command(
        name: str, run: Callable[[argparse.Namespace], int] | None, text: str, among: Any = commands
    ) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = among.add_parser(name, help=text, description=text, add_help=False)
        _add_help(added)
        if run is not None:
            added.set_defaults(run=run)
        return added

    read = command("read", _read, _("读取一份年度报告，显示其中的数据"))
    read.add_argument("file", metavar=_("文件"), help=_("网页、Word、Excel、PDF、文本、Markdown 或者 JSON 文件"))
    read.add_argument("--json", action="store_true", help=_("输出 JSON"))
    read.add_argument("--where", action="store_true", help=_("与 --json 同用：附上每个数在文件中的位置"))

    check = command("check", _check, _("核对年度报告：勾稽关系、单元格、格式、文字与表格是否一致"))
    check.add_argument("files", nargs="+", metavar=_("文件"), help=_("要核对的年度报告"))
    check.add_argument("--previous", metavar=_("文件"), help=_("上一年度的报告，用来核对结转和现行有效件数"))
    check.add_argument("--json", action="store_true", help=_("输出 JSON"))
    check.add_argument("--all", action="store_true", help=_("也列出成立的各项"))

    convert = command("convert", _convert, _("把年度报告转换成另一种格式"))
    convert.add_argument("file", metavar=_("文件"), help=_("要转换的年度报告"))
    convert.add_argument(
        "out", metavar=_("输出文件"), help=_("按扩展名决定格式：.html .docx .xlsx .pdf .md .txt .json")
    )

    compare = command("compare", _compare, _("逐格逐段比较两份年度报告"))
    compare.add_argument("old", metavar=_("旧报告"), help=_("上一年度的，或者另一个机关的报告"))
    compare.add_argument("new", metavar=_("新报告"), help=_("本年度的，或者本机关的报告"))
    compare.add_argument("--json", action="store_true", help=_("输出 JSON"))

    due = command("due", _due, _("计算答复期限，逐日说明"))
    due.add_argument("--received", required=True, type=_day, metavar=_("日期"), help=_("收到申请之日（YYYY-MM-DD）"))
    due.add_argument(
        "--supplement",
        type=_days,
        action=_Once,
        metavar=_("告知日:补正日"),
        help=_("补正：告知之日和收到补正之日，期限重新计算"),
    )
    due.add_argument(
        "--consult", type=_days, action="append", default=[], metavar=_("发出日:答复日"), help=_("征求意见，可以多次")
    )
    due.add_argument(
        "--fee",
        type=_days,
        action=_Once,
        metavar=_("通知日:缴费日"),
        help=_("收费：收到通知之日和缴费之日，期限重新计算"),
    )
    due.add_argument(
        "--extended", nargs="?", const=20, type=_count, metavar="N", help=_("延长答复期限 N 个工作日，不写是 20")
    )
    due.add_argument("--json", action="store_true", help=_("输出 JSON"))

    fee = command("fee", _fee, _("计算信息处理费，逐档说明"))
    units = fee.add_mutually_exclusive_group(required=True)
    units.add_argument("--items", type=_count, metavar="N", help=_("按件计收：本次的件数"))
    units.add_argument("--pages", type=_count, metavar="N", help=_("按量计收：页数"))
    fee.add_argument("--before", type=_count, metavar="K", help=_("按件计收：同一申请人本月已有的件数"))
    fee.add_argument("--json", action="store_true", help=_("输出 JSON"))

    scan = command("scan", _scan, _("检查文件里的个人信息、密级标志、隐藏内容和文件属性"))
    scan.add_argument(
        "files",
        nargs="+",
        metavar=_("文件"),
        help=_("要公开的文件：网页、Word、Excel、PDF、图片、CSV、文本或者 ZIP 压缩包"),
    )
    scan.add_argument("--json", action="store_true", help=_("输出 JSON"))

    site = command("site", _site, _("管理网站：安装、备份、核验审计等，gongkai site help 列出全部命令"))
    site.add_argument("arguments", nargs=argparse.REMAINDER, metavar=_("网站的命令"), help=_("及其参数"))

    corpus = command("corpus", None, _("许多份年度报告：读成数据集，整体核对"))
    asked = corpus.add_subparsers(
        dest="corpus_command", required=True, metavar=_("命令"), title=_("命令"), parser_class=_Parser
    )

    build = command("build", _corpus_build, _("读取文件夹里的所有报告，写成数据集；中断后再运行会接着做"), asked)
    build.add_argument("folder", metavar=_("文件夹"), help=_("报告所在的文件夹，连同其中的文件夹"))
    build.add_argument("out", metavar=_("数据集"), help=_("要写出的数据集，如 OUT.parquet；它是一个文件夹"))
    build.add_argument(
        "--agencies",
        metavar=_("机关表"),
        help=_("CSV 文件，写明文件或者机关名称属于哪个机关；不在其中的单列，不按名称猜测"),
    )

    whole = command("check", _corpus_check, _("核对数据集里所有报告的勾稽关系和与上年的衔接"), asked)
    whole.add_argument("data_set", metavar=_("数据集"), help=_("gongkai corpus build 写出的数据集"))
    whole.add_argument("--json", action="store_true", help=_("输出 JSON"))

    sums = command("rollup", _corpus_rollup, _("按地区、年度、机关类型汇总三张表，写明缺哪些报告、哪些格不清楚"), asked)
    sums.add_argument("data_set", metavar=_("数据集"), help=_("gongkai corpus build 写出的数据集"))
    sums.add_argument(
        "--by",
        required=True,
        metavar=_("分组"),
        help=_("province（省）、city（市）、county（县）、year（年度）、kind（机关类型）中的若干项，用英文逗号隔开"),
    )
    sums.add_argument("--json", action="store_true", help=_("输出 JSON；不写则输出 CSV"))

    beside = command(
        "compare", _corpus_compare, _("比较数据集里的报告：年度之间、汇总与所属、文字雷同、残留的其他地名"), asked
    )
    beside.add_argument("data_set", metavar=_("数据集"), help=_("gongkai corpus build 写出的数据集"))
    beside.add_argument("--json", action="store_true", help=_("输出 JSON"))

    verdict = command("verdict", _corpus_verdict, _("对一个问题作出判断：属实，或者排除；数据改变前一直有效"), asked)
    verdict.add_argument("data_set", metavar=_("数据集"), help=_("gongkai corpus build 写出的数据集"))
    verdict.add_argument("finding", metavar=_("编号"), help=_("check 或者 compare 输出中 # 后面的编号"))
    decided = verdict.add_mutually_exclusive_group(required=True)
    decided.add_argument("--accept", action="store_true", help=_("问题属实"))
    decided.add_argument("--dismiss", action="store_true", help=_("排除，不再计为问题"))
    verdict.add_argument("--reason", required=True, metavar=_("理由"), help=_("判断的理由"))

    summary = command("report", _corpus_report, _("写出数据集的汇总报告：完整性、及时性、发现的问题等"), asked)
    summary.add_argument("data_set", metavar=_("数据集"), help=_("gongkai corpus build 写出的数据集"))
    summary.add_argument("out", metavar=_("输出文件"), help=_("按扩展名决定格式：.html .xlsx"))
    return parser


def _add_help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help=_("显示用法"))


def _day(text: str) -> date:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("“{text}”不是日期，应当写成 2024-04-26 这样").format(text=text)) from None


def _days(text: str) -> tuple[date, date | None]:
    """Return the day on which something began and the day on which it ended, if it has."""
    begun, colon, ended = text.partition(":")
    if not colon:
        raise argparse.ArgumentTypeError(
            _("“{text}”应当是两个日期，如 2024-04-26:2024-05-10；还没有结束的写成 2024-04-26:").format(text=text)
        )
    return _day(begun), _day(ended) if ended else None


def _count(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise argparse.ArgumentTypeError(_("“{text}”应当是不小于 0 的整数").format(text=text))
    return int(text)


def _print_json(value: object) -> None:
    import simplejson

    print(simplejson.dumps(value, ensure_ascii=False, indent=2, use_decimal=True))


def _due(options: argparse.Namespace) -> int:
    from gongkai.law import Consultation, Extension, Payment, Supplement, reply_due

    answer = reply_due(
        options.received,
        supplement=Supplement(*options.supplement) if options.supplement else None,
        consultations=[Consultation(*days) for days in options.consult],
        payment=Payment(*options.fee) if options.fee else None,
        extension=Extension(options.extended) if options.extended is not None else None,
    )
    if options.json:
        print(json.dumps(answer.to_json(), ensure_ascii=False, indent=2))
        return SOUND
    from gongkai import display

    print(display.due(answer))
    return SOUND


def _fee(options: argparse.Namespace) -> int:
    from gongkai.law.fees import fee_by_item, fee_by_page

    if options.pages is not None:
        if options.before is not None:
            raise GongkaiError(_("--before 只用于按件计收（--items）；按量计收按每件申请的页数计算，不累计。"))
        fee = fee_by_page(options.pages, date.today())
    else:
        fee = fee_by_item(options.items, date.today(), before=options.before or 0)
    print(json.dumps(fee.to_json(), ensure_ascii=False, indent=2) if options.json else "\n".join(fee.explanation()))
    return SOUND


def _read(options: argparse.Namespace) -> int:
    from gongkai.report import read

    report = read(options.file)
    if options.json:
        from gongkai.report.json_format import to_json

        print(to_json(report, where=options.where))
        return SOUND
    if options.where:
        raise GongkaiError(_("--where 要与 --json 一起用。"))
    from gongkai import display

    print(display.report(report))
    return SOUND


def _check(options: argparse.Namespace) -> int:
    from gongkai import display
    from gongkai.report import UnreadableReport, check, read
    from gongkai.report.findings import Severity, Verdict

    previous, code = None, SOUND
    if options.previous is not None:
        try:
            previous = read(options.previous)
        except UnreadableReport as error:
            # The reports themselves are still checked, without their predecessor.
            code = FAILED
            print(error, file=sys.stderr)
    documents: list[dict[str, object]] = []
    for file in options.files:
        try:
            report = read(file)
        except UnreadableReport as error:
            # The other files of the call are still reported.
            code = FAILED
            documents.append({"file": file, "error": str(error)})
            if not options.json:
                print(error, file=sys.stderr)
            continue
        found = check(report, previous)
        if code == SOUND and any(each.severity is Severity.ERROR and each.verdict is Verdict.BROKEN for each in found):
            code = BROKEN
        if not options.json:
            print(display.findings(file, report, found, everything=options.all))
            continue
        documents.append(
            {
                "file": file,
                "agency": report.agency,
                "year": report.year,
                "edition": report.edition_key,
                "findings": [each.value() for each in found if options.all or each.verdict is not Verdict.HOLDS],
            }
        )
    if options.json:
        _print_json({"files": documents})
    return code


def _scan(options: argparse.Namespace) -> int:
    from gongkai import display
    from gongkai.privacy import UnreadableFile, scan_path

    code = SOUND
    documents: list[dict[str, object]] = []
    for file in options.files:
        try:
            scan = scan_path(file)
        except UnreadableFile as error:
            # The other files of the call are still scanned.
            code = FAILED
            documents.append({"file": file, "error": str(error)})
            if not options.json:
                print(error, file=sys.stderr)
            continue
        if code == SOUND and scan.blocks:
            code = BROKEN
        if options.json:
            documents.append({"file": file, "findings": [each.value() for each in scan.findings]})
        else:
            print(display.scan(scan))
    if options.json:
        _print_json({"files": documents})
    return code


def _convert(options: argparse.Namespace) -> int:
    from gongkai.report import read, write

    if Path(options.out).exists() and Path(options.out).samefile(options.file):
        raise GongkaiError(_("{out} 就是要转换的文件本身。请换一个输出文件名。").format(out=options.out))
    write(read(options.file), options.out)
    size = Path(options.out).stat().st_size
    print(_("已写入 {out}（{size} 字节）").format(out=options.out, size=size))
    return SOUND


def _compare(options: argparse.Namespace) -> int:
    from gongkai import display
    from gongkai.report import compare, read

    compared = compare(read(options.old), read(options.new))
    print(compared.to_json() if options.json else display.comparison(compared), end="" if options.json else "\n")
    return SOUND


def _site(options: argparse.Namespace) -> int:
    """Start Django by the name of its settings, and run one of the site's management commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.site.settings")
    try:
        import django
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
        from django.db import Error as DatabaseFault
    except ModuleNotFoundError:
        raise GongkaiError(_("没有安装网站所需的软件包。请在源码目录运行 make setup。")) from None
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise GongkaiError(_wrong_setting(str(error))) from None
    except ModuleNotFoundError as error:
        raise GongkaiError(
            _("网站所需的软件包“{name}”没有安装。请在源码目录运行 make setup。").format(name=error.name)
        ) from None
    name, *rest = options.arguments or ["help"]
    if name in ("help", "-h", "--help") and not rest:
        print(_site_commands())
        return SOUND
    try:
        # Commands are modules, whose names have no hyphens.
        execute_from_command_line(["gongkai site", name.replace("-", "_"), *rest])
    except DatabaseFault as error:
        raise GongkaiError(_wrong_database(str(error))) from None
    return SOUND


def _site_commands() -> str:
    """Return what the site's operator does by command: the project's own commands, and the few of Django's needed."""
    from django.core.management import get_commands, load_command_class

    own = {name: load_command_class(app, name).help for name, app in get_commands().items() if "gongkai" in str(app)}
    told = {
        "migrate": _("建立数据库的表；升级后再运行一次"),
        "collectstatic": _("收集样式等静态文件，供 nginx 发送"),
        "check": _("检查网站的设置，--deploy 按正式运行检查"),
        **own,
    }
    width = max(map(len, told))
    lines = [f"  {name.replace('_', '-'):{width}}  {said}" for name, said in sorted(told.items())]
    return "\n".join([_("用法：gongkai site 命令 …，gongkai site 命令 --help 看它的参数。"), "", *lines])


def _wrong_database(reason: str) -> str:
    if re.search(r"no such table|relation .* does not exist", reason):
        return _("数据库里还没有表，或者没有升级。请先运行 gongkai site migrate。")
    if "unable to open database file" in reason:
        return _(
            "打不开数据库文件：数据目录（环境变量 GONGKAI_DATA）不存在或者不能写。"
            "请先建立目录，再运行 gongkai site migrate。"
        )
    if "database is locked" in reason:
        return _("数据库正被其他程序占用，没有改动。请稍后再试。")
    return _("数据库出错，没有做完：{reason}").format(reason=reason.strip())


def _wrong_setting(reason: str) -> str:
    if secret := re.match(r"(GONGKAI_\w+) is missing or shorter than (\d+)", reason):
        return _(
            "没有设置密钥 {name}，或者不足 {length} 个字符，网站不能启动。"
            '可用 python -c "import secrets; print(secrets.token_urlsafe(48))" 生成，设在环境变量里；'
            "各项设置见 docs/operations/settings.md。"
        ).format(name=secret[1], length=secret[2])
    return _("网站的设置有误：{reason} 各项设置见 docs/operations/settings.md。").format(reason=reason)


def _corpus_build(options: argparse.Namespace) -> int:
    from gongkai import display
    from gongkai.corpus.building import Progress, build

    def say(progress: Progress) -> None:
        print(
            _("已读 {done}/{files} 个文件，其中接着上次的 {taken_over} 个").format(
                done=progress.done, files=progress.files, taken_over=progress.taken_over
            ),
            file=sys.stderr,
        )

    built = build(
        Path(options.folder),
        Path(options.out),
        agencies=None if options.agencies is None else Path(options.agencies),
        progress=say,
    )
    print(display.built(built))
    return FAILED if any(each.outcome == "unreadable" for each in built.unused) else SOUND


def _corpus_check(options: argparse.Namespace) -> int:
    from gongkai import display
    from gongkai.corpus.checking import summarized
    from gongkai.corpus.folder import opened
    from gongkai.corpus.rulings import read_rulings

    with opened(Path(options.data_set)) as connection:
        summary = summarized(connection, read_rulings(Path(options.data_set)))
    if options.json:
        _print_json(summary.value())
    else:
        print(display.checked(summary))
    return BROKEN if summary.errors else SOUND


def _corpus_rollup(options: argparse.Namespace) -> int:
    from gongkai import display
    from gongkai.corpus.folder import opened
    from gongkai.corpus.rollup import dimensions, rollup

    by = dimensions(options.by)
    with opened(Path(options.data_set)) as connection:
        sums = rollup(connection, by)
    if options.json:
        _print_json(sums.value())
    else:
        print(display.rolled_up(sums), end="")
    return SOUND


def _corpus_compare(options: argparse.Namespace) -> int:
    from gongkai import display
    from gongkai.corpus.comparing import compare
    from gongkai.corpus.folder import opened
    from gongkai.corpus.rulings import read_rulings

    with opened(Path(options.data_set)) as connection:
        compared = compare(connection, read_rulings(Path(options.data_set)))
    if options.json:
        _print_json(compared.value())
    else:
        print(display.compared(compared))
    return BROKEN if compared.errors else SOUND


def _corpus_verdict(options: argparse.Namespace) -> int:
    from gongkai.corpus.checking import summarized
    from gongkai.corpus.comparing import compare
    from gongkai.corpus.folder import opened
    from gongkai.corpus.rulings import Decision, Rulable, rule_on, rulings_file

    data_set = Path(options.data_set)
    with opened(data_set) as connection:
        checked, compared = summarized(connection), compare(connection)
    findings: list[Rulable] = [*checked.faults, *checked.undecided, *compared.noticed, *compared.undecided]
    decision = Decision.ACCEPT if options.accept else Decision.DISMISS
    ruling = rule_on(data_set, findings, options.finding.removeprefix("#"), decision, options.reason, date.today())
    print(
        _("已记入 {file}：{agency} {year} {rule} {decision}").format(
            file=rulings_file(data_set),
            agency=ruling.agency or ruling.file,
            year=ruling.year,
            rule=ruling.rule,
            decision=decision.label,
        )
    )
    return SOUND


def _corpus_report(options: argparse.Namespace) -> int:
    from gongkai.corpus.overview_writing import write_overview

    write_overview(Path(options.data_set), Path(options.out))
    size = Path(options.out).stat().st_size
    print(_("已写入 {out}（{size} 字节）").format(out=options.out, size=size))
    return SOUND


if __name__ == "__main__":
    sys.exit(main())
