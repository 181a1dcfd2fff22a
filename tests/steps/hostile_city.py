"""A small city whose every name is one that some program trips over: a workspace and its answers out.

`turn` moves the names on by one place each: over all turns every name stands in every place. Where a name
is part of a path (city, round, form, paper, meeting) it is what Windows allows of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment

from tests.letters import ROWS as LETTERS
from tests.settings_book import Rows, toy_settings, write_settings
from tests.steps.toy_city import CELLS, COVER_NAMES, EFFECT, FIRST, MERGES, NAMES, RESULT, STATUS
from toolkit.books.package.package import Package
from toolkit.desk.workspace import ISSUED, Workspace, load_workspace
from toolkit.model.file_names import legal_name
from toolkit.model.letters import KINDS, RECEIPT
from toolkit.model.profile import SETTINGS

SIGNS = "市民&企業の‹協働>'…①㈱﨑𠮷😀\""
HOSTILE = (
    SIGNS,
    "=SUM(A1)",
    "[特]課",
    "O'Brien課",
    "2課",
    "協働" * 150,
    "😀" * 300,
    "+1課",
    "-課",
    "@課",
    "二行に\n分かれた課",
    "タブ\tのある課",
    "　全角の　空白　",
    "CON",
    "点で終わる課.",
    "_x000D_課",
    "100%の#1;課",
    "a/b:c*d?<e>|課",
    "'引用'",
    "&9&P&[ページ番号]課",
    "1-1",
    "TRUE",
    "R1C1",
    "履歴",
    "{項目_名称}",
    "~*?課",
    "」課「",
    "http://課",
    "全角，半角,課",
)
"""Names as an office, or the paste from a web page, brings them."""
FORM_SHEET, COVER_SHEET, PAPER_SHEET = "2課'&<市民>=SUM(A1)", 'O\'Brien&"様"😀', "1件'&【総括】%"
FORM_FILE, BLOCKS_FILE, PAPER_FILE = "2課's %23&様式😀.xlsx", "=まとめ[様式].xlsx", "1件 &[総括]#.xlsx"
MEETING = "2024年度&第1回(本部)'会議😀"
LONG = "統合した窓口で、市民＆企業と協働した。😀" * 60
"""An answer of 1,260 characters, as Excel counts them."""


class Names:
    """The hostile names in turn; each place that asks gets another."""

    def __init__(self, turn: int) -> None:
        """Begin with the name at `turn`."""
        self._at = turn

    def next(self) -> str:
        """Give the next name."""
        self._at += 1
        return HOSTILE[(self._at - 1) % len(HOSTILE)]

    def own(self, mark: str) -> str:
        """Give the next name with a mark of its own, so that no two are alike."""
        return f"{self.next()}{mark}"

    def word(self, mark: str) -> str:
        """Give the next name as one word of a list: short, nothing in it parts two words."""
        return "".join(c for c in self.next()[:12] if c not in "、,，､「」\t\n") + mark

    def on_disk(self, mark: str) -> str:
        """Give the next name as Windows allows it."""
        return legal_name(self.word(mark)).strip()


def make_hostile_city(root: Path, turn: int = 0) -> Workspace:
    """Make the workspace, nothing issued yet."""
    names = Names(turn)
    papers = root / "様式" / "会議資料"
    papers.mkdir(parents=True)
    (root / ".gyokaku").mkdir()
    (root / ".gyokaku" / "key").write_text("ef" * 32, "utf-8")
    choices = [names.word("1"), names.word("2")]
    forms = {names.on_disk("式1"): FORM_FILE, names.on_disk("式2"): BLOCKS_FILE}
    levels = [names.own(mark).replace("「", "").replace("」", "") for mark in ("層", "段")]
    write_settings(root / SETTINGS, _settings(names, list(forms), choices, levels))
    _write_register(root / "計画台帳.xlsx", names, list(forms))
    _write_form(root / "様式" / FORM_FILE, choices)
    _write_form(root / "様式" / BLOCKS_FILE, choices, blocks="$1:$15")
    _write_paper(papers / PAPER_FILE)
    return load_workspace(root)


def _settings(
    names: Names, forms: Sequence[str], choices: Sequence[str], levels: Sequence[str]
) -> Mapping[str, Rows | Mapping[str, object]]:
    round_, number = names.on_disk("R6_"), names.on_disk("資料1")
    asked = ("年次_取組実績", "指標_実績値", "年次_実績効果額", "年次_進捗")
    basics: Mapping[str, object] = {
        "市": names.on_disk("市"),
        "計画": names.own("計画"),
        "項目の呼び方": names.own("取組"),
        "階層1の名前": levels[0],
        "階層2の名前": levels[1],
        "効果額の単位": "千円",
        "事務局": names.next(),
        "現在の照会": round_,
    }
    day = dt.date(2025, 5, 30)
    on_paper = [
        {"通知文": kind, "部分": part, "文": text}
        for kind in KINDS
        if kind != RECEIPT
        for part, text in (("文書番号", "第123号"), ("日付", "{今日}"))
    ]
    return toy_settings(
        基本=basics,
        通知文=[*LETTERS, *on_paper],
        照会=[{"照会": round_, "年度": "R6", "版": "R6", "様式": "、".join(forms), "期限": day}],
        照会項目=[
            {"照会": round_, "欄": one, "年度": "その年", "回答・評価主体": "所属", "必須": "必須"}
            for one in asked
        ],
        様式=[
            {"様式": name, "ファイル": file, "シート": FORM_SHEET, "表紙": COVER_SHEET, "作り方": how}
            for (name, file, how) in zip(
                forms, (FORM_FILE, BLOCKS_FILE), ("項目ごと", "所属ごと"), strict=True
            )
        ],
        選択肢=[
            {"欄": "年次_進捗", "選択肢": word, "数え方": counts, "同じ意味の語": names.word(counts)}
            for word, counts in zip(choices, ("順調", "順調以外"), strict=True)
        ],
        チェック条件=[
            {
                "欄": "年次_取組実績",
                "もし": f"年次_進捗 = 「{choices[1]}」",
                "ならば": "年次_取組実績 = 空欄",
                "扱い": "要確認",
                "伝える文": names.next(),
            }
        ],
        資料=[{"資料番号": number, "名称": names.on_disk("料"), "様式ファイル": f"会議資料/{PAPER_FILE}"}],
        資料掲載数値=[
            {"資料": number, "名称": "達成", "式": "指標.{群}.達成"},
            {"資料": number, "名称": "実績計", "式": "効果額.実績効果額.計"},
        ],
    )


def _write_register(path: Path, names: Names, forms: Sequence[str]) -> None:
    offices = [(names.own(f"部{n}"), names.own(f"課{n}")) for n in (1, 2, 3)]
    level = {n: (names.next(), names.own(f"層{n}")) for n in (1, 2)}
    item = "項目ID|階層1番号|階層1名称|階層2番号|階層2名称|番号|名称|様式|主管課|関連課|計画_R6|計画_R7"
    indicator = (
        "項目ID|指標番号|名称|単位|現状値|基準年度|最終目標値|目標値_R6|目標値_R7|向き|判定方法|最終の関係"
    )
    effect = "項目ID|効果見込額_R6|効果見込額_R7|計上|理由|種別|会計|算定根拠"
    items, activities, indicators, effects = [], [], [], []
    for n, (form, lead) in enumerate(((0, 0), (0, 0), (0, 1), (1, 2), (1, 2)), 1):
        id_, (number, name) = f"i{n}", level[1 if n < 3 else 2]
        below = (names.next(), names.own(f"段{n}"))
        lead_, related = offices[lead][1], offices[(lead + 1) % 3][1]
        own = (names.own(f"{n}"), names.own(f"名{n}"), forms[form], lead_, related)
        items.append([id_, number, name, *below, *own, names.next(), "〃"])
        activities.append([id_, 1, names.next()])
        indicators.append([id_, 1, names.next(), "件", "-", None, 60, 50, 60, None, None, None])
        effects.append([id_, 100, 200, "しない" if n == 5 else "する", *(names.next() for _ in range(4))])
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for sheet, headings, rows in (
            ("所属", "建制順|部|課|種別|期限", [[n, *one, "所属", None] for n, one in enumerate(offices, 1)]),
            ("項目", item, items),
            ("活動", "項目ID|活動番号|名称", activities),
            ("指標", indicator, indicators),
            ("効果額", effect, effects),
            ("公表値", "箇所|名称|印字|照合", [[names.next(), names.own("の達成"), "3", "指標.達成"]]),
        ):
            page = book.add_worksheet(sheet)
            for at, row in enumerate([headings.split("|"), *rows]):
                page.write_row(at, 0, row)


def _write_form(path: Path, choices: Sequence[str], blocks: str = "") -> None:
    """Write a form: a cover and a sheet for an item, with a list and a prompt that hold hostile words."""
    with xlsxwriter.Workbook(path) as book:
        framed = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        cover, sheet = book.add_worksheet("表紙"), book.add_worksheet("様式")
        for row in range(1, 16):
            for column in "ABCD":
                cover.write_blank(f"{column}{row}", None, framed)
                if f"{column}{row}" not in ("B12", "B13", "C12", "C13"):
                    sheet.write(f"{column}{row}", CELLS.get(f"{column}{row}", ""), framed)
        for merge in MERGES:
            sheet.merge_range(merge, "", framed)
        sheet.set_column("A:D", 24)
        sheet.set_header("&L&9&F&R&A")
        sheet.data_validation(
            "B14:C14",
            {"validate": "list", "source": list(choices), "input_title": "進捗&", "input_message": SIGNS * 9},
        )
        names = {**NAMES, "_item_id": "$C$1", "活動_名称": "$A$15", "項目_階層1名称": "$D$15"}
        if blocks:
            names["ブロック_項目"] = blocks
        _define(book, "様式", names)
        _define(book, "表紙", COVER_NAMES)
    _rename(path, {"様式": FORM_SHEET, "表紙": COVER_SHEET})


def _define(book: xlsxwriter.Workbook, sheet: str, names: Mapping[str, str]) -> None:
    for name, area in names.items():
        book.define_name(f"{sheet}!{name}", f"={sheet}!{area}")


def _rename(path: Path, sheets: Mapping[str, str]) -> None:
    """Give sheets names that XlsxWriter does not find again in the name of an area."""
    package = Package.open(path)
    for old, new in sheets.items():
        package.rename_sheet(old, new)
    package.save(path)


PAPER_CELLS = {
    "A1": "{資料_番号}　{資料_名称}　{資料_会議}",
    "A2": "{資料_市}{資料_計画}は、{数値_実績計}千円",
    "A3": "合計",
    "D3": "令和6年度",
    "A4": "{項目_階層1番号} {項目_階層1名称}",
    "A5": "{項目_番号} {項目_名称}",
    "B5": "{年次_取組実績}",
}
PAPER_NAMES = {
    "数値_実績計": "$C$1",
    "ブロック_階層1": "$A$4:$D$4",
    "数値_達成": "$C$4",
    "ブロック_行": "$A$5:$D$5",
    "項目_主管課": "$C$5",
    "年次_年度": "$D$3",
    "年次_進捗": "$D$5",
}


def _write_paper(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("一覧")
        framed = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        page.set_column("A:D", 22)
        page.set_paper(9)
        page.set_header('&L&9{資料_会議}&C&"ＭＳ ゴシック,標準"{資料_市}{資料_計画}&R&A')
        page.set_footer("&C&P{資料_番号}/&N")
        for row in range(1, 6):
            for column in "ABCD":
                page.write(f"{column}{row}", PAPER_CELLS.get(f"{column}{row}", ""), framed)
        _define(book, "一覧", PAPER_NAMES)
    _rename(path, {"一覧": PAPER_SHEET})


def answer_hostile_round(workspace: Workspace, folder: Path, turn: int = 0) -> Path:
    """Let the departments answer: the first well, the second with words for a number, the third in doubt."""
    names = Names(turn)
    folder.mkdir(parents=True)
    round_ = workspace.profile.round()
    words = workspace.profile.choices["year.status"].words
    for at, book in enumerate(sorted(workspace.folder(ISSUED, round_).glob("*.xlsx"))):
        package = Package.open(book)
        for sheet in package.sheet_names()[1:]:
            page = package.sheet(sheet)
            for top in range(0, 30, 15) if at == 2 else (0,):
                for ref, value in {
                    RESULT: names.next() if at else LONG,
                    FIRST: (55, names.next(), "5 0")[at],
                    EFFECT: 120,
                    STATUS: words[at % 2],
                }.items():
                    page.write(f"{ref[0]}{int(ref[1:]) + top}", value)
        path = folder / legal_name(f"{names.word(str(at))}.xlsx")
        package.save(path)
        if not at:
            _comment(path, names)
    return folder


def _comment(path: Path, names: Names) -> None:
    """Put a comment on an answered cell and on a blank one, as a department does."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[1]
    for ref in (RESULT, STATUS):
        page[ref].comment = Comment(names.next(), names.next()[:50])
    book.save(path)
