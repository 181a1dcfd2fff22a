"""The findings about the plan as the office keeps it in the register."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.model.catalogue.wording import Severity, Wording

PLAN: Mapping[str, Wording] = {
    "target-behind-baseline": Wording(
        Severity.WARNING,
        "現状より後ろの目標値",
        "指標「{indicator}」の目標値（{targets}）が、現状値「{baseline}」を{way}ています。",
        "現状値と同じか、それより良い目標値",
        "目標値と現状値をご確認ください。意図したものなら、そのままで構いません。",
    ),
    "target-already-passed": Wording(
        Severity.INFO,
        "すでに超えた目標値",
        "指標「{indicator}」の目標値（{targets}）は、{year}の実績値「{actual}」がすでに超えています。",
        "これから目指す目標値",
        "年次見直しのときに、目標値をご検討ください。",
    ),
    "yearly-plan-unclear": Wording(
        Severity.WARNING,
        "続くのか分からない年度",
        "{what}の{year}は、{why}。",
        "続くときは「→」、予定がないときは「-」",
        "計画の欄をご確認ください。意図したものなら、そのままで構いません。",
    ),
    "final-target-differs": Wording(
        Severity.WARNING,
        "最終目標値が合わない",
        "指標「{indicator}」の{why}。",
        "各年度の目標値と合う最終目標値",
        "目標値と「最終の関係」（水準・合計）をご確認ください。意図したものなら、そのままで構いません。",
    ),
}
