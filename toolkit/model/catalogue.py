"""The catalogue of findings (確認事項): every code with its weight and its sentences, worded once.

Every sentence staff read about a return stands here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "要修正"
    WARNING = "要確認"
    INFO = "参考"


@dataclass(frozen=True)
class Wording:
    """How a code is worded: what is wrong, what is expected, how to mend it, an example.

    The texts may hold `{words}` that a finding fills.
    """

    severity: Severity
    title: str
    what: str
    expected: str
    mend: str
    example: str = ""


E_, W_, I_ = Severity.ERROR, Severity.WARNING, Severity.INFO

CATALOGUE: Mapping[str, Wording] = {
    # -- the file as a whole
    "empty-file": Wording(
        E_,
        "空のファイル",
        "ファイルの中身がありません（0バイト）。",
        "記入済みのExcelブック",
        "お手元のファイルが開けることを確かめて、もう一度お送りください。",
    ),
    "not-a-workbook": Wording(
        E_,
        "Excelブックでない",
        "Excelブック（.xlsx）として読めません。{detail}",
        "配布したExcelブック（.xlsx）",
        "Excelで開き、「名前を付けて保存」で種類を「Excelブック（*.xlsx）」にしてお送りください。",
    ),
    "legacy-xls": Wording(
        E_,
        "古い形式",
        "古い形式（.xls）で保存されています。",
        "Excelブック（.xlsx）",
        "Excelで開き、「名前を付けて保存」で種類を「Excelブック（*.xlsx）」にしてお送りください。",
    ),
    "encrypted": Wording(
        E_,
        "パスワード付き",
        "パスワードで保護されていて、中身を読めません。",
        "パスワードのないExcelブック",
        "パスワードを外して保存し直したものをお送りください。",
    ),
    "open-document": Wording(
        E_,
        "別の形式",
        "OpenDocument形式（.ods）で保存されています。",
        "Excelブック（.xlsx）",
        "「名前を付けて保存」で種類を「Excelブック（*.xlsx）」にしてお送りください。",
    ),
    "damaged": Wording(
        E_,
        "壊れたファイル",
        "ファイルが途中で壊れています。{detail}",
        "Excelで開けるブック",
        "お手元のファイルがExcelで開けることを確かめて、もう一度お送りください。",
    ),
    "too-large": Wording(
        E_,
        "大きすぎるファイル",
        "安全に開ける大きさを超えています。{detail}",
        "配布したブックと同じくらいの大きさ",
        "貼り付けた画像や、書式だけが設定された大量の行・列を取り除いてお送りください。",
    ),
    "unsafe-content": Wording(
        E_,
        "開けない中身",
        "安全のため開かない内容を含んでいます。{detail}",
        "配布したブックに記入したもの",
        "配布したブックに記入し直してお送りください。",
    ),
    "macro": Wording(
        E_,
        "マクロ付き",
        "マクロを含むブックです。",
        "マクロのないExcelブック（.xlsx）",
        "「名前を付けて保存」で種類を「Excelブック（*.xlsx）」にしてお送りください。",
    ),
    "truncated": Wording(
        E_,
        "途中で切れたファイル",
        "ファイルが途中で切れていて、開けません（送信や保存が途中で終わったようです）。",
        "Excelで開けるブック",
        "お手元のファイルがExcelで開けることを確かめて、もう一度お送りください。",
    ),
    "binary-workbook": Wording(
        E_,
        "バイナリブック",
        "バイナリブック（.xlsb）で保存されています。",
        "Excelブック（.xlsx）",
        "Excelで開き、「名前を付けて保存」で種類を「Excelブック（*.xlsx）」にしてお送りください。",
    ),
    "numbers": Wording(
        E_,
        "Numbersのファイル",
        "AppleのNumbersなどの形式で保存されています。",
        "Excelブック（.xlsx）",
        "Numbersの「書き出す」で「Excel」を選び、できたファイルをお送りください。",
    ),
    "text-file": Wording(
        E_,
        "CSV・テキスト",
        "CSVなどのテキストファイルで、配布したブックではありません。",
        "配布したExcelブック（.xlsx）",
        "配布したブックに記入してお送りください。CSVで保存したときは、保存する前のブックをお送りください。",
    ),
    "web-page": Wording(
        E_,
        "ウェブページ形式",
        "ウェブページなどの形式で保存されています。{detail}",
        "Excelブック（.xlsx）",
        "Excelで開き、「名前を付けて保存」で種類を「Excelブック（*.xlsx）」にしてお送りください。",
    ),
    "pdf-or-picture": Wording(
        E_,
        "PDF・画像",
        "PDFや画像では、記入内容を読み取れません。{detail}",
        "記入済みのExcelブック（.xlsx）",
        "PDFや画像にする前の、記入済みのExcelブックをお送りください。",
    ),
    "word-file": Wording(
        E_,
        "Wordなどの文書",
        "WordやPowerPointなどの文書です。",
        "記入済みのExcelブック（.xlsx）",
        "配布したブックに記入してお送りください。",
    ),
    "mail": Wording(
        E_,
        "メールそのもの",
        "添付ファイルではなく、メールそのものが保存されています。{detail}",
        "メールに添付されたExcelブック（.xlsx）",
        "メールを開き、添付されたブックを取り出してから、もう一度取り込んでください。",
    ),
    "archive": Wording(
        E_,
        "圧縮ファイル",
        "開けない圧縮ファイルです。{detail}",
        "圧縮していないExcelブック（.xlsx）",
        "圧縮ファイルを展開し、中のブックをお送りください。",
    ),
    "formatted-rows": Wording(
        E_,
        "書式だけの行",
        "書式だけの行が多すぎます（値のない行が、シートの下のほうまで続いています）。",
        "配布したブックと同じくらいの行数",
        "記入欄より下の行をすべて選び、行ごと削除してから、保存してお送りください。",
    ),
    "reading-failed": Wording(
        E_,
        "読み取れないファイル",
        "安全に読み取ることができませんでした。{detail}",
        "配布したブックに記入したもの",
        "Excelで開いて新しい名前で保存し直すか、配布したブックに記入し直してお送りください。",
    ),
    "external-link": Wording(
        I_,
        "別のブックへのリンク",
        "このブックには、別のブックなどへのリンク（{target}）があります。リンク先は開いていません。",
        "リンクのないブック",
        "記入欄の値がリンク先の写しのときは、正しいかご確認ください。そうでなければ、対応は不要です。",
    ),
    "not-ours": Wording(
        E_,
        "配布様式でない",
        "この照会で配布した様式ではありません。{detail}",
        "照会「{round}」で配布したブック",
        "この照会で配布したブックに記入してお送りください。",
    ),
    "other-round": Wording(
        E_,
        "別の照会の様式",
        "別の照会「{found}」の様式です。",
        "照会「{round}」で配布したブック",
        "この照会で配布したブックに記入してお送りください。",
    ),
    "related-copy": Wording(
        E_,
        "照会用コピー",
        "関連課に伺うための照会用コピーです（{detail}）。",
        "主管課のブックへの記入",
        "主管課にお渡しください。主管課が、配布したブックに記入してお送りください。",
    ),
    "other-city": Wording(
        E_,
        "別の団体の様式",
        "別の団体「{found}」の様式です。",
        "照会「{round}」で配布したブック",
        "この照会で配布したブックに記入してお送りください。",
    ),
    "exact-duplicate": Wording(
        I_,
        "同じファイル",
        "受付番号{receipt}と同じ内容のファイルです。",
        "1回の提出",
        "対応は不要です。先に届いたものを使います。",
    ),
    "not-returned": Wording(
        W_,
        "未提出",
        "{department}から、まだ提出がありません（{items}）。",
        "期限 {deadline} までの提出",
        "督促文（配布フォルダ）を送ってください。",
    ),
    # -- a sheet and its fields
    "sheet-unknown": Wording(
        W_,
        "項目の分からないシート",
        "シート「{sheet}」が、どの項目のものか分かりません。",
        "配布したシート",
        "配布したシートに記入されているか、ご確認ください。",
    ),
    "identity-differs": Wording(
        W_,
        "配布の印の食い違い",
        "「{book}」として配布したブックと判断しましたが、印の一部が合いません{detail}。",
        "配布したブックに記入したもの",
        "どのブックに記入されたものか、ご確認ください。",
    ),
    "sheets-reordered": Wording(
        I_,
        "シートの並べ替え",
        "シートの順番が配布時と違います。",
        "配布時の順番",
        "対応は不要です。",
    ),
    "sheet-renamed": Wording(
        I_,
        "シート名の変更",
        "シート「{sheet}」は、配布時の「{issued}」（項目{item}）です。",
        "配布時のシート名",
        "対応は不要です。",
    ),
    "sheet-id-differs": Wording(
        W_,
        "シートの番号の食い違い",
        "シート「{sheet}」は、名前と内容から項目{item}と判断しましたが、印字された番号は「{printed}」です。",
        "項目{item}の番号",
        "番号を元に戻してください。別の項目のシートのときは、お知らせください。",
    ),
    "sheet-of-another": Wording(
        W_,
        "ほかの所属のシート",
        "シート「{sheet}」は、{owner}に配布した項目{item}のシートです。このシートの記入は読み取っていません。",
        "{owner}からの提出",
        "{owner}のブックで提出するよう、お伝えください。",
    ),
    "item-twice": Wording(
        E_,
        "同じ項目のシートが複数",
        "項目{item}のシートが、このブックに{count}枚あります。",
        "1項目につき1枚",
        "正しい1枚を残し、ほかを削除してお送りください。",
    ),
    "field-lost": Wording(
        E_,
        "記入欄がない",
        "「{field}」の欄が見つかりません（削除されたようです）。",
        "配布時と同じ欄",
        "配布したブックの同じシートに記入し直してお送りください。",
    ),
    "locked-changed": Wording(
        E_,
        "記入欄でないセルの変更",
        "配布時の「{issued}」が「{returned}」に変わっています。",
        "配布時のまま（{issued}）",
        "元の内容に戻してください。計画の変更が必要なときは、連絡欄にその旨をお書きください。",
    ),
    "sheet-missing": Wording(
        W_,
        "シートが届いていない",
        "項目{item}のシートが、提出されたどのファイルにもありません。",
        "項目{item}のシート",
        "別にお送りいただくか、配布したブックのシートに記入してお送りください。",
    ),
    "sheet-empty": Wording(
        E_,
        "シートが未記入",
        "項目{item}のシートに、まだ何も記入されていません。",
        "{count}か所の記入",
        "記入してお送りください。",
    ),
    "prefill-unchanged": Wording(
        W_,
        "前回の値のまま",
        "項目{item}は、あらかじめ入れてあった前回の値のまま返ってきました。その値を使います。",
        "今回の値、または前回のままでよいことの確認",
        "前回の値のままでよいか、お知らせください。",
    ),
    "sheet-shifted": Wording(
        W_,
        "行や列の追加",
        "項目{item}のシートに、{lines}が追加されています。{detail}",
        "配布時と同じ行と列",
        "追加した理由をお知らせください。記入欄の値は、移動した先から読み取っています。",
    ),
    "lines-removed": Wording(
        E_,
        "行や列の削除",
        "項目{item}のシートから、配布時の{lines}がなくなっています。{detail}",
        "配布時と同じ行と列",
        "元の内容に戻すか、配布したブックの同じシートに記入し直してお送りください。",
    ),
    "field-moved": Wording(
        E_,
        "記入欄の位置が決まらない",
        "「{field}」の欄が、名前では{named}、見出しでは{beside}にあり、どちらの値か決まりません。値は使っていません。",
        "配布時と同じ位置での記入",
        "配布したブックの同じ欄に記入してお送りください（切り取りと貼り付けは、欄を動かします）。",
    ),
    "formula-overwritten": Wording(
        I_,
        "計算欄への入力",
        "計算の欄（{formula}）に「{value}」と入っています。取りまとめでは計算し直します。",
        "計算式のまま",
        "対応は不要です。",
    ),
    "hidden-answer": Wording(
        I_,
        "非表示の行の記入",
        "表示されていない行かシートに「{value}」と記入されています。その値を使います。",
        "見える行での記入",
        "意図した記入か、ご確認ください。",
    ),
    "protection-removed": Wording(
        I_,
        "保護の解除",
        "シート「{sheet}」の保護が解除されています。",
        "配布時と同じ保護",
        "対応は不要です。記入欄でないセルの変更は、別にお知らせしています。",
    ),
    "older-answer-used": Wording(
        W_,
        "前の提出を使用",
        "新しい提出（受付番号{newer}）に要修正の箇所（{titles}）があるため、前の提出（受付番号{used}）の回答を使っています。",
        "新しい提出の要修正の箇所の訂正",
        "新しい提出を訂正してもう一度お送りいただくか、前の提出のままでよいかをお知らせください。",
    ),
    "blank-after-answer": Wording(
        W_,
        "前の提出では記入あり",
        "「{field}」が空欄ですが、前の提出（受付番号{earlier}）では「{value}」と記入されています。前の値を使います。",
        "空欄にした理由の確認",
        "前の値のままでよいか、お知らせください。",
    ),
    "changed-since-last": Wording(
        I_,
        "前回提出との違い",
        "前の提出（受付番号{earlier}）と違うところが{count}か所あります：{changes}。",
        "直したところの確認",
        "対応は不要です。思わぬ違いがあれば、所属に確かめてください。",
    ),
    # -- what the office decided
    "withdrawn": Wording(
        I_,
        "取下げ",
        "この提出を取り下げました。理由：{detail}。",
        "取り下げたあとの提出",
        "対応は不要です。戻すときは、--undo を付けて取り消してください。",
    ),
    "corrected-by-office": Wording(
        I_,
        "事務局修正",
        "{typed}を、事務局で「{corrected}」に直しました。理由：{why}。",
        "{corrected}",
        "対応は不要です。所属の控えも直してもらってください。",
    ),
    "correction-differs": Wording(
        W_,
        "事務局修正と違う提出",
        "事務局で「{corrected}」に直した「{field}」が、あとの提出（受付番号{receipt}）では「{value}」です。あとの提出の値を使います。",
        "どちらの値が正しいかの確認",
        "どちらの値が正しいかを、お知らせください。",
    ),
    "answered-request": Wording(
        I_,
        "修正依頼への回答",
        "修正をお願いした「{field}」が、「{before}」から「{value}」に変わりました（受付番号{receipt}への修正依頼）。",
        "お願いした箇所の訂正",
        "対応は不要です。まだ直っていなければ、別の行でもう一度お知らせします。",
    ),
    "changed-besides": Wording(
        W_,
        "お願いした箇所のほかの変更",
        "修正をお願いしていない「{field}」が、「{before}」から「{value}」に変わっています（受付番号{receipt}への修正依頼）。",
        "お願いした箇所だけの訂正",
        "意図した変更か、お知らせください。意図したものなら、そのままで構いません。",
    ),
    "message-from-department": Wording(
        I_,
        "連絡欄の記載",
        "連絡欄に「{value}」とあります。",
        "事務局での確認",
        "内容を確かめて、必要なら連絡してください。",
    ),
    # -- a value
    "blank": Wording(
        E_,
        "未記入",
        "「{field}」が空欄です。",
        "{year}の{title}",
        "記入してください。まだ分からないときは、「未（7月）」のように、分かる月を添えてください。",
        "未（令和6年7月）",
    ),
    "number-expected": Wording(
        E_,
        "数値でない",
        "「{value}」は数値として読めません。",
        "数値（単位：{unit}）",
        "数値で記入してください。",
        "{example}",
    ),
    "ambiguous": Wording(
        W_,
        "読み方が分かれる値",
        "「{value}」は、読み方が一つに決まりません。{note}",
        "一つに決まる数値",
        "どの値か、数値だけで記入してください。",
        "{example}",
    ),
    "error-value": Wording(
        E_,
        "エラー値",
        "計算のエラー（{value}）になっています。",
        "数値または文字",
        "数式を消して、値を記入してください。",
    ),
    "formula-in-input": Wording(
        I_,
        "数式での記入",
        "数式（{formula}）で記入されています。値「{value}」を使います。",
        "値",
        "対応は不要です。",
    ),
    "formula-outside": Wording(
        E_,
        "外部を参照する数式",
        "外部を参照する数式（{formula}）で記入されています。その値「{value}」は使いません。",
        "値",
        "数式を消して、値を記入してください。",
    ),
    "formula-not-calculated": Wording(
        E_,
        "計算されていない数式",
        "数式（{formula}）の計算結果がファイルにありません。",
        "値",
        "数式を消して、値を記入してください。",
    ),
    "choice-unknown": Wording(
        E_,
        "選択肢にない",
        "「{value}」は選択肢にありません。",
        "{choices}",
        "一覧から選び直してください。",
    ),
    "out-of-range": Wording(
        W_,
        "範囲の外",
        "「{value}」は、通常の範囲（{range}）の外です。",
        "{range}",
        "単位や桁をご確認ください。正しければ、そのままで構いません。",
    ),
    "implausible": Wording(
        W_,
        "桁の確認",
        "「{value}」は、{beside}と桁が大きく違います。",
        "同じ単位（{unit}）の値",
        "単位と桁をご確認ください。正しければ、そのままで構いません。",
    ),
    "undecided-without-month": Wording(
        W_,
        "判明時期がない",
        "「{value}」とありますが、いつ分かるかの記載がありません。",
        "未（分かる年月）",
        "分かる月を添えてください。",
        "未（令和6年7月）",
    ),
    # -- values together
    "effect-missing": Wording(
        E_,
        "実績効果額がない",
        "効果見込額{planned}{unit}に対する実績効果額がありません。",
        "実績効果額（{unit}）。効果がなかったときは0",
        "実績効果額を記入してください。まだ分からないときは、「未（7月）」のように、分かる月を添えてください。",
        "{planned}",
    ),
    "dash-for-target": Wording(
        W_,
        "目標値に対する実績値がない",
        "目標値「{target}」がありますが、実績値は「{value}」です。",
        "実績値。まだ分からないときは、分かる月",
        "実績値を記入してください。まだ分からないときは、「未（7月）」のように、分かる月を添えてください。",
        "未（令和6年7月）",
    ),
    "shortfall-unexplained": Wording(
        W_,
        "目標に届かない理由がない",
        "実績値「{actual}」が目標値「{target}」に届いていませんが、取組実績が空欄です。",
        "取組の内容と、届かなかった事情",
        "取組実績の欄に記入してください。",
    ),
    "miss-unexplained": Wording(
        E_,
        "未達成の説明がない",
        "実績値「{actual}」が目標値「{target}」に届いていませんが、{title}が空欄です。",
        "{title}",
        "{title}を記入してください。",
    ),
    "miss-explanation-wanted": Wording(
        W_,
        "未達成の説明の確認",
        "実績値「{actual}」が目標値「{target}」に届いていません。{title}が空欄です。",
        "{title}（書けるとき）",
        "書けることがあれば、{title}を記入してください。なければ、そのままで構いません。",
    ),
    "subtotal-differs": Wording(
        W_,
        "小計が合わない",
        "小計は「{value}」ですが、各年度を足すと「{computed}」です。",
        "{computed}",
        "各年度の額をご確認ください。小計は取りまとめで計算し直します。",
    ),
    "read-as": Wording(
        I_,
        "読み替え",
        "「{value}」を「{computed}」と読みました。{note}",
        "{computed}",
        "違うときは、お知らせください。",
    ),
    # -- the plan in the register
    "target-behind-baseline": Wording(
        W_,
        "現状より後ろの目標値",
        "指標「{indicator}」の目標値（{targets}）が、現状値「{baseline}」を{way}ています。",
        "現状値と同じか、それより良い目標値",
        "目標値と現状値をご確認ください。意図したものなら、そのままで構いません。",
    ),
    "target-already-passed": Wording(
        I_,
        "すでに超えた目標値",
        "指標「{indicator}」の目標値（{targets}）は、{year}の実績値「{actual}」がすでに超えています。",
        "これから目指す目標値",
        "年次見直しのときに、目標値をご検討ください。",
    ),
    "yearly-plan-unclear": Wording(
        W_,
        "続くのか分からない年度",
        "{what}の{year}は、{why}。",
        "続くときは「→」、予定がないときは「-」",
        "計画の欄をご確認ください。意図したものなら、そのままで構いません。",
    ),
    "final-target-differs": Wording(
        W_,
        "最終目標値が合わない",
        "指標「{indicator}」の{why}。",
        "各年度の目標値と合う最終目標値",
        "目標値と「最終の関係」（水準・合計）をご確認ください。意図したものなら、そのままで構いません。",
    ),
}
