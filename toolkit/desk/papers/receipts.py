"""The checked returns in, a 受領票 per received file out: a line for a mail and a workbook for the office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from toolkit.books.lists.receipts import ReceiptPaper, write_receipt_paper
from toolkit.desk.answers.round_answers import RoundAnswers
from toolkit.desk.letters import head_of, write_letter
from toolkit.desk.workspace import CHECKED, Workspace
from toolkit.model.answers import ItemAnswer
from toolkit.model.catalogue import CATALOGUE, Severity
from toolkit.model.ledger import Entry, Taken
from toolkit.model.letters import RECEIPT
from toolkit.model.summary import FindingRow
from toolkit.model.years import write_date
from toolkit.rules.words.letters import Received

RECEIPTS = "受領票"
CHECKED_OF_A_RETURN = (
    ("ファイル", "Excelブックとして開けること、マクロやほかのファイルへのリンクで危なくないこと"),
    ("様式", "この照会で配布したブックであること、どの項目のシートか"),
    ("記入欄でないセル", "配布したときの内容から変わっていないこと"),
    ("記入", "空欄、選択肢、数値の読み方と単位、目標値との桁の違い、理由の記入、小計"),
    ("ほかの提出", "同じ内容のファイルか、前の提出と食い違うところ"),
)
CHECKED_OF_ANY = (
    ("ファイル", "ファイルの種類と大きさ、この照会で配布したブックか、同じ内容のファイルがないか"),
)
UNCHECKED = (
    ("記入の中身", "数値や文章が事実のとおりか（根拠の資料とは照らし合わせていません）"),
    ("文章の言い回し", "誤字、用語、長さ"),
    ("画像・図形・コメント・色", "読んでいません（ファイルには残っています）"),
    ("差出人", "だれが送ったか（ファイルの印で所属を見分けています）"),
)


def write_receipts(
    workspace: Workspace, answers: RoundAnswers, rows: Sequence[FindingRow], title: str
) -> None:
    """Write the 受領票 of every entry of the 受付簿 into 確認/<round>/受領票; `rows` are all findings."""
    folder = workspace.folder(CHECKED, answers.round) / RECEIPTS
    folder.mkdir(parents=True, exist_ok=True)
    by_file: dict[str, list[FindingRow]] = {}
    for row in rows:
        if row.finding.place:
            by_file.setdefault(row.finding.place.file, []).append(row)
    for entry in answers.entries:
        own = by_file.get(entry.file, [])
        name = f"{entry.receipt:04}_{Path(entry.file).stem.partition('_')[2]}"
        result = _result(entry, own)
        about = Received(entry.receipt, Path(entry.origin).name, entry.received_at, result)
        head = head_of(workspace, answers.round, _sender(answers, entry))
        write_letter(workspace, RECEIPT, {**head, **about.values}, folder / name)
        paper = _paper(answers, entry, own, f"{title}　受付番号{entry.receipt}", result)
        write_receipt_paper(folder / f"{name}.xlsx", paper)


def _result(entry: Entry, rows: Sequence[FindingRow]) -> str:
    """Say in a sentence or two how a file was taken."""
    if entry.taken is Taken.DUPLICATE:
        return f"受付番号{entry.duplicate_of}と同じ内容ですので、先のものを使います。"
    if entry.taken is not Taken.RETURN:
        finding = next((row.finding for row in rows if row.finding.code == entry.code), None)
        if finding is None:
            return CATALOGUE[entry.code].title if entry.code else entry.taken.value
        if finding.severity is Severity.INFO:  # withdrawn by the office: nothing for the department to do
            return finding.what
        return f"回答としては取り込めませんでした。{finding.what}{finding.mend}"
    counts = Counter(row.finding.severity for row in rows)
    if counts[Severity.ERROR]:
        return (
            f"直していただくところが{counts[Severity.ERROR]}件、"
            f"ご確認いただくところが{counts[Severity.WARNING]}件あります。修正依頼をお送りします。"
        )
    if counts[Severity.WARNING]:
        return f"ご確認いただくところが{counts[Severity.WARNING]}件あります。"
    return "直していただくところはありません。"


def _paper(
    answers: RoundAnswers, entry: Entry, rows: Sequence[FindingRow], title: str, result: str
) -> ReceiptPaper:
    received = [
        ("受付番号", str(entry.receipt)),
        ("受け取った日時", f"{write_date(entry.received_at.date())}{entry.received_at:%H:%M:%S}"),
        ("届いたときの名前", Path(entry.origin).name),
        ("回収フォルダの名前", entry.file),
        ("SHA-256", entry.sha256),
        ("所属", _sender(answers, entry) or "（分かりません）"),
        ("区分", entry.taken.value),
        ("結果", result),
    ]
    is_return = entry.taken is Taken.RETURN
    moved = [row.item for row in rows if is_return and row.finding.code == "sheet-shifted"]
    unchecked = (
        list(UNCHECKED) if is_return else [("中身", "回答として取り込んでいないため、確かめていません")]
    )
    if moved:
        what = f"行や列の位置が変わっているため、配布時と照らし合わせていません（{'、'.join(moved)}）"
        unchecked.insert(0, ("記入欄でないセル", what))
    return ReceiptPaper(
        title,
        received,
        _item_rows(answers, entry, rows) if is_return else [],
        CHECKED_OF_A_RETURN if is_return else CHECKED_OF_ANY,
        unchecked,
        entry.received_at,
    )


def _sender(answers: RoundAnswers, entry: Entry) -> str:
    """Give the department a file is from, "" where it is not known."""
    return next((d.name for d in answers.departments if d.id == entry.department), "")


def _item_rows(
    answers: RoundAnswers, entry: Entry, rows: Sequence[FindingRow]
) -> list[tuple[str, str, int, int, int]]:
    """Give a row per item of the file: whether its answer counts, and how many findings it has."""
    items = []
    for answer in answers.returns:
        if answer.item.id in entry.items and answer.department.id == entry.department:
            own = [row for row in rows if row.finding.item_id == answer.item.id]
            items.append((answers.called(answer.item), _use_of(answer, entry), *_counts(own)))
    rest = [row for row in rows if row.finding.item_id not in entry.items]
    return [*items, ("ファイル全体", "", *_counts(rest))]


def _use_of(answer: ItemAnswer, entry: Entry) -> str:
    if answer.entry is None:
        return "まだ記入がありません。"
    if answer.entry.receipt == entry.receipt:
        return "この提出の回答を使っています。"
    return f"受付番号{answer.entry.receipt}の回答を使っています。"


def _counts(rows: Sequence[FindingRow]) -> tuple[int, int, int]:
    counts = Counter(row.finding.severity for row in rows)
    return counts[Severity.ERROR], counts[Severity.WARNING], counts[Severity.INFO]
