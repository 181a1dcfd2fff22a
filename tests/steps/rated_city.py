"""A city of 69 items that rates: its form, register, settings and two years' answers here, a workspace out.

つきみ市 asks 進捗 (順調, やや遅れ, 遅れ; 対象外 stands outside the share) and prints an 評価 S A B C that
the rate alone gives, by other bands in R6. ○ × 未 are 目標達成, 未達成, 未定. Items 1–40 are of 便利なまち,
the rest of 続くまち; each has one indicator with the target 100, but item 69, whose target is 見直し完了.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from tests.settings_book import Rows, Typed, change_settings, table, toy_settings, write_settings
from tests.steps.toy_city import write_register
from toolkit.books.package.package import Package
from toolkit.desk.workspace import ISSUED, Workspace, load_workspace
from toolkit.model.profile import SETTINGS
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import Consolidated, consolidate
from toolkit.steps.generate import generate

FORM, COVER, LIST = "シート", "はじめに", "一覧"
ITEMS, LAST = range(1, 70), 69
FIRST_ROUND, ROUND = "R5_実績", "R6_実績"
COLUMNS = {FIRST_ROUND: "B", ROUND: "C"}

# Row by row: 年度, 目標値, 実績値, 達成, 達成率, 進捗, 評価.
NAMES = {
    "_item_id": "$A$1",
    "項目_番号": "$A$1",
    "項目_名称": "$B$1",
    "年次_年度": "$B$3:$C$3",
    "指標_目標値": "$B$4:$C$4",
    "指標_実績値": "$B$5:$C$5",
    "指標_達成": "$B$6:$C$6",
    "指標_達成率": "$B$7:$C$7",
    "年次_進捗": "$B$8:$C$8",
    "年次_評価": "$B$9:$C$9",
}
COVER_NAMES = {
    "記入_照会": "$B$1",
    "記入_所属": "$B$2",
    "記入_期限": "$B$3",
    "記入_項目": f"$A$6:$A${5 + LAST}",
    "記入_項目名": f"$B$6:$B${5 + LAST}",
}
PAPER_NAMES = {
    "数値_順調増減": "$A$1",
    "数値_S増減": "$B$1",
    "数値_続くまちの順調": "$C$1",
    "年次_年度": "$C$3",
    "ブロック_行": "$A$4:$D$4",
    "項目_番号": "$A$4",
    "指標_達成": "$C$4",
    "年次_評価": "$D$4",
}
ASKED = "".join(
    f"\n{round_}|{field}|その年|所属|{must}|なし"
    for round_ in (FIRST_ROUND, ROUND)
    for field, must in (("指標_実績値", "必須"), ("指標_達成", "任意"), ("年次_進捗", "必須"))
)
CHOICES = table("""
    欄|選択肢|同じ意味の語|数え方|年度|達成率（以上）
    指標_達成|目標達成|達成|○||
    指標_達成|未達成||×||
    指標_達成|未定||未||
    年次_進捗|順調|予定どおり|順調||
    年次_進捗|やや遅れ||順調以外||
    年次_進捗|遅れ||順調以外||
    年次_進捗|休止||順調以外||
    年次_進捗|対象外||分母に入れない||
    年次_評価|S||順調||120
    年次_評価|A||順調||100
    年次_評価|B||順調以外||80
    年次_評価|C||順調以外||0
    年次_評価|S||順調|R6|130
    年次_評価|A||順調|R6|100
    年次_評価|B||順調以外|R6|70
    年次_評価|C||順調以外|R6|0
""")
PAPERS: Mapping[str, Rows] = {
    "資料": table("""
        資料番号|名称|様式ファイル|つづる様式
        資料1|達成状況|会議資料/達成状況.xlsx|シート
    """),
    "資料の条件": table(f"""
        資料|シート|組|欄|語
        資料1|{LIST}||指標_達成|目標達成
        資料1|{LIST}||年次_評価|S
    """),
    "資料掲載数値": table("""
        資料|名称|式
        資料1|順調増減|進捗.順調.増減
        資料1|S増減|評価.S.増減
        資料1|続くまちの順調|進捗.柱[続くまち].順調.増減
    """),
}


def make_rated_city(root: Path) -> Workspace:
    """Make the workspace, nothing issued yet."""
    (root / "様式" / "会議資料").mkdir(parents=True)
    (root / ".gyokaku").mkdir()
    (root / ".gyokaku" / "key").write_text("cd" * 32, "utf-8")
    rounds = [
        {
            "照会": id_,
            "年度": year,
            "版": year,
            "様式": FORM,
            "期限": dt.date(2025, 5, 30),
            "前の照会": before,
        }
        for id_, year, before in ((FIRST_ROUND, "R5", None), (ROUND, "R6", FIRST_ROUND))
    ]
    asks = table(f"照会|欄|年度|回答・評価主体|必須|初期表示{ASKED}")
    judging = [{"達成とする率": 100, "達成率の桁": 1, "割合の桁": 1, "割合の端数": "四捨五入"}]
    changed: dict[str, Rows] = {
        "照会": rounds,
        "照会項目": asks,
        "選択肢": CHOICES,
        "判定": judging,
        **PAPERS,
    }
    basics: Mapping[str, object] = {"市": "つきみ市", "現在の照会": ROUND}
    write_settings(root / SETTINGS, toy_settings(**changed, 基本=basics))
    _write_register(root / "計画台帳.xlsx")
    _write_form(root / "様式" / "シート.xlsx")
    _write_paper(root / "様式" / "会議資料" / "達成状況.xlsx")
    return load_workspace(root)


def drop_choice(workspace: Workspace, word: str) -> Workspace:
    """Take a choice of 年次_進捗 off 選択肢."""

    def change(settings: Typed) -> None:
        settings["選択肢"] = [row for row in settings["選択肢"] if row["選択肢"] != word]

    change_settings(workspace.root, change)
    return load_workspace(workspace.root)


def answer_round(
    workspace: Workspace, id_: str, answers: Mapping[int, Sequence[object]], folder: Path
) -> Consolidated:
    """Issue a round, let 企画課 answer (実績値, 達成, 進捗 by item), take it in and consolidate it."""
    round_ = workspace.profile.round(id_)
    generate(workspace, round_)
    (book,) = workspace.folder(ISSUED, round_).glob("*.xlsx")
    package = Package.open(book)
    for item, values in answers.items():
        for row, value in zip((5, 6, 8), values, strict=True):
            if value is not None:
                package.sheet(str(item)).write(f"{COLUMNS[id_]}{row}", value)  # type: ignore[arg-type]
    folder.mkdir()
    package.save(folder / book.name)
    collect(workspace, round_, [folder / book.name])
    return consolidate(workspace, round_)


def runs(*counts: tuple[object, int]) -> list[object]:
    """Give a word (or number) so many times, one after the other: item 1 has the first."""
    return [word for word, count in counts for _ in range(count)]


def _write_register(path: Path) -> None:
    items = [
        [str(n), *(("1", "便利なまち") if n <= 40 else ("2", "続くまち")), str(n), f"取組{n}", FORM, "企画課"]
        for n in ITEMS
    ]
    targets = [[100, 100] if n != LAST else ["見直し完了"] * 2 for n in ITEMS]
    header = ["項目ID", "階層1番号", "階層1名称", "番号", "名称", "様式", "主管課", "計画_R5", "計画_R6"]
    indicator = ["項目ID", "指標番号", "名称", "単位", "現状値", "最終目標値", "目標値_R5", "目標値_R6"]
    indicator += ["基準年度", "向き", "判定方法", "最終の関係"]
    sheets: dict[str, Sequence[Sequence[str | int | None]]] = {
        "所属": [["建制順", "部", "課", "種別", "期限"], [1, "企画部", "企画課", "所属", None]],
        "項目": [header, *([*item, "実施", "実施"] for item in items)],
        "活動": [["項目ID", "活動番号", "名称"]],
        "指標": [
            indicator,
            *([str(n), 1, "件数", "件", "-", "-", *targets[n - 1], *[None] * 4] for n in ITEMS),
        ],
        "効果額": [["項目ID", "効果見込額_R5", "効果見込額_R6", "計上", "理由"]],
        "公表値": [["箇所", "名称", "印字"]],
    }
    write_register(path, sheets)


def _write_form(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        cover, sheet = book.add_worksheet(COVER), book.add_worksheet(FORM)
        framed = book.add_format({"border": 1, "text_wrap": True})
        for row in range(1, 6 + LAST):
            for column in "ABC":
                cover.write_blank(f"{column}{row}", None, framed)
                if row < 10:
                    sheet.write_blank(f"{column}{row}", None, framed)
        for ref, text in {"B3": "令和5年度", "C3": "令和6年度", "A8": "進捗", "A9": "評価"}.items():
            sheet.write(ref, text, framed)
        sheet.data_validation("B8:C8", {"validate": "list", "source": ["順調", "遅れ"]})
        _define(book, FORM, NAMES)
        _define(book, COVER, COVER_NAMES)


def _write_paper(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(LIST)
        for row in range(1, 5):
            for column in "ABCD":
                sheet.write_blank(f"{column}{row}", None, book.add_format({"border": 1}))
        sheet.write("C3", "令和6年度")
        sheet.write("B4", "{指標_達成=○}{指標_達成=未達成}")
        _define(book, LIST, PAPER_NAMES)


def _define(book: xlsxwriter.Workbook, sheet: str, names: Mapping[str, str]) -> None:
    for name, area in names.items():
        book.define_name(f"'{sheet}'!{name}", f"='{sheet}'!{area}")
