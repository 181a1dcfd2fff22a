"""The findings about what was typed in: one value, and values that belong together."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.model.catalogue.wording import Severity, Wording

VALUES: Mapping[str, Wording] = {
    "blank": Wording(
        Severity.ERROR,
        "未記入",
        "「{field}」が空欄です。",
        "{year}の{title}",
        "記入してください。まだ分からないときは、「未（7月）」のように、分かる月を添えてください。",
        "{example}",
    ),
    "number-expected": Wording(
        Severity.ERROR,
        "数値でない",
        "「{value}」は数値として読めません。",
        "数値（単位：{unit}）",
        "数値で記入してください。",
        "{example}",
    ),
    "ambiguous": Wording(
        Severity.WARNING,
        "読み方が分かれる値",
        "「{value}」は、読み方が一つに決まりません。{note}",
        "一つに決まる数値",
        "どの値か、数値だけで記入してください。",
        "{example}",
        doubts=True,  # there are two readings, or none
    ),
    "error-value": Wording(
        Severity.ERROR,
        "エラー値",
        "計算のエラー（{value}）になっています。",
        "数値または文字",
        "数式を消して、値を記入してください。",
    ),
    "formula-in-input": Wording(
        Severity.INFO,
        "数式での記入",
        "数式（{formula}）で記入されています。値「{value}」を使います。",
        "値",
        "対応は不要です。",
    ),
    "formula-outside": Wording(
        Severity.ERROR,
        "外部を参照する数式",
        "外部を参照する数式（{formula}）で記入されています。その値「{value}」は使いません。",
        "値",
        "数式を消して、値を記入してください。",
    ),
    "formula-not-calculated": Wording(
        Severity.ERROR,
        "計算されていない数式",
        "数式（{formula}）の計算結果がファイルにありません。",
        "値",
        "数式を消して、値を記入してください。",
    ),
    "choice-unknown": Wording(
        Severity.ERROR,
        "選択肢にない",
        "「{value}」は選択肢にありません。",
        "{choices}",
        "一覧から選び直してください。",
    ),
    "rating-differs": Wording(
        Severity.WARNING,
        "達成率と違う評価",
        "{title}は「{value}」ですが、達成率からは「{computed}」です。{why}",
        "{computed}（達成率{rate}）",
        "実績値と評価のどちらが正しいかをご確認ください。評価が正しければ、そのままで構いません。",
    ),
    "out-of-range": Wording(
        Severity.WARNING,
        "範囲の外",
        "「{value}」は、通常の範囲（{range}）の外です。{message}",
        "{range}",
        "単位や桁をご確認ください。正しければ、そのままで構いません。",
        doubts=True,  # the office says that no such value is usual: most often a slip of unit or digits
    ),
    "out-of-range-refused": Wording(
        Severity.ERROR,
        "範囲の外",
        "「{value}」は、使える範囲（{range}）の外です。{message}",
        "{range}",
        "単位や桁をご確認のうえ、範囲の中の値を記入してください。",
        doubts=True,  # the office says that there is no such value
    ),
    "rule-broken": Wording(
        Severity.ERROR,
        "市の決まりに合わない",
        "市の決まりに合っていません。{message}",
        "{rule}",
        "決まりに合うように、この欄か関係する欄を直してください。",
    ),
    "rule-doubted": Wording(
        Severity.WARNING,
        "市の決まりの確認",
        "市の決まりに合っていません。{message}",
        "{rule}",
        "この欄と関係する欄をご確認ください。正しければ、そのままで構いません。",
    ),
    "implausible": Wording(
        Severity.WARNING,
        "桁の確認",
        "「{value}」は、{beside}と桁が大きく違います。",
        "同じ単位（{unit}）の値",
        "単位と桁をご確認ください。正しければ、そのままで構いません。",
        doubts=True,  # most often a slip of unit or digits
    ),
    "undecided-without-month": Wording(
        Severity.WARNING,
        "判明時期がない",
        "「{value}」とありますが、いつ分かるかの記載がありません。",
        "未（分かる年月）",
        "分かる月を添えてください。",
        "未（令和6年7月）",
    ),
    "effect-missing": Wording(
        Severity.ERROR,
        "実績効果額がない",
        "効果見込額{planned}{unit}に対する実績効果額がありません。",
        "実績効果額（{unit}）。効果がなかったときは0",
        "実績効果額を記入してください。まだ分からないときは、「未（7月）」のように、分かる月を添えてください。",
        "{example}",
    ),
    "dash-for-target": Wording(
        Severity.WARNING,
        "目標値に対する実績値がない",
        "目標値「{target}」がありますが、実績値は「{value}」です。",
        "実績値。まだ分からないときは、分かる月",
        "実績値を記入してください。まだ分からないときは、「未（7月）」のように、分かる月を添えてください。",
        "未（令和6年7月）",
    ),
    "shortfall-unexplained": Wording(
        Severity.WARNING,
        "目標に届かない理由がない",
        "実績値「{actual}」が目標値「{target}」に届いていませんが、取組実績が空欄です。",
        "取組の内容と、届かなかった事情",
        "取組実績の欄に記入してください。",
    ),
    "miss-unexplained": Wording(
        Severity.ERROR,
        "未達成の説明がない",
        "実績値「{actual}」が目標値「{target}」に届いていませんが、{title}が空欄です。",
        "{title}",
        "{title}を記入してください。",
    ),
    "miss-explanation-wanted": Wording(
        Severity.WARNING,
        "未達成の説明の確認",
        "実績値「{actual}」が目標値「{target}」に届いていません。{title}が空欄です。",
        "{title}（書けるとき）",
        "書けることがあれば、{title}を記入してください。なければ、そのままで構いません。",
    ),
    "subtotal-differs": Wording(
        Severity.WARNING,
        "小計が合わない",
        "小計は「{value}」ですが、各年度を足すと「{computed}」です。",
        "{computed}",
        "各年度の額をご確認ください。小計は取りまとめで計算し直します。",
    ),
    "rate-differs": Wording(
        Severity.WARNING,
        "達成率が違う",
        "達成率は「{value}」と記入されていますが、計算では「{computed}」です。{why}",
        "{computed}",
        "実績値と達成率のどちらが正しいかをご確認ください。達成率は、取りまとめで計算し直します。",
    ),
    "flag-differs": Wording(
        Severity.WARNING,
        "実績値と違う達成の選択",
        "達成は「{value}」ですが、実績値からは「{computed}」です。{why}",
        "{computed}",
        "実績値と達成の選択のどちらが正しいかをご確認ください。達成は、実績値から判定します。",
    ),
    "read-as": Wording(
        Severity.INFO,
        "読み替え",
        "「{value}」を「{computed}」と読みました。{note}",
        "{computed}",
        "違うときは、お知らせください。",
    ),
}
