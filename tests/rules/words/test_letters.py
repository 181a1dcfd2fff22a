"""Letters: what the office wrote with what a letter is about in it, as text ready to paste."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.letters import make_letters, standard_letters
from toolkit.model.letters import KINDS, placeholders_of
from toolkit.rules.words.letters import (
    AskedPoint,
    Correction,
    Inquiry,
    Questions,
    Received,
    Sharing,
    Values,
    fill,
    head_values,
    letter_text,
)

TO = ("総務部 総務課", "御中")
HEAD = head_values("行革プラン", "令和5年度 実績", "総務部 改革室", TO, dt.date(2024, 5, 7))
DUE = dt.date(2024, 5, 31)
ITEMS = [("1-①", "窓口の見直し"), ("1-②", "魚市場の開放")]
INQUIRY = Inquiry(DUE, ["01_総務課.xlsx"], ITEMS, 9)
ERROR = AskedPoint("1-① B8　実績値", "「多数」は数値として読めません。", "数値で記入してください。", "10")
WARNING = AskedPoint("1-① B11　実績効果額", "目標値と桁が違います。", "正しいか確かめてください。")
CORRECTION = Correction([("01_総務課.xlsx", "")], [], [], [ERROR], [WARNING])
RECEIVED = Received(3, "回答.xlsx", dt.datetime(2024, 5, 20, 9, 5), "直していただくところはありません。")  # noqa: DTZ001 - the moment of a 受付簿, as told
VALUES: dict[str, Values] = {
    "照会文": INQUIRY.values,
    "督促文": INQUIRY.values,
    "確認のお願い": Questions(["回答.xlsx"], [WARNING]).values,
    "修正依頼": CORRECTION.values,
    "受領票": RECEIVED.values,
    "関連課への送付文": Sharing("総務部 総務課", "1-①　窓口の見直し", "1-①_図書課.xlsx", DUE).values,
}


def text_of(kind: str, values: Values | None = None) -> str:
    return letter_text(fill(standard_letters()[kind], {**HEAD, **(values or VALUES[kind])}))


def own(*paragraphs: tuple[str, str], values: Values = HEAD) -> str:
    """Give the text of a 照会文 of these paragraphs."""
    rows = [{"通知文": "照会文", "部分": part, "文": text} for part, text in paragraphs]
    return letter_text(fill(make_letters(rows)["照会文"], values))


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_a_letter_may_name_has_a_value(kind: str) -> None:
    assert {*HEAD, *VALUES[kind]} == set(placeholders_of(kind))


def test_an_inquiry_is_ready_to_paste_its_subject_first() -> None:
    assert text_of("照会文") == (
        "件名：【照会】行革プラン 令和5年度 実績について（令和6年5月31日（金）まで）\n"
        "\n"
        "総務部 総務課　御中\n"
        "\n"
        "お疲れさまです。総務部 改革室です。\n"
        "\n"
        "標記について、添付のExcelブック「01_総務課.xlsx」にご記入のうえ、令和6年5月31日（金）までに、"
        "このメールへの返信でお送りください。お願いする項目は、下記のとおりです。\n"
        "\n"
        "ご不明な点は、総務部 改革室までお問い合わせください。\n"
        "\n"
        "記\n"
        "\n"
        "■ご記入いただくもの：2項目、9か所（入力できる欄だけが開いています）\n"
        "　・1-①　窓口の見直し\n"
        "　・1-②　魚市場の開放\n"
        "\n"
        "■お願い\n"
        "　・最初のシートの説明をご覧のうえ、回答者・内線などもご記入ください。\n"
        "　・まだ分からない数値は「未（7月）」のように、分かる月を添えてください。\n"
        "　・シートの名前、行や列は変えないでください。\n"
        "　・項目を分けて送っていただいても構いません。\n"
        "\n"
        "以上\n"
        "\n"
        "総務部 改革室\n"
    )


def test_a_receipt_is_one_line() -> None:
    assert text_of("受領票") == (
        "【受領】行革プラン 令和5年度 実績：「回答.xlsx」を令和6年5月20日（月）09:05に受け取りました"
        "（受付番号3）。直していただくところはありません。（総務部 改革室）\n"
    )


def test_a_request_lists_what_to_mend_and_what_to_look_at() -> None:
    text = text_of("修正依頼")
    assert "添付の「01_総務課.xlsx」は、お送りいただいたファイルの該当するセルに色を付けたものです。" in text
    assert (
        "■直していただくところ（1件）\n"
        "　1. 1-① B8　実績値\n"
        "　　 「多数」は数値として読めません。\n"
        "　　 → 数値で記入してください。（例：10）\n"
        "\n"
        "■ご確認いただくところ（1件。正しければ、そのままで構いません）\n"
        "　1. 1-① B11　実績効果額\n"
    ) in text
    assert "安全に印を付けられませんでした" not in text
    assert "このほかにいただいたファイル" not in text


def test_a_paragraph_whose_placeholder_has_nothing_is_left_out() -> None:
    text = text_of("修正依頼", Correction([], ["01_ご確認事項.xlsx"], ["前回.xlsx"], [ERROR], []).values)
    assert "添付の「01_ご確認事項.xlsx」に、直していただくところをまとめました" in text
    assert "色の付いたセルを" not in text
    assert "このほかにいただいたファイル（「前回.xlsx」）" in text
    assert "■ご確認いただくところ" not in text


def test_a_count_of_none_is_nothing_to_speak_of() -> None:
    values = {**HEAD, **Correction([], [], [], [ERROR], []).values}
    rows = [{"通知文": "修正依頼", "部分": "本文", "文": f"{{{one}件数}}件"} for one in ("要修正", "要確認")]
    assert letter_text(fill(make_letters(rows)["修正依頼"], values)) == "1件\n"


def test_an_unknown_sender_leaves_the_line_of_its_name_out() -> None:
    unknown = head_values("行革プラン", "令和5年度 実績", "総務部 改革室", ("", "御中"), DUE)
    assert own(("あて名", "{所属}　{敬称}"), ("本文", "届きました。"), values=unknown) == "届きました。\n"


def test_the_parts_stand_in_their_order_whatever_the_order_of_the_rows() -> None:
    text = own(
        ("差出人", "改革室"), ("記", "一つ"), ("本文", "お願い"), ("件名", "照会"), ("あて名", "{所属}")
    )
    assert text == "件名：照会\n\n総務部 総務課\n\nお願い\n\n記\n\n一つ\n\n以上\n\n改革室\n"


def test_number_and_date_stand_on_paper_only() -> None:
    assert own(("文書番号", "第12号"), ("日付", "{今日}"), ("本文", "お願い")) == "お願い\n"
    assert HEAD["今日"] == "令和6年5月7日"


def test_braces_in_a_name_are_no_placeholder() -> None:
    odd = head_values("{期限}計画", "実績", "改革室", TO, DUE)
    assert own(("本文", "{計画}です。"), values=odd) == "{期限}計画です。\n"
