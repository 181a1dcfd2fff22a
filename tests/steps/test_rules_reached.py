"""Rules of the plans that only show where a command is run: うみべ市, and what a step says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.books.toys import write_toy
from tests.settings_book import table
from tests.steps.test_audit import print_figures
from tests.steps.test_report import make, texts, with_papers
from tests.steps.toy_city import REGISTER, Rows, make_city, write_register
from toolkit.desk.workspace import Workspace
from toolkit.steps.audit import audit
from toolkit.steps.consolidate import consolidate
from toolkit.steps.generate import generate


def issue(root: Path, **sheets: Rows) -> Workspace:
    """Issue R6_実績 on a register with other sheets; nothing comes back."""
    workspace = make_city(root / "city")
    write_register(workspace.register, {**REGISTER, **sheets})
    generate(workspace, workspace.profile.round())
    return workspace


def with_amounts(root: Path, amounts: Mapping[str, tuple[int, int]]) -> Workspace:
    rows: Rows = [[item_id, r6, r7, "する", None] for item_id, (r6, r7) in amounts.items()]
    return issue(root, 効果額=[REGISTER["効果額"][0], *rows])


def with_targets(root: Path, unit: str, target: str, final: str) -> Workspace:
    header = REGISTER["指標"][0]
    row: Sequence[str | int | None] = [
        "2-①",
        1,
        "貸付け",
        unit,
        "-",
        None,
        final,
        target,
        final,
        None,
        None,
        None,
    ]
    return issue(root, 指標=[header, row])


def audited(workspace: Workspace, *rows: Sequence[str]) -> list[tuple[bool | None, str]]:
    """Give what audit says of printed figures."""
    print_figures(workspace, *rows)
    consolidate(workspace, workspace.profile.round())
    return [(one.agrees, one.why) for one in audit(workspace, workspace.profile.round()).checks]


# 歳入: 11,750 + 5,563 + 5,088 + 3,385 = 25,786万円 of 30,662万円; 歳出: 38,705 + 1,334 = 40,039万円.
EARNED = {"1-①": (117_500, 55_630), "1-②": (50_880, 33_850)}
CUT = {"1-①": (387_050, 13_340)}


@pytest.mark.parametrize(
    ("amounts", "name", "printed", "agrees", "why"),
    [
        pytest.param(
            EARNED,
            "歳入確保（窓口、魚市場など）",
            "約3億662万円",
            True,
            "印字の「約3億662万円」は、計算の257,860千円のほかに48,760千円を含みます（内訳は一部）。",
            id="D13-4,876-left",
        ),
        pytest.param(
            EARNED,
            "歳入確保",
            "3億662万円",
            False,
            "印字の「3億662万円」に対し計算は257,860千円で、48,760千円の差があります。",
            id="D13-without-など",
        ),
        pytest.param(
            CUT,
            "歳出削減 窓口など",
            "4億39万円",
            True,
            "印字の「4億39万円」は、計算の400,390千円と一致します。",
            id="D13-nothing-left",
        ),
        pytest.param(
            CUT,
            "歳出削減 窓口など",
            "4億円",
            False,
            "印字の「4億円」に対し計算は400,390千円で、390千円の差があります。",
            id="D13-parts-above-the-whole",
        ),
    ],
)
def test_audit_lets_a_list_that_ends_in_nado_leave_a_rest(
    tmp_path: Path, amounts: Mapping[str, tuple[int, int]], name: str, printed: str, agrees: bool, why: str
) -> None:
    workspace = with_amounts(tmp_path, amounts)
    assert audited(workspace, ("概要", name, printed, "effects.planned.total")) == [(agrees, why)]


PAPER = {
    "資料": table("""
        資料番号|名称|様式ファイル
        資料1|総括|会議資料/総括.xlsx
    """),
    "資料掲載数値": table("""
        資料|名称|式
        資料1|効果|効果額.効果見込額.R6
    """),
}


@pytest.mark.parametrize(
    ("amount", "prose"),
    [
        pytest.param(387_050, "約3億9,000万円", id="D14-private-operators"),
        pytest.param(117_500, "約1億2,000万円", id="D14-land"),
    ],
)
def test_report_and_audit_round_an_amount_as_prose_does(tmp_path: Path, amount: int, prose: str) -> None:
    workspace = with_amounts(tmp_path, {"1-①": (amount, 0)})
    found = audited(workspace, ("本文", "効果", prose, "effects.planned.by_year.R6"))
    assert [agrees for agrees, _ in found] == [True]
    template = workspace.root / "様式" / "会議資料" / "総括.xlsx"
    template.parent.mkdir()
    write_toy(template, {"A1": "効果は{数値_効果:約億万円}です。"}, {"資料_名称": "$A$2"})
    assert texts(make(with_papers(workspace, PAPER)))["A1"] == f"効果は{prose}です。"


@pytest.mark.parametrize(
    ("unit", "target", "printed", "agrees"),
    [
        pytest.param("千円/年", "120,000千円", "120,000千円/年", True, id="E7-57"),
        pytest.param("千円/年", "120,000千円", "12,000万円", True, id="E7-57-in-another-unit"),
        pytest.param("億円", "20億円", "20", True, id="E7-73"),
        pytest.param("％", "90％未満", "90％以内", False, id="E7-E8-another-bound"),
        pytest.param("-", "導入･運用", "導入・運用", True, id="E8-another-dot"),
        pytest.param("-", "運用", "導入準備完了", False, id="E8-12"),
    ],
)
def test_audit_compares_a_printed_target_by_what_it_asks(
    tmp_path: Path, unit: str, target: str, printed: str, agrees: bool
) -> None:
    workspace = with_targets(tmp_path, unit, target, "最後")
    said = "同じ目標です" if agrees else "違う目標です"
    why = f"印字の「{printed}」は、計画台帳の「{target}」と{said}。"
    assert audited(workspace, ("概要", "目標", printed, "verdicts[2-①#1].target")) == [(agrees, why)]


def test_audit_compares_the_final_target_of_the_overview_with_that_of_the_sheet(tmp_path: Path) -> None:
    workspace = with_targets(tmp_path, "-", "導入", "運用")
    rows = [("概要", "目標", printed, "verdicts[2-①#1].final") for printed in ("導入完了(R5)", "運 用")]
    assert [agrees for agrees, _ in audited(workspace, *rows)] == [False, True]


def plans(*rows: tuple[str, str]) -> Rows:
    """Give the sheet 項目 with other plans of R6 and R7 for its first items."""
    header, *items = REGISTER["項目"]
    others = [tuple(item[-2:]) for item in items[len(rows) :]]
    return [header, *([*item[:-2], *row] for item, row in zip(items, [*rows, *others], strict=True))]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param(
            [("調査", "→"), ("計画改定の検討", "")],
            [
                "  台帳の要確認: 1-② 計画の令和7年度は、空欄で、前の年度の「計画改定の検討」が続くのか、"
                "予定がないのか分かりません。"
            ],
            id="E10-sheet-15-ambiguous",
        ),
        pytest.param([("調査", "→"), ("実施", "〃")], [], id="E10-sheet-1"),
        pytest.param([("調査", "→"), ("実施", "-")], [], id="E10-sheet-9-nothing-planned"),
        pytest.param([("調査", "〃"), ("計画改定の検討", "")], [], id="E10-a-plan-without-arrows"),
        pytest.param(
            [("→", "実施")],
            [
                "  台帳の要確認: 1-① 計画の令和6年度は、矢印の前の年度に文がないため、"
                "何が続くのか分かりません。"
            ],
            id="E10-nothing-before",
        ),
    ],
)
def test_generate_asks_about_a_year_whose_plan_may_go_on_or_end(
    tmp_path: Path, rows: list[tuple[str, str]], said: list[str]
) -> None:
    workspace = make_city(tmp_path / "city")
    write_register(workspace.register, {**REGISTER, "項目": plans(*rows)})
    issued = generate(workspace, workspace.profile.round())
    assert [
        line for line in issued.iter_lines(workspace.root) if "台帳の" in line and "計画の" in line
    ] == said
