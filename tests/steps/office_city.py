"""うみべ市 with a form of the reform office's own (文言): its workspace, its book filled, the files sent in.

The form shows 取組実績 of the departments (B5, locked) beside what the office writes of it: 掲載 (D1), 掲載文
(C5) with 可否 (D5), 今後の掲載文 (C6) and 注記 (C7). Its one year label is of no particular year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import xlsxwriter

from tests.settings_book import Typed, change_settings
from tests.steps.toy_city import COVER, ROUND, fill, fill_all, issued_path, make_city
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.steps.collect import collect
from toolkit.steps.generate import generate

OFFICE, WORDS = "事務局", "文言"
LISTED, THEIRS, TEXT, CHOICE, NEXT, NOTE = "D1", "B5", "C5", "D5", "C6", "C7"
NAMES = {
    "_item_id": f"$A$1,'{WORDS}'!$B$1",
    "項目_階層1番号": "$A$1",
    "項目_番号": "$B$1",
    "項目_名称": "$C$1",
    "年次_掲載": "$D$1",
    "年次_年度": "$B$4",
    "年次_取組実績": "$B$5",
    "年次_掲載文": "$C$5",
    "年次_掲載文の可否": "$D$5",
    "年次_今後の掲載文": "$C$6",
    "年次_注記": "$C$7",
}
COVER_NAMES = {"記入_項目": "$A$6:$A$9", "記入_項目名": "$B$6:$B$9", "記入_記入欄": "$B$4"}
FORM = {"様式": WORDS, "ファイル": f"{WORDS}.xlsx", "シート": WORDS, "表紙": COVER}
FORM |= {"作り方": "項目ごと", "だれの": OFFICE}
ASKS = [
    {
        "照会": ROUND,
        "欄": field,
        "年度": "その年",
        "回答・評価主体": OFFICE,
        "必須": "任意",
        "初期表示": source,
    }
    for field, source in {
        "年次_掲載": "なし",
        "年次_掲載文": "欄「年次_取組実績」",
        "年次_掲載文の可否": "なし",
        "年次_今後の掲載文": "なし",
        "年次_注記": "なし",
    }.items()
]


def write_words_form(path: Path, names: Mapping[str, str] = NAMES) -> Path:
    """Write the form of the office's words: a cover of four lines and a sheet for one item."""
    with xlsxwriter.Workbook(path) as book:
        framed = book.add_format({"border": 1, "text_wrap": True})
        for name, own, rows in ((COVER, COVER_NAMES, 10), (WORDS, names, 8)):
            sheet = book.add_worksheet(name)
            sheet.set_column("A:D", 24)
            for row in range(1, rows):
                for column in "ABCD":
                    sheet.write(f"{column}{row}", "", framed)
            sheet.protect()
            for word, area in own.items():
                book.define_name(f"'{name}'!{word}", f"='{name}'!{area}")
        sheet.write("B4", "令和5年度", framed)
    return path


def make_office_city(root: Path, asks: Sequence[Mapping[str, object]] = ASKS) -> Workspace:
    """Make うみべ市 whose round R6_実績 also asks the office for its words; nothing issued yet."""
    workspace = make_city(root)
    write_words_form(root / "様式" / f"{WORDS}.xlsx")

    def ask_the_office(settings: Typed) -> None:
        settings["様式"].append({**FORM})
        settings["照会"][0]["様式"] = f"シート、{WORDS}"
        settings["照会項目"] += [{**ask} for ask in asks]

    change_settings(root, ask_the_office)
    return load_workspace(workspace.root)


def answer_all(workspace: Workspace, folder: Path) -> None:
    """Let every department answer well."""
    folder.mkdir(parents=True, exist_ok=True)
    collect(workspace, workspace.profile.round(), [fill_all(workspace, folder)])


def issue_words(workspace: Workspace) -> None:
    """Make the office's book again, with what the departments have answered."""
    generate(workspace, workspace.profile.round(), writer=OFFICE)


def send_words(workspace: Workspace, path: Path, words: Mapping[str, Mapping[str, str | None]]) -> Path:
    """Let the office fill its book (item → cell → text; an item not named stays as it is) and send it."""
    fill(workspace, OFFICE, words, path)
    collect(workspace, workspace.profile.round(), [path])
    return path


def shown(workspace: Workspace, item_id: str, *refs: str) -> list[str | None]:
    """Give what cells of the office's book show."""
    sheet = openpyxl.load_workbook(issued_path(workspace, OFFICE))[item_id]
    return [sheet[ref].value for ref in refs]
