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
