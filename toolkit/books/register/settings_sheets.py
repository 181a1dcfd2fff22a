"""The sheets of 設定.xlsx with their columns, the rows of 基本, and the words its cells may hold."""

from __future__ import annotations

from toolkit.books.register.table import Columns
from toolkit.model.choices import Meaning

BASICS, ROUNDS, ASKS, LETTERS = "基本", "照会", "照会項目", "通知文"
PAPERS, CONDITIONS, FIGURES = "資料", "資料の条件", "資料掲載数値"
WRITERS, FORMS, CHOICES, CHECKS, JUDGING = (
    "回答・評価主体",
    "様式",
    "選択肢",
    "チェック条件",
    "判定",
)
SLIP, SLIP_AMOUNT, SLIP_PERCENT = "桁の確認の倍率", "桁の確認の倍率（効果額）", "桁の確認の倍率（%）"

SETTINGS_SHEETS = {
    BASICS: Columns(("項目", "値")),
    ROUNDS: Columns(("照会", "年度", "版", "様式", "期限"), ("見込みの年度", "前の照会")),
    ASKS: Columns(("照会", "欄", "年度", "回答・評価主体", "必須"), ("初期表示",)),
    LETTERS: Columns(("通知文", "部分", "文")),
    PAPERS: Columns(("資料番号", "名称", "様式ファイル"), ("作り方", "つづる様式", "照会")),
    CONDITIONS: Columns(("資料", "シート", "欄", "語"), ("組",)),
    FIGURES: Columns(("資料", "名称", "式")),
    WRITERS: Columns(("名前",), ("敬称", "表紙", "期限")),
    FORMS: Columns(("様式", "ファイル", "シート", "表紙", "作り方"), ("だれの",)),
    CHOICES: Columns(("欄", "選択肢"), ("同じ意味の語", "数え方", "年度", "達成率（以上）")),
    CHECKS: Columns(("欄",), ("下限", "上限", "もし", "ならば", "扱い", "伝える文")),
    JUDGING: Columns(
        ("年度",),
        (
            *("達成とする率", "達成率の桁", "達成率の端数", "割合の桁", "割合の端数", "目標のない指標"),
            *(SLIP, SLIP_AMOUNT, SLIP_PERCENT),
        ),
    ),
}
"""Every sheet of the settings in the order of the tabs; `settings_builder.py` says what its cells mean."""
HELPER_SHEET = "語彙"
"""Holds what the drop-downs offer; nothing of it is read."""

CITY, PLAN, ITEM_WORD, OFFICE_NAME, CURRENT = "市", "計画", "項目の呼び方", "事務局", "現在の照会"
LEVEL_NAMES = ("階層1の名前", "階層2の名前", "階層3の名前")
UNIT, SHOWN_FIRST, PERIOD, INBOX = "効果額の単位", "見本の市", "計画期間", "受け箱"
NEEDED_BASICS = (CITY, PLAN, ITEM_WORD, OFFICE_NAME, CURRENT)
OTHER_BASICS = (*LEVEL_NAMES, UNIT, PERIOD, INBOX, SHOWN_FIRST)

REQUIRED = {"必須": True, "任意": False}
PER_FORM = {"項目ごと": "item", "所属ごと": "department"}
PER_PAPER = {"1部": 0, "階層1ごと": 1, "階層2ごと": 2, "階層3ごと": 3}
SEVERITY = {"要修正": True, "要確認": False}
ROUNDING = {"四捨五入": False, "切捨て": True}
UNSET = {"分母から除く": False, "達成に含める": True}
MEANINGS = {meaning.value: meaning for meaning in Meaning} | {
    "〇": Meaning.ACHIEVED,
    "◯": Meaning.ACHIEVED,
}
ASK_YEARS: dict[str, int | None] = {
    "その年": 0,
    "前年": -1,
    "翌年": 1,
    "前々年": -2,
    "翌々年": 2,
    "すべて": None,
}
NO_PREFILL = "なし"
