"""The findings about a sheet and the place of its fields: lost, moved, renamed, changed where locked."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.model.catalogue.wording import Severity, Wording

SHEETS: Mapping[str, Wording] = {
    "sheet-unknown": Wording(
        Severity.WARNING,
        "項目の分からないシート",
        "シート「{sheet}」が、どの項目のものか分かりません。",
        "配布したシート",
        "配布したシートに記入されているか、ご確認ください。",
    ),
    "identity-differs": Wording(
        Severity.WARNING,
        "配布の印の食い違い",
        "「{book}」として配布したブックと判断しましたが、印の一部が合いません{detail}。",
        "配布したブックに記入したもの",
        "どのブックに記入されたものか、ご確認ください。",
    ),
    "vast-merge": Wording(
        Severity.WARNING,
        "行や列の全体の結合",
        "シート「{sheet}」で、行や列の全体（{area}{more}）が結合されています。結合で隠れたセルの記入は失われています。",
        "配布時と同じ結合",
        "結合を解除するか、配布したブックの同じシートに記入し直してお送りください。",
    ),
    "sheets-reordered": Wording(
        Severity.INFO,
        "シートの並べ替え",
        "シートの順番が配布時と違います。",
        "配布時の順番",
        "対応は不要です。",
    ),
    "sheet-renamed": Wording(
        Severity.INFO,
        "シート名の変更",
        "シート「{sheet}」は、配布時の「{issued}」（項目{item}）です。",
        "配布時のシート名",
        "対応は不要です。",
    ),
    "sheet-id-differs": Wording(
        Severity.WARNING,
        "シートの番号の食い違い",
        "シート「{sheet}」は、名前と内容から項目{item}と判断しましたが、印字された番号は「{printed}」です。",
        "項目{item}の番号",
        "番号を元に戻してください。別の項目のシートのときは、お知らせください。",
    ),
    "sheet-of-another": Wording(
        Severity.INFO,
        "ほかの所属のシート",
        "シート「{sheet}」は、{owner}に配布した項目{item}のシートです。{owner}の回答として読み取りました。",
        "{owner}からの提出",
        "{owner}の回答でよければ、対応は不要です。",
    ),
    "item-twice": Wording(
        Severity.ERROR,
        "同じ項目のシートが複数",
        "項目{item}のシートが、このブックに{count}枚あり（{sheets}）、「{different}」の記入が違います。"
        "違うところは使っていません。",
        "1項目につき1枚",
        "正しい1枚を残し、ほかを削除してお送りください。",
    ),
    "item-copied": Wording(
        Severity.INFO,
        "同じ記入のシートが複数",
        "項目{item}のシートが、このブックに{count}枚あります（{sheets}）。記入は同じなので、1枚として読み取りました。",
        "1項目につき1枚",
        "対応は不要です。",
    ),
    "field-lost": Wording(
        Severity.ERROR,
        "記入欄がない",
        "「{field}」の欄が見つかりません（削除されたようです）。",
        "配布時と同じ欄",
        "配布したブックの同じシートに記入し直してお送りください。",
    ),
    "locked-changed": Wording(
        Severity.ERROR,
        "記入欄でないセルの変更",
        "配布時の「{issued}」が「{returned}」に変わっています。",
        "配布時のまま（{issued}）",
        "元の内容に戻してください。計画の変更が必要なときは、連絡欄にその旨をお書きください。",
    ),
    "pasted-beside": Wording(
        Severity.ERROR,
        "記入欄でない場所への貼り付け",
        "記入欄でない場所（{area}、{count}セル）に、「{value}」などと記入されています。",
        "配布時のまま（空欄）",
        "貼り付けた内容を削除してください。お伝えになりたい資料は、別のファイルでお送りください。",
    ),
    "sheet-missing": Wording(
        Severity.WARNING,
        "シートが届いていない",
        "項目{item}のシートが、提出されたどのファイルにもありません。",
        "項目{item}のシート",
        "別にお送りいただくか、配布したブックのシートに記入してお送りください。",
    ),
    "sheet-empty": Wording(
        Severity.ERROR,
        "シートが未記入",
        "項目{item}のシートに、まだ何も記入されていません。",
        "{count}か所の記入",
        "記入してお送りください。",
    ),
    "prefill-unchanged": Wording(
        Severity.WARNING,
        "前回の値のまま",
        "項目{item}は、あらかじめ入れてあった前回の値のまま返ってきました。その値を使います。",
        "今回の値、または前回のままでよいことの確認",
        "前回の値のままでよいか、お知らせください。",
    ),
    "sheet-shifted": Wording(
        Severity.WARNING,
        "行や列の追加",
        "項目{item}のシートに、{lines}が追加されています。{detail}",
        "配布時と同じ行と列",
        "追加した理由をお知らせください。記入欄の値は、移動した先から読み取っています。",
    ),
    "lines-removed": Wording(
        Severity.ERROR,
        "行や列の削除",
        "項目{item}のシートから、配布時の{lines}がなくなっています。{detail}",
        "配布時と同じ行と列",
        "元の内容に戻すか、配布したブックの同じシートに記入し直してお送りください。",
    ),
    "field-moved": Wording(
        Severity.ERROR,
        "記入欄の位置が決まらない",
        "「{field}」の欄が、名前では{named}、見出しでは{beside}にあり、どちらの値か決まりません。値は使っていません。",
        "配布時と同じ位置での記入",
        "配布したブックの同じ欄に記入してお送りください（切り取りと貼り付けは、欄を動かします）。",
    ),
    "formula-overwritten": Wording(
        Severity.INFO,
        "計算欄への入力",
        "計算の欄（{formula}）に「{value}」と入っています。取りまとめでは計算し直します。",
        "計算式のまま",
        "対応は不要です。",
    ),
    "hidden-answer": Wording(
        Severity.INFO,
        "見えない記入",
        "{why}「{value}」と記入されています。その値を使います。",
        "見える記入",
        "意図した記入か、ご確認ください。",
    ),
    "protection-removed": Wording(
        Severity.INFO,
        "保護の解除",
        "シート「{sheet}」の保護が解除されています。",
        "配布時と同じ保護",
        "対応は不要です。記入欄でないセルの変更は、別にお知らせしています。",
    ),
}
