"""What is asked of a department in, the 照会文 and the 督促文 as text ready to paste into a mail out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Inquiry:
    """What a letter is about: `items` are (id, name) of what is asked, `cells` how many cells are open."""

    title: str
    department: str
    deadline: str
    file: str
    items: Sequence[tuple[str, str]]
    cells: int
    office: str


def write_inquiry(about: Inquiry) -> str:
    """Give the 照会文, sent with the book."""
    items = "\n".join(f"　・{item_id}　{name}" for item_id, name in about.items)
    return (
        f"件名：【照会】{about.title}について（{about.deadline}まで）\n\n{about.department} 御中\n\n"
        f"お疲れさまです。{about.office}です。\n"
        f"標記について、添付のExcelブック「{about.file}」に記入のうえ、"
        f"{about.deadline}までにこのメールへの返信でお送りください。\n\n"
        f"■記入いただくもの：{len(about.items)}項目、{about.cells}か所"
        f"（入力できる欄だけが開いています）\n{items}\n\n"
        "■お願い\n"
        "　・最初のシート「記入要領」をご覧のうえ、回答者・内線・所属長確認日もご記入ください。\n"
        "　・まだ分からない数値は「未（7月）」のように、分かる月を添えてください。\n"
        "　・シートの名前、行や列は変えないでください。分けて送っていただいても構いません。\n\n"
        f"ご不明な点は、{about.office}までお問い合わせください。\n"
    )


def write_reminder(about: Inquiry) -> str:
    """Give the 督促文, sent when the book is late."""
    return (
        f"件名：【再度のお願い】{about.title}について（期限 {about.deadline}）\n\n{about.department} 御中\n\n"
        f"お疲れさまです。{about.office}です。\n"
        f"{about.deadline}を期限としてお願いしている標記の照会について、まだお手元にあるようでしたら、"
        f"「{about.file}」（{len(about.items)}項目）に記入のうえ、お送りください。\n"
        "行き違いで既にお送りいただいている場合は、ご容赦ください。\n"
        "間に合わない項目があるときは、記入できた項目だけ先にお送りいただき、残りの見込みをお知らせください。\n\n"
        f"{about.office}\n"
    )


@dataclass(frozen=True)
class AskedPoint:
    """One thing a letter asks to be mended or looked at: the words of a finding."""

    place: str
    what: str
    mend: str
    example: str = ""


@dataclass(frozen=True)
class RequestLetter:
    """What a 修正依頼 is about: the papers sent with it, whether the department's own file is highlighted.

    `errors` must be mended, `warnings` looked at; `others` are files of the department without highlights.
    """

    title: str
    department: str
    office: str
    files: Sequence[str]
    highlighted: bool
    errors: Sequence[AskedPoint]
    warnings: Sequence[AskedPoint] = ()
    others: Sequence[str] = ()


def write_request(about: RequestLetter) -> str:
    """Give the 修正依頼文, sent with the highlighted copy or the list."""
    files = "、".join(f"「{file}」" for file in about.files)
    if about.highlighted:
        how = (
            f"添付の{files}は、お送りいただいたファイルの該当するセルに色を付けたものです。"
            "最初のシート「ご確認事項」をご覧のうえ、そのファイルの色の付いたセルを直して、"
            "このメールへの返信でお送りください。\n"
        )
    else:
        how = (
            f"添付の{files}に、直していただくところをまとめました（お送りいただいたファイルには、"
            "安全に印を付けられませんでした）。お手元のファイルを直して、このメールへの返信でお送りください。\n"
        )
    text = (
        f"件名：【修正のお願い】{about.title}について\n\n{about.department} 御中\n\n"
        f"お疲れさまです。{about.office}です。\n"
        f"標記のご回答をありがとうございました。確認したところ、直していただきたいところが"
        f"{len(about.errors)}件ありました。\n{how}\n"
        f"■直していただくところ（{len(about.errors)}件）\n{_asked_lines(about.errors)}"
    )
    if about.warnings:
        text += (
            f"\n■ご確認いただくところ（{len(about.warnings)}件。正しければ、そのままで構いません）\n"
            f"{_asked_lines(about.warnings)}"
        )
    if about.others:
        files = "、".join(f"「{file}」" for file in about.others)
        text += f"\nこのほかにいただいたファイル（{files}）には、印を付けていません。\n"
    return f"{text}\nほかの欄は、変えないでください。ご不明な点は、{about.office}までお問い合わせください。\n"


def _asked_lines(asked: Sequence[AskedPoint]) -> str:
    lines = []
    for number, one in enumerate(asked, 1):
        example = f"（例：{one.example}）" if one.example else ""
        lines.append(f"　{number}. {one.place}\n　　 {one.what}\n　　 → {one.mend}{example}\n")
    return "".join(lines)


@dataclass(frozen=True)
class Received:
    """What a 受領票 is about: a file as it came, how it was taken (`result`, a sentence or two)."""

    title: str
    office: str
    receipt: int
    file: str
    received_at: str
    result: str


def write_receipt(about: Received) -> str:
    """Give the one line that tells a department that its file has come."""
    return (
        f"【受領】{about.title}：「{about.file}」を{about.received_at}に受け取りました"
        f"（受付番号{about.receipt}）。{about.result}（{about.office}）\n"
    )


def write_related_letter(title: str, lead: str, related: str, item: str, file: str, office: str) -> str:
    """Give the 送付文 that goes with a 照会用コピー from the 主管課 to a 関連課."""
    return (
        f"件名：【照会】{title}について（{item}）\n\n{related} 御中\n\n"
        f"お疲れさまです。{lead}です。\n"
        f"{item}について、関連課としての内容を伺います。"
        f"添付の「{file}」（照会用コピー）に記入のうえ、{lead}へお返しください。\n"
        f"取りまとめて、{lead}から{office}へ回答します。{office}へは直接お送りにならないでください。\n"
    )
