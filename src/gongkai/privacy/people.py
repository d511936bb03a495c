"""Names of people, as far as text lets them be told: a surname, one or two characters more, and a reason."""

import re

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹"
    "熊白孟秦邱侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文樊兰殷施洪翟安颜倪牛温芦季俞章鲁葛伍申尤毕聂柴焦向柳邢"
    "岳齐梅庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强丛华车冉房边"
    "喻瞿宫池晏党连滕苑晋原褚佟全麦巩冷佘商仇简丘敖佟古饶冀骆栾岑邬晁臧楚竺戚濮宗米仲巫鞠刁逯么粟扈占郎南农海迟国储"
)
_COMPOUND = "欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|夏侯|端木"
NAME = f"(?:{_COMPOUND}|[{_SURNAMES}])[\u4e00-\u9fff某*×]{{1,2}}"
"""A pattern for what can be a name. By itself it says little: 高效 and 方式 fit, too."""

NAME_HEADER = re.compile(
    "姓名|名字|户主|户主姓名|申请人|受益人|救助对象|保障对象|补贴对象|资助对象|学生|家长|患者|残疾人|承租人|法定代表人|联系人|考生|人员名单|被处罚人|当事人"
)
_NAME_CELL = re.compile(f"(?:{NAME}|[\u4e00-\u9fff][某*×]{{1,3}}|[\u4e00-\u9fff]{{2,4}}·[\u4e00-\u9fff]{{2,8}})")
_NOT_A_NAME = re.compile(
    "[省市区县乡镇村组局部委办处科室厅院所站队社司号元年月日是否无有]$|^(?:合计|总计|小计|方式|项目|单位|任务|时间|成员|全部|全年|常务|高中|高级|石油|黄金|温度|安全|文件|文化|国家)"
)

_ROLE = (
    "(?:姓名|当事人|申请人|被申请人|被处罚人|被征收人|户主|受助人|救助对象|联系人|经营者|负责人|法定代表人"
    "|患者|学生|家长|投诉人|举报人)"
)
NAMED = re.compile(
    f"{_ROLE}[:： ]{{0,2}}{NAME}(?=[，,。；;、 （(:：\n]|男|女|住|性|身|$)"
    f"|{NAME}[，,、 （(]{{1,2}}(?:男|女)(?=[，,、 。）)])"
    f"|{NAME}(?:同志|先生|女士)?[，,、 （(]{{0,2}}(?:现住|家住|居住在|住址|户籍|住在?)"
)
"""A name with what makes it one: a label before it, a sex or 住 after it."""


def is_name(cell: str) -> bool:
    """Say whether a whole cell can be a name; masked names (张某某, 李*) are names."""
    cell = cell.replace(" ", "").strip()
    return _NAME_CELL.fullmatch(cell) is not None and _NOT_A_NAME.search(cell) is None


_SURNAME_OF_TWO = re.compile(_COMPOUND)


def masked_name(name: str) -> str:
    """Return a person's name as a public decision writes it: the surname, and 某 for every further character."""
    name = "".join(name.split())
    surname = 2 if len(name) > 2 and _SURNAME_OF_TWO.match(name) else 1
    return name[:surname] + "某" * min(max(len(name) - surname, 1), 2)
