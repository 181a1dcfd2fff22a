"""The findings about what a cell shows beside its value: struck, raised, merged, covered, cleaned."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.model.catalogue.wording import Severity, Wording

SHOWN: Mapping[str, Wording] = {
    "struck-left-out": Wording(
        Severity.INFO,
        "取消線の付いた文字",
        "「{value}」のうち「{struck}」に取消線があります。取消線の部分を除き、「{read}」と読みました。",
        "取消線のない記入",
        "違うときは、お知らせください。",
    ),
    "struck-answer": Wording(
        Severity.WARNING,
        "全体に取消線",
        "「{value}」の全体に取消線が引かれています。取り消したのか、正しい値なのか決まりません。値は使っていません。",
        "取消線のない値",
        "取り消すときは欄を消して正しい値を記入し、正しい値のときは取消線を外してください。",
        doubts=True,
    ),
    "raised-figure": Wording(
        Severity.WARNING,
        "上付き・下付きの数字",
        "「{value}」の「{raised}」は上付き・下付きの数字で、注の番号か、値の一部か決まりません。値は使っていません。",
        "数値だけ",
        "数値だけを記入し、注は連絡欄などに書いてください。",
        doubts=True,
    ),
    "not-a-value": Wording(
        Severity.ERROR,
        "値でない記入",
        "「{field}」の欄に、{content}が入っています。値としては使いません。",
        "数値または文字",
        "その欄を消して、値を記入してください。画像などは、別のファイルでお送りください。",
    ),
    "merged-answer": Wording(
        Severity.WARNING,
        "結合されたセルの記入",
        "記入欄が結合され（{area}）、「{value}」がどの欄の値か決まりません。値は使っていません。",
        "欄ごとの記入",
        "セルの結合を解除し、欄ごとに記入してください。",
        doubts=True,
    ),
    "field-merged": Wording(
        Severity.ERROR,
        "結合された記入欄",
        "「{field}」の欄が、ほかのセルと結合されています（{area}）。",
        "配布時と同じ欄",
        "セルの結合を解除し、欄ごとに記入してください。",
    ),
    "note-on-blank": Wording(
        Severity.WARNING,
        "空欄に置かれたもの",
        "「{field}」は空欄ですが、その上に{lying}があります。その内容は読み取っていません。",
        "欄への記入",
        "記入欄に値や文を記入してください。",
    ),
    "note-on-answer": Wording(
        Severity.INFO,
        "記入に添えられたもの",
        "「{field}」の記入に、{lying}が添えられています。",
        "連絡欄への記入",
        "内容をご確認ください。",
    ),
    "note-beside": Wording(
        Severity.INFO,
        "欄の外に置かれたもの",
        "項目{item}のシートの、記入欄でない所に、{lying}が置かれています。",
        "連絡欄への記入",
        "内容をご確認ください。",
    ),
    "text-cleaned": Wording(
        Severity.INFO,
        "使えない文字の除去",
        "ファイルに残せない文字（{signs}）が含まれていたため、除いて読みました。",
        "ふつうの文字",
        "対応は不要です。",
    ),
    "formula-maybe-old": Wording(
        Severity.INFO,
        "手動計算のブックの数式",
        "数式（{formula}）で記入され、計算方法が「手動」のブックです。値「{value}」を使いますが、"
        "最新でないおそれがあります。",
        "値",
        "値が最新か、ご確認ください。",
    ),
}
