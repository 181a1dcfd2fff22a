"""Lengths as Excel counts them, and headers whose codes stay codes."""

from toolkit.books.package.lengths import MAX_HEADER, cut, fit_header, units


def test_case_X5_an_emoji_and_a_rare_kanji_count_two() -> None:
    assert units("𠮷野家") == 4
    assert units("😀") == 2


def test_case_X5_a_text_is_cut_between_characters_and_says_so() -> None:
    assert cut("𠮷" * 16, 31) == "𠮷" * 15 + "…"  # 30 units and the …
    assert cut("課" * 31, 31) == "課" * 31
    assert cut("課" * 32, 31) == "課" * 30 + "…"
    assert cut("課" + "😀" * 16, 31) == "課" + "😀" * 14 + "…"


def test_case_X3_a_tooltip_of_300_characters_is_cut_at_255() -> None:
    assert cut("あ" * 300, 255) == "あ" * 254 + "…"


def test_case_X1_a_year_after_a_size_code_is_kept_apart_by_a_blank() -> None:
    assert fit_header(lambda put: f"&R&9{put('2024年度第1回')}") == "&R&9 2024年度第1回"
    assert fit_header(lambda put: f"&R&9{put('')}{put('2課')}") == "&R&9 2課"
    assert fit_header(lambda put: f"&R&9{put('')}2024") == "&R&9 2024"


def test_case_X1_a_sign_after_the_page_number_is_no_sum() -> None:
    assert fit_header(lambda put: f"&C&P{put('-3')}") == "&C&P -3"


def test_case_X1_a_text_that_joins_no_code_stays_as_it_is() -> None:
    assert fit_header(lambda put: f"&R&9{put('第1回')}") == "&R&9第1回"
    assert fit_header(lambda put: f"A&&9{put('2')}") == "A&&92"  # && prints one &, no size follows it
    assert fit_header(lambda put: f"&C{put('2課')}") == "&C2課"


def test_case_X5_a_header_is_cut_before_it_is_escaped() -> None:
    header = fit_header(lambda put: f"&L{put('&' * 300)}")
    assert units(header) <= MAX_HEADER
    assert header.endswith("…")
    assert header.count("&") % 2 == 1  # the & of &L, and whole &&
