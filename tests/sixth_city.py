"""A sixth, invented plan made only of workbooks and config: a folder in, its workspace out.

ほしぞら市 rates by committee (S A B C), counts in 百万円, and has three levels and two forms: 行動計画 is a
sheet per item with activities, 点検表 a block per item. Of its six items one is evaluated elsewhere (2-1-②).
Planned and counted: R6 1.5 + 3 = 4.5, R7 2 + 4 = 6, R8 2, in all 12.5; the 10 of 2-1-② are not counted.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.settings_book import table, toy_settings, write_settings
from toolkit.desk.packaged import default_city
from toolkit.desk.workspace import Workspace, init, load_workspace
from toolkit.model.profile import SETTINGS

COVER, PLAN_FORM, BLOCK_FORM = "記入要領", "行動計画", "点検表"
FIRST, SECOND = "R6_見込み", "R7_確定と見込み"
GRADES = ("S", "A", "B", "C")

SETTINGS_ROWS: Mapping[str, Any] = {
    "基本": {
        "市": "ほしぞら市",
        "計画": "ほしぞら経営プラン",
        "項目の呼び方": "取組",
        "階層1の名前": "柱",
        "階層2の名前": "施策",
        "階層3の名前": "分野",
        "効果額の単位": "百万円",
        "事務局": "経営室",
        "現在の照会": FIRST,
    },
    "照会": table(f"""
        照会|年度|見込みの年度|版|様式|期限
        {FIRST}|R6|R6|R6|{PLAN_FORM}、{BLOCK_FORM}|2025/2/28
        {SECOND}|R7|R7|R7|{PLAN_FORM}、{BLOCK_FORM}|2026/2/27
    """),
    "照会項目": table(f"""
        照会|欄|年度|回答・評価主体|必須|初期表示
        {FIRST}|年次_取組実績|その年|所属|必須|なし
        {FIRST}|指標_実績値|その年|所属|必須|なし
        {FIRST}|活動_実績効果額|その年|所属|必須|なし
        {FIRST}|年次_内部評価|その年|委員会|必須|なし
        {FIRST}|年次_内部評価の理由|その年|委員会|任意|なし
        {SECOND}|指標_実績値|前年|所属|必須|照会「{FIRST}」
        {SECOND}|活動_実績効果額|前年|所属|必須|照会「{FIRST}」
        {SECOND}|年次_差の原因|前年|所属|任意|なし
        {SECOND}|年次_取組実績|その年|所属|必須|なし
        {SECOND}|指標_実績値|その年|所属|必須|なし
        {SECOND}|活動_実績効果額|その年|所属|必須|なし
        {SECOND}|年次_内部評価|その年|委員会|必須|なし
    """),
    "様式": table(f"""
        様式|ファイル|シート|表紙|作り方
        {PLAN_FORM}|{PLAN_FORM}.xlsx|{PLAN_FORM}|{COVER}|項目ごと
        {BLOCK_FORM}|{BLOCK_FORM}.xlsx|{BLOCK_FORM}|{COVER}|所属ごと
    """),
    "選択肢": table("""
        欄|選択肢|数え方
        年次_内部評価|S|順調
        年次_内部評価|A|順調
        年次_内部評価|B|順調以外
        年次_内部評価|C|順調以外
    """),
}

Rows = Sequence[Sequence[str | int | float]]


def _table(text: str) -> Rows:
    return [[_number(cell) for cell in line.strip().split("|")] for line in text.strip().splitlines()]


def _number(text: str) -> str | int | float:
    return float(text) if text.replace(".", "", 1).isdecimal() else text


REGISTER: Mapping[str, Rows] = {
    "所属": _table("""
        建制順|部|課|種別
        1|企画部|政策課|所属
        2|市民部|窓口課|所属
        3|病院|病院総務課|所属
        4||庁内各課|総称
    """),
    "項目": _table("""
        項目ID|階層1番号|階層1名称|階層2番号|階層2名称|階層3番号|階層3名称|番号|名称|様式|主管課|関連課|評価主体
        1-1-①|1|届く市役所|1-1|手続|ア|電子化|①|申請の電子化|行動計画|政策課|庁内各課|
        1-1-②|1|届く市役所|1-1|手続|イ|広報|②|広報の見直し|行動計画|政策課||
        1-2-①|1|届く市役所|1-2|窓口|ア|待たない窓口|①|窓口の集約|点検表|窓口課||
        1-2-②|1|届く市役所|1-2|窓口|ア|待たない窓口|②|証明書の交付|点検表|窓口課|政策課|
        2-1-①|2|続く市役所|2-1|財源|ア|収納|①|市税の収納|点検表|政策課||
        2-1-②|2|続く市役所|2-1|財源|イ|病院|②|病院の経営|点検表|病院総務課||病院評価委員会
    """),
    "活動": _table("""
        項目ID|活動番号|名称|計画_R6|計画_R7|計画_R8
        1-1-①|1|広告付き画面|募集|実施|〃
        1-1-①|2|紙の削減|実施|実施|
    """),
    "指標": _table("""
        項目ID|指標番号|名称|単位|現状値|基準年度|最終目標値|目標値_R6|目標値_R7|目標値_R8|向き|判定方法|最終の関係
        1-1-①|1|電子申請|件|10|R5|40|20|30|40|||
        1-1-②|1|閲覧|回|-|R5|200|-|100|200|||
        1-2-①|1|待ち時間|分|20|R5|10|15|12|10|低いほど良い||
        1-2-①|2|満足度|%|70|R5|80|80|80|80|||
        1-2-②|1|電子の割合|%|40|R5|70|50|60|70|||
        2-1-①|1|収納率|%|97|R5|99|98|98.5|99|||
        2-1-②|1|病床利用率|%|70|R5|80|75|78|80|||
    """),
    "効果額": _table("""
        項目ID|活動番号|種別|効果見込額_R6|効果見込額_R7|効果見込額_R8|計上|理由
        1-1-①|1|歳入確保|1.5|2|2|する|
        1-1-①|2|歳出削減|3|4|-|する|
        2-1-②||歳入確保|10|-|-|しない|企業会計のため
    """),
    "公表値": _table("""
        箇所|名称|印字|照合
        概要|令和6年度の効果見込額|450万円|effects.planned.by_year.R6
        概要|S・Aの割合|75%|R6_見込み: status.on_track.share
    """),
}

# -- the forms: what is printed where, and the names. Columns D E F are the years R6 R7 R8.

PLAN_CELLS = {
    "A1": "行動計画（様式1）",
    "D5": "令和4年度",
    "E5": "令和5年度",
    "F5": "令和6年度",
    "C6": "目標値",
    "C7": "実績値",
    "C8": "計画",
    "C9": "効果見込額（百万円）",
    "C10": "実績効果額（百万円）",
    "C11": "計画",
    "C12": "効果見込額（百万円）",
    "C13": "実績効果額（百万円）",
    "C14": "取組実績",
    "C15": "見込みとの差の原因",
    "C16": "委員会の評価",
    "C17": "評価の理由",
}
PLAN_NAMES = {
    "_item_id": "A2,B2",
    "項目_階層2番号": "A2",
    "項目_番号": "B2",
    "項目_名称": "C2",
    "項目_階層1名称": "D2",
    "項目_階層2名称": "E2",
    "項目_階層3名称": "F2",
    "項目_主管課": "C3",
    "年次_年度": "D5:F5",
    "指標_名称": "A6",
    "指標_単位": "B6",
    "指標_目標値": "D6:F6",
    "指標_実績値": "D7:F7",
    "活動_番号": "A8,A11",
    "活動_名称": "B8,B11",
    "活動_計画": "D8:F8,D11:F11",
    "活動_効果見込額": "D9:F9,D12:F12",
    "活動_実績効果額": "D10:F10,D13:F13",
    "年次_取組実績": "D14:F14",
    "年次_差の原因": "D15:F15",
    "年次_内部評価": "D16:F16",
    "年次_内部評価の理由": "D17:F17",
}
BLOCK_CELLS = {
    "A1": "点検表（様式2）",
    "D3": "令和4年度",
    "E3": "令和5年度",
    "F3": "令和6年度",
    "C5": "取組実績",
    "C6": "目標値",
    "C7": "実績値",
    "C8": "目標値",
    "C9": "実績値",
    "C10": "見込みとの差の原因",
    "C11": "委員会の評価",
    "C12": "評価の理由",
    "A13": "目標に届かないときは、その事情も書いてください。",
}
BLOCK_NAMES = {
    "ブロック_項目": "4:12",
    "年次_年度": "D3:F3",
    "_item_id": "A4,B4",
    "項目_階層2番号": "A4",
    "項目_番号": "B4",
    "項目_名称": "C4",
    "項目_階層1名称": "D4",
    "項目_階層3名称": "E4",
    "年次_取組実績": "D5:F5",
    "指標_名称": "A6,A8",
    "指標_単位": "B6,B8",
    "指標_目標値": "D6:F6,D8:F8",
    "指標_実績値": "D7:F7,D9:F9",
    "年次_差の原因": "D10:F10",
    "年次_内部評価": "D11:F11",
    "年次_内部評価の理由": "D12:F12",
}
COVER_NAMES = {
    "記入_照会": "B1",
    "記入_所属": "B2",
    "記入_期限": "B3",
    "記入_記入欄": "B4",
    "記入_項目": "A6:A11",
    "記入_項目名": "B6:B11",
    "記入_項目セル数": "C6:C11",
    "記入_回答者": "B12",
    "記入_連絡欄": "B13",
}
GRADE_ROW = {PLAN_FORM: "D16:F16", BLOCK_FORM: "D11:F11"}


def make_sixth_city(root: Path) -> Workspace:
    """Make the workspace as an office does: begin with a packaged city, put the own books and config in."""
    init(root, default_city())
    shutil.rmtree(root / "様式")
    (root / "様式").mkdir()
    write_settings(root / SETTINGS, toy_settings(**SETTINGS_ROWS))
    _write_register(root / "計画台帳.xlsx")
    _write_form(root / "様式", PLAN_FORM, PLAN_CELLS, PLAN_NAMES)
    _write_form(root / "様式", BLOCK_FORM, BLOCK_CELLS, BLOCK_NAMES)
    return load_workspace(root)


def _write_register(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in REGISTER.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, [cell if cell != "" else None for cell in row])


def _write_form(folder: Path, form: str, cells: Mapping[str, str], names: Mapping[str, str]) -> None:
    with xlsxwriter.Workbook(folder / f"{form}.xlsx") as book:
        framed = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        cover, sheet = book.add_worksheet(COVER), book.add_worksheet(form)
        for page, texts, rows, columns in (
            (cover, {"A1": "照会", "A2": "所属", "A3": "期限", "A4": "記入欄"}, 13, "ABC"),
            (sheet, cells, 17 if form == PLAN_FORM else 12, "ABCDEF"),
        ):
            page.set_column("A:F", 18)
            page.protect("", {"format_rows": True})
            for ref in (f"{column}{row}" for row in range(1, rows + 1) for column in columns):
                page.write(ref, texts.get(ref, ""), framed)
        if "A13" in cells:
            sheet.write("A13", cells["A13"])
        sheet.data_validation(GRADE_ROW[form], {"validate": "list", "source": list(GRADES)})
        for page, areas in ((cover, COVER_NAMES), (sheet, names)):
            for name, area in areas.items():
                parts = (f"'{page.get_name()}'!{_absolute(one)}" for one in area.split(","))
                book.define_name(f"'{page.get_name()}'!{name}", "=" + ",".join(parts))


def _absolute(area: str) -> str:
    """Give `$D$5:$F$5` for `D5:F5`, `$4:$12` for the rows `4:12`."""
    ends = (f"${end}" if end.isdigit() else f"${end[0]}${end[1:]}" for end in area.split(":"))
    return ":".join(ends)
