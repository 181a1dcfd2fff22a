"""What a clerk mistypes at the command line, and what became of the folder meanwhile; and what is said of it.

Each is tried in うみべ市's folder, in which R6_実績 was issued, answered (総務課 typed 多数 for a number),
checked, consolidated and reported; the folder is `第6次行革`, and `受信` lies beside it.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import openpyxl

Spoil = Callable[[Path], object]
"""What was done to the folder of the workspace before."""
ROUND = "R6_実績"
ISSUE = f".gyokaku/issued/{ROUND}/01"
LEDGER = f"回収/{ROUND}/受付簿.jsonl"
DECISIONS = f"回収/{ROUND}/決定簿.jsonl"
FIRST_FILE = f"回収/{ROUND}/0001_港湾課.xlsx"
WHY = " --why 電話で確認"
COUNT = "指標_実績値 9 --number 1" + WHY
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


class Mistake(NamedTuple):
    """Words typed after `gyokaku`; parts of what is said of them; what was done to the folder before."""

    typed: str
    said: Sequence[str]
    spoil: Spoil = Path.exists
    code: int = 2
    where: str = ""
    """The folder in which it is typed, below the workspace."""


def gone(*names: str) -> Spoil:
    def spoil(root: Path) -> None:
        for name in names:
            path = root / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    return spoil


def holding(name: str, content: str | bytes) -> Spoil:
    """Let a file hold this, whatever was there."""

    def spoil(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    return spoil


def folder(name: str) -> Spoil:
    """Put a folder, with something in it, where a file is looked for."""

    def spoil(root: Path) -> None:
        (root / name).unlink(missing_ok=True)
        (root / name).mkdir(parents=True)
        (root / name / "中身").touch()

    return spoil


def renamed(old: str, new: str) -> Spoil:
    return lambda root: (root / old).rename(root / new)


def cut(name: str) -> Spoil:
    return lambda root: os.truncate(root / name, 2000)


def without_sheet(book: str, sheet: str) -> Spoil:
    def spoil(root: Path) -> None:
        opened = openpyxl.load_workbook(root / book)
        del opened[sheet]
        opened.save(root / book)

    return spoil


def before(name: str, line: str) -> Spoil:
    """Write a line before all others of a book."""
    return lambda root: holding(name, line.encode() + b"\n" + (root / name).read_bytes())(root)


def locked_zip(root: Path) -> None:
    """Put a zip there that asks for a password."""
    with zipfile.ZipFile(root / "提出.zip", "w") as archive:
        archive.writestr("総務課.xlsx", b"PK")
    data = bytearray((root / "提出.zip").read_bytes())
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + flags] |= 1
    (root / "提出.zip").write_bytes(data)


AT_THE_COMMAND_LINE: Mapping[str, Mistake] = {
    "命令がない": Mistake("--debug", ["命令がありません。", "何をするかを書いてください。"]),
    "命令の誤り": Mistake(
        "jenerate", ["「jenerate」という命令はありません。", "「generate」ではありませんか"]
    ),
    "遠い命令の誤り": Mistake("xyz", ["「xyz」という命令はありません。", "gyokaku --help"]),
    "命令の漢字の誤り": Mistake("取纏め", ["「取纏め」という命令はありません。", "「取りまとめ」では"]),
    "下の命令の誤り": Mistake("template 一欄 x", ["「一欄」という命令はありません。", "「一覧」では"]),
    "指定の誤り": Mistake("validate --rond R6", ["「--rond」という指定はありません。", "「--round」では"]),
    "遠い指定の誤り": Mistake("validate --json", ["「--json」という指定はありません。", "validate --help"]),
    "指定を命令の後に": Mistake(
        "validate --debug", ["「--debug」という", "「gyokaku --debug validate」のように"]
    ),
    "指定の値がない": Mistake("collect --withdraw", ["「--withdraw」の後に、「番号」を", "collect --help"]),
    "指定の値が足りない": Mistake("status --extend 港湾課", ["「--extend」の後に、「所属 日付」を"]),
    "値のない指定に値": Mistake("validate --undo=1", ["「--undo」の後には、何も書きません。"]),
    "要るものがない": Mistake("correct", ["「項目」がありません。", "「gyokaku correct 1-(1)-① "]),
    "余分な語": Mistake("validate 余分 もっと", ["余分な語「余分 もっと」があります。", "消して"]),
    "番号でない番号": Mistake("collect --withdraw 三", ["「三」は、番号として読めません。", "数字を一つ"]),
    "番号の範囲": Mistake("validate --accept 2-3", ["「2-3」は、番号として", "--accept 6 --accept 8"]),
    "番号の並び": Mistake("validate --accept 1、2", ["「1、2」は、番号として", "--accept 6 --accept 8"]),
    "何を取り込むのか": Mistake("collect", ["取り込むファイルかフォルダを指定するか", "collect --help"]),
    "理由だけ": Mistake(f"collect{WHY}", ["--why と --undo は、--withdraw と一緒に使います。"]),
    "理由がない": Mistake("collect --withdraw 1", ["理由がありません。", "--why に、理由を"]),
    "空白の理由": Mistake("collect --withdraw 1 --why \u3000", ["理由がありません。", "--why に"]),
    "暦にない日": Mistake("status --today 2025/6/31", ["「2025/6/31」は、暦にない日です。", "2024/6/28"]),
    "令和0年": Mistake("report --date 令和0年6月1日", ["「令和0年6月1日」は、暦にない日です。"]),
    "令和99年": Mistake("report --date R99.6.1", ["「R99.6.1」は、西暦2117年になります。", "令和6年6月28日"]),
    "年のない日": Mistake("report --date 6月1日", ["「6月1日」は日付として読めません。", "令和6年6月28日"]),
    "曜日違い": Mistake("status --today 2025/6/13(月)", ["曜日が合いません（2025年6月13日は金曜日です）"]),
    "延長の日の誤り": Mistake(f"status --extend 港湾課 6/31{WHY}", ["「6/31」は日付として", "2024/6/14"]),
    "ない所属の延長": Mistake(
        f"status --extend 港弯課 2025/6/30{WHY}", ["「港弯課」にはお願いしていません。", "「港湾課」では"]
    ),
    "関連課だけの所属": Mistake(
        f"status --extend 図書課 2025/6/30{WHY}", ["「図書課」には", "観光課、総務課"]
    ),
    "ない所属の提出": Mistake(
        "collect ../受信 --as 財政課", ["「財政課」にはお願いしていません。", "港湾課、"]
    ),
    "ない照会": Mistake("validate --round R5_実績", ["照会「R5_実績」がありません。", "「R6_実績」では"]),
    "まだ配布していない照会": Mistake(
        "status --round R6_上半期", ["まだ配布していません。", "generate（配布）"]
    ),
    "ない会議の名前": Mistake("report --meeting 第2回/委員会", ["フォルダの名前に使えません。", "CON、NUL"]),
    "装置の名前の会議": Mistake("report --meeting CON", ["会議の名前「CON」は", "名前にしてください"]),
    "長い会議の名前": Mistake(f"report --meeting {'会' * 300}", ["フォルダの名前に", "あまり長くない名前"]),
    "ない項目": Mistake(f"correct 1-⑨ {COUNT}", ["「1-⑨」という項目はありません。", "「項目」の列の頭"]),
    "聞いていない項目": Mistake(f"correct 2-② {COUNT}", ["「2-② 海の家の公募」は、この照会で", "番号"]),
    "ない欄": Mistake(
        f"correct 1-① 指標_実積値 9{WHY}", ["欄「指標_実積値」は", "「指標_実績値」では", "--year R6"]
    ),
    "聞いていない欄": Mistake(f"correct 1-① 年次_計画 9{WHY}", ["欄「年次_計画」はお願いして", "年次_進捗"]),
    "ない指標の番号": Mistake(
        f"correct 1-① 実績値 9 --number 7{WHY}", ["番号7のセルはありません", "--number 2"]
    ),
    "聞いていない年度": Mistake(
        f"correct 1-① 進捗 順調 --year R7{WHY}", ["R7のセルはありません", "--year R6"]
    ),
    "年度の誤り": Mistake(
        f"correct 1-① 進捗 順調 --year 来年{WHY}", ["年度「来年」を読めません。", "R5 のように"]
    ),
    "どのセルか": Mistake(f"correct 1-① 実績値 9{WHY}", ["どのセルのことか決まりません。", "--number 1、"]),
    "値がない": Mistake(f"correct 1-① 進捗{WHY}", ["直したあとの値がありません。", "値を書いて"]),
    "選択肢にない値": Mistake(f"correct 1-① 進捗 上々{WHY}", ["「上々」は、欄「年次_進捗」の", "順調、遅れ"]),
    "数でない数": Mistake(f"correct 1-① 実績効果額 多数{WHY}", ["「多数」は、欄「年次_実績", "数値を書いて"]),
    "26桁": Mistake(f"correct 1-① 実績効果額 {'9' * 26}{WHY}", ["桁数が多すぎます。", "一つに決まる数値"]),
    "27桁の取消し": Mistake(
        f"correct 1-① 実績効果額 {'9' * 27} --undo{WHY}", ["取り消す事務局修正がありません。"]
    ),
    "同じ値": Mistake(
        f"correct 1-① 進捗 遅れ{WHY}", ["はじめから「遅れ」です。", "直すところはありません。"]
    ),
    "ない受付番号": Mistake(f"collect --withdraw 99{WHY}", ["受付番号99はありません。", "受付簿で"]),
    "重複の取下げ": Mistake(f"collect --withdraw 4{WHY}", ["受付番号1と同じ内容のもの", "受付番号1を指定"]),
    "ない取下げの取消し": Mistake(
        f"collect --withdraw 1 --undo{WHY}", ["取り消す取下げがありません。", "番号"]
    ),
    "ない確認事項": Mistake(f"validate --accept 99{WHY}", ["番号99はありません。", "「番号」の列"]),
    "参考の了承": Mistake(f"validate --accept 2{WHY}", ["番号2は参考です。", "了承は要りません。"]),
    "値の確認でない": Mistake(f"validate --leave-out 1{WHY}", ["番号1は、値を使うかどうか", "桁の確認など"]),
    "同じ判定の改め": Mistake(f"consolidate --rejudge{WHY}", ["同じです。", "そのままで構いません。"]),
    "聞いていない主体": Mistake("generate --writer 議会", ["議会に何も聞いていません。", "照会項目シートに"]),
    "ない市": Mistake(
        "init ../新しい --city isehra", ["「isehra」のデータは", "「isehara」では", "次から選んで"]
    ),
    "市を書かない": Mistake("init ../新しい", ["「--city」がありません。", "のように書いてください。"]),
}
"""Typed in a folder in which all is well."""

PLACES: Mapping[str, Mistake] = {
    "ない作業フォルダ": Mistake(
        "status -C どこか", ["どこか: フォルダがありません。", "-C に、作業フォルダ"]
    ),
    "ファイルの作業フォルダ": Mistake("status -C 設定.xlsx", ["設定.xlsx: フォルダではなく、ファイルです。"]),
    "作業フォルダの中": Mistake(
        "status", ["作業フォルダではありません", "第6次行革 です"], where=f"回収/{ROUND}"
    ),
    "作業フォルダの外": Mistake("status", ["作業フォルダではありません", "gyokaku init"], where=".."),
    "長すぎる場所": Mistake(f"status -C {'深' * 100}", ["場所の名前が長すぎます", "浅い場所に移して"]),
    "空でないフォルダの準備": Mistake(
        "init ../受信 --city isehara", ["受信: フォルダが空ではありません。", "空の"]
    ),
    "作業フォルダの上に準備": Mistake(
        "init . --city isehara", ["すでに作業フォルダがあり", "まだないフォルダ"]
    ),
    "作業フォルダの上に見本": Mistake("demo .", ["第6次行革: すでに作業フォルダがあり", "まだないフォルダ"]),
    "ファイルの上に見本": Mistake("demo 設定.xlsx", ["同じ名前のファイルがあります。", "ほかの名前"]),
    "ファイルの中に準備": Mistake(
        "init 設定.xlsx/中 --city isehara", ["フォルダかファイルがあります", "移してから"]
    ),
    "装置の名前の準備": Mistake(
        "init CON --city isehara", ["フォルダの名前に使えません。", "Windowsが装置に使う"]
    ),
    "使えない字の準備": Mistake(
        "init 行革? --city isehara", ["行革?: フォルダの名前に使えません。", "改行を含まず"]
    ),
    "ないファイルの回収": Mistake(
        "collect ない.xlsx", ["ない.xlsx: ファイルもフォルダもありません。", "場所と名前"]
    ),
    "アドレスの回収": Mistake(
        "collect https://example.jp/a.xlsx", ["アドレスからは取り込めません。", "保存して"]
    ),
    "配布の回収": Mistake("collect 配布", ["配布: 作業フォルダの中の", "届いたファイルを置いたフォルダ"]),
    "作業フォルダの回収": Mistake("collect .", ["作業フォルダそのものか", "届いたファイルを"]),
    "空のフォルダの回収": Mistake(
        "collect 空", ["0件を受け付けました", "確かめてください"], lambda root: (root / "空").mkdir(), code=0
    ),
    "装置の回収": Mistake(
        f"collect {os.devnull}", ["取り込まず", "ファイルではないもの（装置など）"], code=0
    ),
    "輪になったリンク": Mistake(
        "collect 輪",
        ["取り込まず: 輪（リンクは開きません）"],
        lambda root: (root / "輪").symlink_to("輪"),
        code=0,
    ),
    "パスワード付きのzip": Mistake("collect 提出.zip", ["提出.zip: パスワード付き"], locked_zip, code=1),
    "ない様式の検査": Mistake("check ない.xlsx", ["ない.xlsx: 様式のファイルがありません。", "場所と名前"]),
    "台帳を様式として検査": Mistake(
        "check 計画台帳.xlsx", ["欄の名前が一つもありません。", "ファイルを指定しない check"], code=1
    ),
    "フォルダの検査": Mistake("check 様式", ["様式: ファイルではなく、フォルダです。", "名前まで指定"]),
    "欄のないブックの一覧": Mistake(
        "様式 一覧 計画台帳.xlsx", ["欄の名前が一つもありません。", "「群_欄」の名前"]
    ),
}
"""What was meant lies elsewhere, is of another kind, or is nothing."""

FILES: Mapping[str, Mistake] = {
    "設定をExcelで開いたまま": Mistake(
        "check",
        ["設定.xlsx: Excelで開いたままです。", "保存して閉じてから"],
        holding("~$設定.xlsx", bytes(165)),
        code=0,
    ),
    "設定がない": Mistake("validate", ["設定.xlsx がありません。", "控えから"], gone("設定.xlsx")),
    "設定の名前が違う": Mistake(
        "validate", ["「設定 (2).xlsx」ではありませんか", "元に戻し"], renamed("設定.xlsx", "設定 (2).xlsx")
    ),
    "設定が途中まで": Mistake(
        "validate", ["設定.xlsx: 開けません。", "途中で切れて", "保存し直して"], cut("設定.xlsx")
    ),
    "設定が古い形式": Mistake(
        "generate",
        ["設定.xlsx: 開けません。古い形式（.xls）", "保存し直して"],
        holding("設定.xlsx", OLE + bytes(600)),
    ),
    "設定がCSV": Mistake(
        "validate",
        ["CSVなどのテキストファイルで、Excelブックではありません。", "保存し直して"],
        holding("設定.xlsx", "項目,値\n".encode("cp932")),
    ),
    "設定のシートがない": Mistake(
        "validate",
        ["設定.xlsx: シート「照会」がありません。", "シートの名前"],
        without_sheet("設定.xlsx", "照会"),
    ),
    "設定がフォルダ": Mistake("validate", ["設定.xlsx がありません。", "元に戻し"], folder("設定.xlsx")),
    "台帳がない": Mistake("generate", ["計画台帳.xlsx がありません。", "控えから"], gone("計画台帳.xlsx")),
    "台帳が壊れた": Mistake(
        "generate", ["計画台帳.xlsx: 開けません。", "配布していません。"], cut("計画台帳.xlsx")
    ),
    "台帳のシートがない": Mistake(
        "check",
        ["計画台帳.xlsx: シート「項目」がありません。", "シートの名前"],
        without_sheet("計画台帳.xlsx", "項目"),
        code=1,
    ),
    "様式がない": Mistake(
        "generate",
        ["様式のファイルがありません（シート.xlsx）。", "様式フォルダに置くか"],
        gone("様式/シート.xlsx"),
    ),
    "様式が途中まで": Mistake(
        "generate", ["シート.xlsx: ファイルが途中で切れて", "Excelで開けるブック"], cut("様式/シート.xlsx")
    ),
    "資料の様式がない": Mistake(
        "report", ["一覧.xlsx: 様式のファイルがありません。", "場所と名前"], gone("様式/会議資料/一覧.xlsx")
    ),
    "記録のフォルダがない": Mistake(
        "validate", [".gyokaku フォルダ（配布の記録）がありません。", "控えから"], gone(".gyokaku")
    ),
    "鍵がない": Mistake(
        "collect ../受信", [".gyokaku フォルダ（配布の記録）", "控えから"], gone(".gyokaku/key")
    ),
    "鍵が壊れた": Mistake(
        "generate", ["鍵のファイルが壊れています。", "控えから"], holding(".gyokaku/key", "鍵")
    ),
    "配布の記録がない": Mistake(
        "status",
        [f".gyokaku/issued/{ROUND}: 照会「{ROUND}」の配布の記録がありません。", "控えから"],
        gone(f".gyokaku/issued/{ROUND}"),
    ),
    "配布の記録が壊れた": Mistake(
        "validate",
        ["manifest.json: 配布の記録が壊れています。", "控えから"],
        holding(f"{ISSUE}/manifest.json", "{"),
    ),
    "配布の記録の設定がない": Mistake(
        "validate",
        [f"{ISSUE}/設定.xlsx: 配布したときの設定の控え", "控えから元に"],
        gone(f"{ISSUE}/設定.xlsx"),
    ),
    "配布の記録の設定が壊れた": Mistake(
        "consolidate",
        [f"{ISSUE}/設定.xlsx: 配布したときの設定の控え", "控えから元に"],
        cut(f"{ISSUE}/設定.xlsx"),
    ),
    "配布の記録の台帳がない": Mistake(
        "validate",
        [f"{ISSUE}/計画台帳.xlsx: ファイルが見つかりません。", "名前と場所"],
        gone(f"{ISSUE}/計画台帳.xlsx"),
    ),
    "受付簿がない": Mistake(
        "validate", [f"{LEDGER}: 受付簿に、受付番号4までの記録がありません", "控えから"], gone(LEDGER)
    ),
    "受付簿が短い": Mistake(
        "consolidate",
        ["受付番号4までの記録がありません", "取り込んでください"],
        lambda root: holding(LEDGER, (root / LEDGER).read_bytes().splitlines(True)[0])(root),
    ),
    "受付簿によその行": Mistake(
        "status", ["受付簿の1行目を読めません。", "元に戻して"], before(LEDGER, "メモ")
    ),
    "受付簿がシフトJIS": Mistake(
        "status",
        ["文字コードがUTF-8ではありません。", "メモ帳の"],
        holding(LEDGER, "受付\n受付\n".encode("cp932")),
    ),
    "受付簿がフォルダ": Mistake("status", ["同じ名前のフォルダか", "移してから"], folder(LEDGER)),
    "決定簿によその行": Mistake(
        f"correct 1-① {COUNT}", ["決定簿の1行目を読めません。", "元に戻して"], holding(DECISIONS, "{}\n")
    ),
    "回収のフォルダがない": Mistake(
        "consolidate", ["受付番号4までの記録がありません", "「回収」フォルダを戻して"], gone("回収")
    ),
    "回収のファイルがない": Mistake(
        "validate",
        ["0001_港湾課.xlsx: 受付簿にあるファイル（受付番号1）", "戻してください"],
        gone(FIRST_FILE),
    ),
    "確認結果がない": Mistake(
        f"validate --accept 2{WHY}", ["確認結果がないか、壊れています。", "gyokaku validate"], gone("確認")
    ),
    "取りまとめ表がない": Mistake(
        "report", ["取りまとめ表がまだありません。", "consolidate --round"], gone("取りまとめ")
    ),
    "取りまとめ表が壊れた": Mistake(
        "report",
        ["取りまとめ表.json が壊れています。", "consolidate --round"],
        holding(f"取りまとめ/{ROUND}/取りまとめ表.json", "{"),
    ),
    "配布したブックがない": Mistake(
        "share", ["配布したブックがありません。", "もう一度配布して"], gone(f"配布/{ROUND}")
    ),
    "できる場所にフォルダ": Mistake(
        "validate",
        ["同じ名前のフォルダか", "移してから"],
        lambda root: (gone(f"確認/{ROUND}/確認結果.xlsx")(root), folder(f"確認/{ROUND}/確認結果.xlsx")(root)),
    ),
    "前の版の設定": Mistake(
        "status", ["設定の書き方が前の版のもの（gyokaku.toml）", "書き移して"], holding("gyokaku.toml", "")
    ),
}
"""A file of the folder is missing, broken, altered or something else."""
