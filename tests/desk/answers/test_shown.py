"""What a cell shows is part of what was answered: struck, raised, unseen, merged, covered, cleaned."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.workbook.properties import CalcProperties

from tests.desk.answers.test_tampering import said
from tests.steps.edits import insert_rows, rewrite
from tests.steps.sent_round import AMOUNT, COUNT, GRADE, STORY, Round
from tests.steps.toy_city import COVER, EFFECT, FIRST, GOOD, RESULT, STATUS, fill, make_city
from toolkit.model.catalogue import CATALOGUE
from toolkit.model.fields import Slot
from toolkit.model.record import Answer, State
from toolkit.steps.generate import generate

SHEET = "1-①"
STRUCK, RAISED = InlineFont(strike=True), InlineFont(vertAlign="superscript")


@pytest.fixture
def path(sent: Round) -> Path:
    return fill(sent.workspace, "総務課", GOOD["総務課"], sent.folder / "edited.xlsx")


def change(path: Path, edit: Callable[[Any], None]) -> None:
    """Change the item's sheet as a program that knows rich text and comments does."""
    book = openpyxl.load_workbook(path, rich_text=True)
    edit(book[SHEET])
    book.save(path)


def put(path: Path, ref: str, value: object, **style: object) -> None:
    def edit(sheet: Any) -> None:
        sheet[ref].value = value
        for name, one in style.items():
            setattr(sheet[ref], name, one)

    change(path, edit)


def answer(sent: Round, slot: Slot) -> Answer:
    return sent.answer().record.answer(slot)


def sheet_part(path: Path) -> str:
    """Give the part of the item's sheet: the second of two."""
    with zipfile.ZipFile(path) as archive:
        return sorted(name for name in archive.namelist() if re.search(r"worksheets/sheet\d+\.xml", name))[1]


def store(path: Path, ref: str, cell: str) -> None:
    """Replace a stored cell by this XML; its style stays."""
    part = sheet_part(path)

    def swap(name: str, xml: str) -> str:
        if name != part:
            return xml
        swapped = re.sub(rf'<c r="{ref}"( s="\d+")?[^>]*?(/>|>.*?</c>)', rf'<c r="{ref}"\1 {cell}', xml)
        assert swapped != xml
        return swapped

    rewrite(path, swap)


def type_text(path: Path, ref: str, text: str) -> None:
    """Store a text as it is given, escapes of control characters too."""
    store(path, ref, f't="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>')


# -- R3: struck


def test_case_R3_a_struck_piece_is_left_out_of_a_number_and_told(sent: Round, path: Path) -> None:
    put(path, FIRST, CellRichText(TextBlock(STRUCK, "29"), TextBlock(InlineFont(), "34")))
    put(path, EFFECT, CellRichText(TextBlock(STRUCK, "1500"), "181"))
    sent.take(path)
    assert sent.values()[:2] == (34, 181)
    assert said(sent, "struck-left-out") == [
        (
            FIRST,
            "「2934」のうち「29」に取消線があります。取消線の部分を除き、「34」と読みました。",
        ),
        (
            EFFECT,
            "「1500181」のうち「1500」に取消線があります。取消線の部分を除き、「181」と読みました。",
        ),
    ]


def test_case_R3_a_struck_piece_of_a_sentence_or_a_choice_is_left_out(sent: Round, path: Path) -> None:
    put(path, RESULT, CellRichText("要望を受けた", TextBlock(STRUCK, "２９件"), "３４件に支給した。"))
    put(path, STATUS, CellRichText(TextBlock(STRUCK, "順調"), "遅れ"))
    sent.take(path)
    assert sent.values()[2:] == ("要望を受けた３４件に支給した。", "遅れ")
    assert answer(sent, STORY).raw == "要望を受けた３４件に支給した。"
    assert sent.codes() == ["struck-left-out", "struck-left-out"]


@pytest.mark.parametrize(
    ("value", "font"),
    [
        (34, Font(strike=True)),
        ("34件", Font(strike=True)),
        (CellRichText(TextBlock(STRUCK, "3"), TextBlock(STRUCK, "4")), Font()),
        (CellRichText(TextBlock(STRUCK, "34"), " "), Font()),
        (CellRichText("3", "4"), Font(strike=True)),
    ],
)
def test_case_R3_a_wholly_struck_answer_is_asked_and_has_no_value(
    sent: Round, path: Path, value: object, font: Font
) -> None:
    put(path, FIRST, value, font=font)
    sent.take(path)
    assert sent.codes() == ["struck-answer"]
    assert CATALOGUE["struck-answer"].doubts
    assert (answer(sent, COUNT).value, answer(sent, COUNT).raw) == (None, "")


def test_case_R3_a_wholly_struck_sentence_is_asked_and_never_printed(sent: Round, path: Path) -> None:
    put(path, RESULT, "窓口を統合した。", font=Font(strike=True))
    sent.take(path)
    assert sent.codes() == ["struck-answer"]
    assert (answer(sent, STORY).value, answer(sent, STORY).raw) == (None, "")


def test_case_R3_a_strike_that_is_turned_off_is_none(sent: Round, path: Path) -> None:
    put(path, FIRST, CellRichText(TextBlock(STRUCK, "3"), "4"), font=Font(strike=True))
    rewrite(path, lambda _, xml: re.sub(r"<strike[^>]*>", '<strike val="0"/>', xml))
    sent.take(path)
    assert (sent.values()[0], sent.codes()) == (34, [])


def test_case_R3_a_piece_with_a_font_of_its_own_is_not_struck_with_its_cell(sent: Round, path: Path) -> None:
    put(path, FIRST, CellRichText("29", TextBlock(InlineFont(b=True), "34")), font=Font(strike=True))
    sent.take(path)
    assert (sent.values()[0], sent.codes()) == (34, ["struck-left-out"])


# -- R4: raised


def test_case_R4_a_raised_figure_behind_a_number_is_asked(sent: Round, path: Path) -> None:
    put(path, FIRST, CellRichText("34", TextBlock(RAISED, "1)")))
    put(path, EFFECT, CellRichText("120", TextBlock(InlineFont(vertAlign="subscript"), "注２")))
    sent.take(path)
    assert (sent.values()[:2], sent.codes()) == ((None, None), ["raised-figure", "raised-figure"])
    assert CATALOGUE["raised-figure"].doubts
    assert said(sent, "raised-figure")[0][1].startswith("「34¹⁾」の「1)」は上付き・下付きの数字で")


def test_case_R4_a_raised_figure_of_a_sentence_stays_raised_in_it(sent: Round, path: Path) -> None:
    put(path, RESULT, CellRichText("12m", TextBlock(RAISED, "2"), "を貸した", TextBlock(RAISED, "注1")))
    sent.take(path)
    assert (sent.values()[2], sent.codes()) == ("12m²を貸した注¹", [])


@pytest.mark.parametrize("typed", ["34²", "34³件", "34¹", "34₂"])
def test_case_R4_a_raised_figure_that_was_typed_as_one_is_asked_too(
    sent: Round, path: Path, typed: str
) -> None:
    put(path, FIRST, typed)
    sent.take(path)
    assert (sent.values()[0], sent.codes()) == (None, ["ambiguous"])


# -- R7: unseen


@pytest.mark.parametrize("shown", [";;;", '"";"";""', ";;;@", "_ ;_ ;_ ;"])
def test_case_R7_a_number_under_a_format_that_shows_nothing_is_told(
    sent: Round, path: Path, shown: str
) -> None:
    put(path, FIRST, 34, number_format=shown)
    sent.take(path)
    assert sent.values()[0] == 34
    assert said(sent, "hidden-answer") == [
        (FIRST, "何も表示しない書式で「34」と記入されています。その値を使います。")
    ]


def test_case_R7_a_number_that_its_format_shows_in_white_is_told(sent: Round, path: Path) -> None:
    put(path, FIRST, 34, number_format="[White]0")
    sent.take(path)
    assert said(sent, "hidden-answer")[0][1].startswith("白い文字で表示する書式で「34」と")


def test_case_R7_a_number_too_small_to_be_read_is_told(sent: Round, path: Path) -> None:
    put(path, FIRST, 34, font=Font(sz=1))
    sent.take(path)
    assert said(sent, "hidden-answer")[0][1].startswith("読めないほど小さい文字で「34」と")


def test_case_R7_a_zero_that_is_not_shown_and_an_unseen_text_are_told(sent: Round, path: Path) -> None:
    put(path, FIRST, 0, number_format="#,###")
    put(path, RESULT, "窓口を統合した。", number_format=";;;")
    sent.take(path)
    assert {ref for ref, _ in said(sent, "hidden-answer")} == {FIRST, RESULT}


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        (Color(rgb="FFFFFFFF"), None),
        (Color(theme=0), None),
        (Color(indexed=9), None),
        (Color(theme=1, tint=1.0), None),
        (Color(rgb="FFFFFF00"), PatternFill("solid", fgColor="FFFFFF00")),
        (Color(theme=4), PatternFill("solid", fgColor=Color(theme=4))),
        (Color(rgb="FF000000"), PatternFill("solid", fgColor=Color(theme=1))),
    ],
)
def test_case_R7_a_number_in_the_colour_of_its_ground_is_told(
    sent: Round, path: Path, ink: Color, ground: PatternFill | None
) -> None:
    put(path, FIRST, 34, font=Font(color=ink), **({"fill": ground} if ground else {}))
    sent.take(path)
    assert sent.values()[0] == 34
    assert said(sent, "hidden-answer") == [
        (FIRST, "背景と同じ色の文字で「34」と記入されています。その値を使います。")
    ]


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        (Color(rgb="FFFFFFFF"), PatternFill("solid", fgColor="FF203864")),
        (Color(theme=1), None),
        (Color(theme=0), PatternFill("solid", fgColor=Color(theme=4))),
    ],
)
def test_case_R7_white_on_a_dark_ground_is_seen(
    sent: Round, path: Path, ink: Color, ground: PatternFill | None
) -> None:
    put(path, FIRST, 34, font=Font(color=ink), **({"fill": ground} if ground else {}))
    sent.take(path)
    assert sent.codes() == []


def test_case_R7_answers_in_a_hidden_or_closed_column_are_told(sent: Round, path: Path) -> None:
    change(path, lambda sheet: setattr(sheet.column_dimensions["B"], "hidden", True))
    sent.take(path)
    told = dict(said(sent, "hidden-answer"))
    assert set(told) == {FIRST, EFFECT, RESULT, STATUS}
    assert told[FIRST] == "表示されていない列に「8」と記入されています。その値を使います。"
    rewrite(path, lambda _, xml: re.sub(r'(<col [^>]*)hidden="(?:1|true)"', r'\1width="0"', xml))
    sent.take(path)
    assert len(said(sent, "hidden-answer")) == 4


def test_case_R7_a_zero_on_a_sheet_that_shows_none_is_told(sent: Round, path: Path) -> None:
    put(path, FIRST, 0)
    rewrite(path, lambda _, xml: re.sub("<sheetView ", '<sheetView showZeros="0" ', xml))
    sent.take(path)
    assert sent.values()[0] == 0
    assert said(sent, "hidden-answer") == [
        (FIRST, "ゼロを表示しない設定のシートに「0」と記入されています。その値を使います。")
    ]


def test_case_R7_an_answer_in_a_row_without_height_is_told(sent: Round, path: Path) -> None:
    rewrite(path, lambda _, xml: re.sub('<row r="8"', '<row ht="0.1" customHeight="1" r="8"', xml))
    sent.take(path)
    told = dict(said(sent, "hidden-answer"))
    assert told[FIRST] == "表示されていない行に「8」と記入されています。その値を使います。"


def test_case_R7_answers_on_a_sheet_no_list_shows_are_told(sent: Round, path: Path) -> None:
    rewrite(path, lambda _, xml: re.sub('(<sheet [^>]*name="1-①")', r'\1 state="veryHidden"', xml))
    sent.take(path)
    assert dict(said(sent, "hidden-answer"))[FIRST].startswith("表示されていないシートに「8」と")


def test_case_R7_a_colour_that_is_none_takes_no_answer_away(sent: Round, path: Path) -> None:
    put(path, FIRST, 34, font=Font(color=Color(theme=1, tint=0.5)))
    rewrite(path, lambda _, xml: xml.replace('theme="1"', 'theme="x"').replace('tint="0.5"', 'tint="nan"'))
    sent.take(path)
    assert sent.values()[0] == 34


# -- R11: what is no value


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        ('t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>', "セルに埋め込まれた画像"),
        ('t="str"><v>=DISPIMG("ID_1",1)</v></c>', "セルに埋め込まれた画像"),
        ("><f>_xlfn._xlws.PY(0,1,J13)</f><v>34</v></c>", "Pythonで計算する数式"),
        ('t="str"><f>_xlfn.COPILOT("書いて")</f><v>AIの文</v></c>', "AI（Copilot）に書かせる数式"),
    ],
)
@pytest.mark.parametrize("ref", [FIRST, RESULT, STATUS])
def test_case_R11_a_picture_python_or_an_ai_is_named_and_never_printed(
    sent: Round, path: Path, ref: str, cell: str, named: str
) -> None:
    store(path, ref, cell)
    sent.take(path)
    slot = {FIRST: COUNT, RESULT: STORY, STATUS: GRADE}[ref]
    assert [code for code in sent.codes() if code != "shortfall-unexplained"] == ["not-a-value"]
    assert f"の欄に、{named}が入っています。" in said(sent, "not-a-value")[0][1]
    assert (answer(sent, slot).raw, answer(sent, slot).value) == ("", None)


def test_case_R11_a_name_or_a_text_that_only_sounds_like_it_is_a_formula(sent: Round, path: Path) -> None:
    store(path, FIRST, '><f>IF(LEN("PY(1)")&gt;0,8,0)+SUM(HAPPY(1))</f><v>8</v></c>')
    sent.take(path)
    assert (sent.values()[0], sent.codes()) == (8, ["formula-in-input"])


RICH = {
    "xl/metadata.xml": (
        "sheetMetadata",
        '<metadata xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        ' xmlns:r="http://schemas.microsoft.com/office/spreadsheetml/2017/richdata">'
        '<futureMetadata name="XLRICHVALUE" count="1"><bk><extLst><ext uri="x"><r:rvb i="0"/></ext></extLst>'
        '</bk></futureMetadata><valueMetadata count="1"><bk><rc t="1" v="0"/></bk></valueMetadata>'
        "</metadata>",
    ),
    "xl/richData/rdrichvalue.xml": (
        "rdRichValue",
        '<rvData xmlns="http://schemas.microsoft.com/office/spreadsheetml/2017/richdata" count="1">'
        '<rv s="0"><v>0</v></rv></rvData>',
    ),
    "xl/richData/rdrichvaluestructure.xml": (
        "rdRichValueStructure",
        '<rvStructures xmlns="http://schemas.microsoft.com/office/spreadsheetml/2017/richdata" count="1">'
        '<s t="KIND"><k n="x" t="i"/></s></rvStructures>',
    ),
}


def add_parts(path: Path, holder: str, parts: dict[str, tuple[str, str]]) -> None:
    """Add parts that `holder` relates to: name → (kind, XML)."""
    folder, file = holder.rsplit("/", 1)
    rels = f"{folder}/_rels/{file}.rels"
    with zipfile.ZipFile(path) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    links = found.get(rels, f'<Relationships xmlns="{space}"></Relationships>'.encode()).decode()
    links = links.replace("/>", f'/></Relationships xmlns="{space}">') if "</Rel" not in links else links
    for number, (name, (kind, xml)) in enumerate(parts.items()):
        link = f'<Relationship Id="rIdX{number}" Type="http://x/{kind}" Target="/{name}"/>'
        links = links.replace("</Relationships>", f"{link}</Relationships>")
        found[name] = xml.encode()
    found[rels] = links.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in found.items():
            archive.writestr(name, data)


@pytest.mark.parametrize(
    ("kind", "code"),
    [("_localImage", "not-a-value"), ("_linkedentity", "not-a-value"), ("_error", "error-value")],
)
def test_case_R11_a_picture_in_a_cell_is_no_mere_error(sent: Round, path: Path, kind: str, code: str) -> None:
    store(path, FIRST, 't="e" vm="1"><v>#VALUE!</v></c>')
    parts = {name: (one, xml.replace("KIND", kind)) for name, (one, xml) in RICH.items()}
    add_parts(path, "xl/workbook.xml", parts)
    sent.take(path)
    assert sent.codes() == [code]
    assert answer(sent, COUNT).value is None


def test_case_R11_the_result_of_a_formula_in_a_book_of_manual_calculation_is_told_to_be_old(
    sent: Round, path: Path
) -> None:
    book = openpyxl.load_workbook(path)
    book.calculation = CalcProperties(calcMode="manual", fullCalcOnLoad=False)
    book.save(path)
    store(path, FIRST, "><f>30+10</f><v>34</v></c>")
    sent.take(path)
    assert (sent.values()[0], sent.codes()) == (34, ["formula-maybe-old"])
    assert "数式（=30+10）で記入され、計算方法が「手動」" in said(sent, "formula-maybe-old")[0][1]


# -- R12, R13: what lies on a cell


def test_case_R12_a_comment_on_a_blank_cell_is_quoted_beside_the_blank(sent: Round, path: Path) -> None:
    put(path, FIRST, None, comment=Comment("34件です。決裁中のため空欄にしました", "総務課"))
    sent.take(path)
    assert sent.codes() == ["blank", "note-on-blank"]
    assert said(sent, "note-on-blank") == [
        (
            FIRST,
            "「指標_実績値」は空欄ですが、その上にコメント「34件です。決裁中のため空欄にしました」があります。"
            "その内容は読み取っていません。",
        )
    ]


def test_case_R12_a_thread_is_quoted_once_without_its_plain_copy(sent: Round, path: Path) -> None:
    legacy = Comment("[Threaded comment]\n\nYour version of Excel …\n\nComment:\n    34件です", "tc={E72}")
    put(path, FIRST, None, comment=legacy)
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    thread = f'<ThreadedComments xmlns="{space}"><threadedComment ref="{FIRST}"><text>34件です</text>'
    thread += "</threadedComment></ThreadedComments>"
    add_parts(path, sheet_part(path), {"xl/threadedComments/t1.xml": ("threadedComment", thread)})
    sent.take(path)
    assert "コメント「34件です」があります" in said(sent, "note-on-blank")[0][1]
    assert "Threaded" not in said(sent, "note-on-blank")[0][1]


DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from>'
    "<xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>7</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
    "<xdr:to><xdr:col>2</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>8</xdr:row><xdr:rowOff>0</xdr:rowOff>"
    "</xdr:to>SHAPE<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
)
BOX = "<xdr:sp><xdr:txBody><a:p><a:r><a:t>34</a:t></a:r><a:r><a:t>件</a:t></a:r></a:p></xdr:txBody></xdr:sp>"


@pytest.mark.parametrize(
    ("shape", "named"),
    [
        (BOX, "テキストボックス「34件」"),
        (f"<xdr:grpSp>{BOX}</xdr:grpSp>", "テキストボックス「34件」"),
        ("<xdr:pic/>", "画像"),
        ("<xdr:cxnSp/>", "図形"),
        ("<xdr:graphicFrame/>", "埋め込みのオブジェクト"),
    ],
)
def test_case_R12_a_text_box_or_picture_on_a_blank_cell_is_named(
    sent: Round, path: Path, shape: str, named: str
) -> None:
    put(path, FIRST, None)
    add_parts(
        path, sheet_part(path), {"xl/drawings/drawing9.xml": ("drawing", DRAWING.replace("SHAPE", shape))}
    )
    sent.take(path)
    assert sent.codes() == ["blank", "note-on-blank"]
    assert f"その上に{named}があります" in said(sent, "note-on-blank")[0][1]


def test_case_R12_a_box_bound_to_the_page_is_told_of_too(sent: Round, path: Path) -> None:
    bound = re.sub(r"<xdr:from>.*</xdr:to>", "", DRAWING.replace("SHAPE", BOX))
    add_parts(
        path,
        sheet_part(path),
        {"xl/drawings/drawing9.xml": ("drawing", bound.replace("twoCell", "absolute"))},
    )
    sent.take(path)
    assert "テキストボックス「34件」が置かれています" in said(sent, "note-beside")[0][1]


def test_case_R12_an_embedded_object_of_the_old_drawing_is_named(sent: Round, path: Path) -> None:
    put(path, FIRST, None)
    anchor = "<x:Anchor>1, 0, 7, 0, 1, 50, 7, 12</x:Anchor>"
    shape = f'<v:shape id="a"><br><x:ClientData ObjectType="Pict">{anchor}</x:ClientData></v:shape>'
    add_parts(path, sheet_part(path), {"xl/drawings/vml9.vml": ("vmlDrawing", f"<xml>{shape}</xml>")})
    sent.take(path)
    assert "その上に埋め込みのオブジェクトがあります" in said(sent, "note-on-blank")[0][1]


def test_case_R12_a_sheet_with_nothing_but_a_text_box_is_not_said_to_be_untouched(sent: Round) -> None:
    path = fill(sent.workspace, "総務課", {SHEET: {}}, sent.folder / "box.xlsx")
    add_parts(
        path, sheet_part(path), {"xl/drawings/drawing9.xml": ("drawing", DRAWING.replace("SHAPE", BOX))}
    )
    sent.take(path)
    assert "sheet-empty" not in sent.codes()
    assert said(sent, "note-on-blank")[0][0] == FIRST


def test_case_R12_a_broken_drawing_takes_no_answer_away(sent: Round, path: Path) -> None:
    add_parts(path, sheet_part(path), {"xl/drawings/drawing9.xml": ("drawing", "<xdr:wsDr")})
    sent.take(path)
    assert (sent.values()[0], sent.codes()) == (8, [])


def test_case_R13_a_note_on_a_filled_cell_is_passed_on(sent: Round, path: Path) -> None:
    put(path, FIRST, 8, comment=Comment("総務課:\n速報値。7月に差し替え", "総務課"))
    sent.take(path)
    assert (sent.values()[0], sent.codes()) == (8, ["note-on-answer"])
    assert said(sent, "note-on-answer") == [
        (FIRST, "「指標_実績値」の記入に、コメント「速報値。7月に差し替え」が添えられています。")
    ]


def test_case_R13_a_box_over_several_answers_is_told_once(sent: Round, path: Path) -> None:
    high = DRAWING.replace("SHAPE", BOX).replace("<xdr:row>8</xdr:row>", "<xdr:row>14</xdr:row>")
    add_parts(path, sheet_part(path), {"xl/drawings/drawing9.xml": ("drawing", high)})
    sent.take(path)
    assert len(said(sent, "note-on-answer")) == 1


def test_case_R13_what_lies_beside_the_fields_is_passed_on_too(sent: Round, path: Path) -> None:
    change(path, lambda sheet: setattr(sheet["A10"], "comment", Comment("財政課と協議中", "総務課")))
    sent.take(path)
    assert said(sent, "note-beside") == [
        (
            "A10",
            "項目1-①のシートの、記入欄でない所に、コメント「財政課と協議中」が置かれています。",
        )
    ]


def test_case_R13_a_struck_message_is_not_passed_on_whole(sent: Round) -> None:
    path = fill(sent.workspace, "総務課", GOOD["総務課"], sent.folder / "message.xlsx")
    book = openpyxl.load_workbook(path, rich_text=True)
    book[COVER]["B13"].value = CellRichText(TextBlock(STRUCK, "来週送ります。"), "送りました。")
    book.save(path)
    sent.take(path)
    assert said(sent, "message-from-department") == [("B13", "連絡欄に「送りました。」とあります。")]


def test_case_R12_many_boxes_on_one_cell_are_counted(sent: Round, path: Path) -> None:
    put(path, FIRST, None)
    boxes = "".join(BOX.replace("34", str(number)) for number in range(40))
    add_parts(
        path, sheet_part(path), {"xl/drawings/drawing9.xml": ("drawing", DRAWING.replace("SHAPE", boxes))}
    )
    sent.take(path)
    assert "「4件」など40点があります" in said(sent, "note-on-blank")[0][1]


# -- R14: invisible characters


@pytest.mark.parametrize("text", ["\u2800\u3164", "\u200e", "\u200b \ufeff", "\ufe00\U000e0100"])
def test_case_R14_what_nobody_sees_is_no_answer(sent: Round, path: Path, text: str) -> None:
    type_text(path, FIRST, text)
    type_text(path, RESULT, text)
    sent.take(path)
    assert (answer(sent, COUNT).state, answer(sent, STORY).state) == (State.BLANK, State.BLANK)
    assert "blank" in sent.codes()


@pytest.mark.parametrize("text", ["順\ufe00調", "\u200b順調", "順調\U000e0100", "順\u200d調\u2060"])
def test_case_R14_an_invisible_sign_in_a_choice_decides_nothing(sent: Round, path: Path, text: str) -> None:
    type_text(path, STATUS, text)
    sent.take(path)
    assert (sent.values()[3], sent.codes()) == ("順調", [])


def test_case_R14_a_variant_of_a_character_stays_in_a_sentence(sent: Round, path: Path) -> None:
    type_text(path, RESULT, "葛\U000e0100城の\u200b園")
    sent.take(path)
    assert answer(sent, STORY).value == "葛\U000e0100城の\u200b園"


@pytest.mark.parametrize("text", ["計\U000e0100画", "計画\u200b", "\ufeff計画"])
def test_case_R14_an_invisible_sign_in_a_locked_cell_is_no_change(sent: Round, path: Path, text: str) -> None:
    type_text(path, "A5", text)
    sent.take(path)
    assert sent.codes() == []


# -- R15: merged


def test_case_R15_asked_cells_that_were_merged_are_said_to_be_merged(sent: Round, path: Path) -> None:
    def merge(sheet: Any) -> None:
        sheet[FIRST].value, sheet["B9"].value = "34件と80%", None
        sheet.merge_cells("B8:B9")

    change(path, merge)
    sent.take(path)
    assert sent.codes() == ["field-merged", "merged-answer"]
    assert said(sent, "field-merged")[0][1].endswith("ほかのセルと結合されています（B8:B9）。")
    assert said(sent, "merged-answer")[0][1].startswith(
        "記入欄が結合され（B8:B9）、「34件と80%」がどの欄の値か"
    )
    assert answer(sent, COUNT).value is None
    assert sent.values()[1:] == (120, "窓口を統合した。", "遅れ")


@pytest.mark.parametrize(
    ("area", "lost"), [("A8:B8", FIRST), ("B10:B11", EFFECT), ("A14:B14", STATUS), ("A11:B13", EFFECT)]
)
def test_case_R15_a_field_merged_with_a_heading_is_said_to_be_merged(
    sent: Round, path: Path, area: str, lost: str
) -> None:
    change(path, lambda sheet: sheet.merge_cells(area))
    sent.take(path)
    assert lost in [ref for ref, _ in said(sent, "field-merged")]
    assert "field-lost" not in sent.codes()


# -- R16: a checkbox


@pytest.mark.parametrize("ref", [FIRST, STATUS])
def test_case_R16_a_tick_is_quoted_as_one(sent: Round, path: Path, ref: str) -> None:
    store(path, ref, 't="b"><v>1</v></c>')
    sent.take(path)
    (code,) = sent.codes()
    assert "「TRUE」" in said(sent, code)[0][1]


# -- R18: control characters


@pytest.mark.parametrize(
    ("typed", "read", "signs"),
    [
        ("一_x000B_二", "一\n二", "U+000B"),
        ("一_x0000_二", "一二", "U+0000"),
        ("一_xFFFE_二", "一二", "U+FFFE"),
        ("一\u0084二\u0090", "一二", "U+0084、U+0090"),
        ("一_x0001__x0002_二", "一二", "U+0001、U+0002"),
    ],
)
def test_case_R18_a_control_character_is_left_out_and_told(
    sent: Round, path: Path, typed: str, read: str, signs: str
) -> None:
    type_text(path, RESULT, typed)
    sent.take(path)
    assert (sent.values()[2], sent.codes()) == (read, ["text-cleaned"])
    assert f"（{signs}）" in said(sent, "text-cleaned")[0][1]


def test_case_R18_nothing_but_control_characters_is_a_blank(sent: Round, path: Path) -> None:
    type_text(path, FIRST, "_x0001_")
    sent.take(path)
    assert answer(sent, COUNT).state is State.BLANK


def test_a_plain_return_has_nothing_to_be_told(sent: Round, path: Path) -> None:
    sent.take(path)
    assert (sent.values()[:2], sent.codes()) == ((Decimal(8), Decimal(120)), [])
    assert answer(sent, AMOUNT).raw == "120"


# -- what the form itself has


@pytest.fixture
def explained(tmp_path: Path) -> Round:
    """The round of a form that explains two of its fields in comments."""
    workspace = make_city(tmp_path / "city")
    form = workspace.root / "様式" / "シート.xlsx"
    book = openpyxl.load_workbook(form)
    book["シート"]["C8"].comment = Comment("年度末の値を記入してください。", "事務局")
    book["シート"][FIRST].comment = Comment("4月1日現在の値です。", "事務局")
    book.save(form)
    generate(workspace, workspace.profile.round())
    return Round(workspace, tmp_path / "送信")


def test_case_R13_a_comment_of_the_form_is_nobodys_note(explained: Round) -> None:
    explained.send("総務課", GOOD["総務課"])
    assert explained.codes() == []
    path = fill(explained.workspace, "総務課", {SHEET: {FIRST: None}}, explained.folder / "blank.xlsx")
    explained.take(path)
    assert "note-on-blank" not in explained.codes()


def test_case_R13_a_comment_of_the_form_that_moved_with_its_row_is_no_note_either(explained: Round) -> None:
    path = fill(explained.workspace, "総務課", GOOD["総務課"], explained.folder / "moved.xlsx")
    insert_rows(path, SHEET, 5)
    rewrite(path, lambda name, xml: re.sub(r'(ref="[BC])8"', r'\g<1>9"', xml) if "comment" in name else xml)
    explained.take(path)
    assert "note-on-answer" not in explained.codes()
    assert "note-beside" not in explained.codes()


def test_case_R13_a_note_beside_the_forms_own_comment_is_passed_on(explained: Round) -> None:
    path = fill(explained.workspace, "総務課", GOOD["総務課"], explained.folder / "noted.xlsx")
    change(path, lambda sheet: setattr(sheet[EFFECT], "comment", Comment("速報値", "総務課")))
    explained.take(path)
    assert [ref for ref, _ in said(explained, "note-on-answer")] == [EFFECT]
