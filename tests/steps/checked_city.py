"""うみべ市 with everything that `check` looks at: a paper, rules, an activity, a 再掲, a printed figure.

The headings of 設定.xlsx stand in row 3, its rows begin in row 4; those of the register in row 1 and 2.
"""

from __future__ import annotations

import functools
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import xlsxwriter

from tests.settings_book import Rows, table, toy_settings, write_settings
from tests.steps.toy_city import REGISTER, make_city, write_register
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.model.profile import SETTINGS

PAPER = "一覧"
PAPER_FILE = "様式/会議資料/一覧.xlsx"
PAPER_CELLS = {"A1": "{資料_番号}", "B1": "達成", "A3": "柱", "A4": "番号"}
PAPER_NAMES = {
    "数値_達成数": "$C$1",
    "ブロック_階層1": "$3:$3",
    "項目_階層1名称": "$B$3",
    "数値_柱の達成": "$C$3",
    "ブロック_行": "$4:$4",
    "項目_番号": "$A$4",
    "項目_名称": "$B$4",
    "項目_主管課": "$C$4",
}

SHEETS: dict[str, Rows] = {
    "照会項目": table("""
        照会|欄|年度|回答・評価主体|必須|初期表示
        R6_実績|年次_取組実績|その年|所属|必須|なし
        R6_実績|指標_実績値|その年|所属|必須|なし
        R6_実績|年次_実績効果額|その年|所属|必須|なし
        R6_実績|年次_進捗|その年|所属|必須|なし
        R6_上半期|年次_取組実績|その年|所属|必須|なし
    """),
    "資料": table("""
        資料番号|名称|様式ファイル|作り方|つづる様式|照会
        資料1|一覧|会議資料/一覧.xlsx|1部|シート|R6_実績
    """),
    "資料の条件": table("""
        資料|シート|組|欄|語
        資料1|一覧|1|年次_進捗|順調、遅れ
    """),
    "資料掲載数値": table("""
        資料|名称|式
        資料1|達成数|指標.達成 + 指標.未達成
        資料1|柱の達成|指標.{群}.達成
    """),
    "選択肢": table("""
        欄|選択肢|同じ意味の語|数え方
        年次_進捗|順調|予定どおり|順調
        年次_進捗|遅れ|遅延|順調以外
    """),
    "チェック条件": table("""
        欄|下限|上限|もし|ならば|扱い
        年次_取組実績|||年次_進捗 = 「遅れ」|年次_取組実績 ≠ 空欄|要修正
        年次_実績効果額|0|100000|||要確認
    """),
    "判定": [
        {"達成とする率": 100, "達成率の桁": 1, "割合の桁": 0},
        {"年度": "R6", "達成とする率": 80, "割合の端数": "切捨て"},
    ],
}
"""The sheets that differ from those of the toy city."""


def make_checked_city(root: Path) -> Workspace:
    """Make the workspace; `check` finds nothing in it."""
    shutil.copytree(_made(), root)
    return load_workspace(root)


@functools.cache
def _made() -> Path:
    """Make it once; tests copy it."""
    root = Path(tempfile.mkdtemp(prefix="checked")) / "city"
    make_city(root)
    write_settings(root / SETTINGS, toy_settings(**SHEETS))
    (root / "様式" / "会議資料").mkdir()
    write_paper(root / PAPER_FILE)
    write_register(root / "計画台帳.xlsx", _register())
    return root


def write_paper(path: Path, names: Mapping[str, str] = PAPER_NAMES) -> None:
    """Write the template of 資料1."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(PAPER)
        for ref, text in PAPER_CELLS.items():
            sheet.write(ref, text)
        for name, area in names.items():
            book.define_name(f"'{PAPER}'!{name}", f"='{PAPER}'!{area}")


def _register() -> dict[str, Sequence[Sequence[str | int | None]]]:
    """Give the register with an activity of 1-②, a second mention of 1-① and a printed figure."""
    items = [[*row, more] for row, more in zip(REGISTER["項目"], ["再掲元", *[None] * 4], strict=True)]
    again: list[str | int | None] = [None] * len(items[0])
    for header, value in {
        "項目ID": "9-①",
        "番号": "⑨",
        "名称": "窓口の統合（再掲）",
        "再掲元": "1-①",
    }.items():
        again[items[0].index(header)] = value
    for header in ("階層1番号", "階層1名称"):
        again[items[0].index(header)] = items[-1][items[0].index(header)]
    return {
        **REGISTER,
        "項目": [*items, again],
        "活動": [["項目ID", "活動番号", "名称"], ["1-②", 1, "市場の開放"]],
        "公表値": [["箇所", "名称", "印字", "照合"], ["冊子1頁", "取組の数", "4", "計画.項目数"]],
    }


def type_into(path: Path, sheet: str, cells: Mapping[str, str | float | None]) -> None:
    """Type values into cells of a workbook, as a clerk does."""
    book = openpyxl.load_workbook(path)
    for ref, value in cells.items():
        book[sheet][ref] = value
    book.save(path)
