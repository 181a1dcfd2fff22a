"""The findings about one return after another, and what the office decided or asked in between."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.model.catalogue.wording import Severity, Wording

SERIES: Mapping[str, Wording] = {
    "older-answer-used": Wording(
        Severity.WARNING,
        "前の提出を使用",
        "新しい提出（受付番号{newer}）に要修正の箇所（{titles}）があるため、前の提出（受付番号{used}）の回答を使っています。",
        "新しい提出の要修正の箇所の訂正",
        "新しい提出を訂正してもう一度お送りいただくか、前の提出のままでよいかをお知らせください。",
    ),
    "order-unclear": Wording(
        Severity.WARNING,
        "どちらが最後の提出か不明",
        "受付番号{used}と受付番号{other}で「{fields}」の記入が違い、どちらが最後の提出か決まりません（{why}）。",
        "最後に提出した1つ",
        "どちらを使うか、所属に確かめてください。受付番号{used}でよければ了承し、そうでなければ受付番号{used}を取り下げてください。",
        doubts=True,  # there are two answers
    ),
    "item-left-out": Wording(
        Severity.INFO,
        "照会から外れた項目の回答",
        "項目「{item}」は、あとの配布で照会から外れました。届いていた回答（{answers}）は、集計にも資料にも使っていません。",
        "外してよいかの確認",
        "外したままでよければ、対応は不要です。使うときは、計画台帳の項目を戻して、もう一度配布してください。",
    ),
    "blank-after-answer": Wording(
        Severity.WARNING,
        "前の提出では記入あり",
        "「{field}」が空欄ですが、前の提出（受付番号{earlier}）では「{value}」と記入されています。前の値を使います。",
        "空欄にした理由の確認",
        "前の値のままでよいか、お知らせください。",
    ),
    "changed-since-last": Wording(
        Severity.INFO,
        "前回提出との違い",
        "前の提出（受付番号{earlier}）と違うところが{count}か所あります：{changes}。",
        "直したところの確認",
        "対応は不要です。思わぬ違いがあれば、所属に確かめてください。",
    ),
    "withdrawn": Wording(
        Severity.INFO,
        "取下げ",
        "この提出を取り下げました。理由：{detail}。",
        "取り下げたあとの提出",
        "対応は不要です。戻すときは、--undo を付けて取り消してください。",
    ),
    "corrected-by-office": Wording(
        Severity.INFO,
        "事務局修正",
        "{typed}を、事務局で「{corrected}」に直しました。理由：{why}。",
        "{corrected}",
        "対応は不要です。所属の控えも直してもらってください。",
    ),
    "correction-differs": Wording(
        Severity.WARNING,
        "事務局修正と違う提出",
        "事務局で「{corrected}」に直した「{field}」が、あとの提出（受付番号{receipt}）では「{value}」です。あとの提出の値を使います。",
        "どちらの値が正しいかの確認",
        "どちらの値が正しいかを、お知らせください。",
    ),
    "answered-request": Wording(
        Severity.INFO,
        "修正依頼への回答",
        "修正をお願いした「{field}」が、「{before}」から「{value}」に変わりました（受付番号{receipt}への修正依頼）。",
        "お願いした箇所の訂正",
        "対応は不要です。まだ直っていなければ、別の行でもう一度お知らせします。",
    ),
    "changed-besides": Wording(
        Severity.WARNING,
        "お願いした箇所のほかの変更",
        "修正をお願いしていない「{field}」が、「{before}」から「{value}」に変わっています（受付番号{receipt}への修正依頼）。",
        "お願いした箇所だけの訂正",
        "意図した変更か、お知らせください。意図したものなら、そのままで構いません。",
    ),
    "put-back": Wording(
        Severity.WARNING,
        "元に戻した箇所",
        "{said}入れ直したこのブックでは、配布したときのとおりに戻してあります。",
        "配布時のまま",
        "このままお送りください。計画の変更などが必要なときは、連絡欄にその旨をお書きください。",
    ),
    "message-from-department": Wording(
        Severity.INFO,
        "連絡欄の記載",
        "連絡欄に「{value}」とあります。",
        "事務局での確認",
        "内容を確かめて、必要なら連絡してください。",
    ),
}
