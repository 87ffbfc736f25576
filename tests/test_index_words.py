from hypothesis import given
from hypothesis import strategies as st

from index import words
from index.tokens import segment


def test_words_are_distinct_and_folded_and_without_figures() -> None:
    assert words("职工 2022 年,ＡＰＰ 幫扶职工") == ("职工", "app", "帮扶")


def test_segments_keep_figures_whole() -> None:
    assert segment("筹集9944 万元") == ["筹集", "9944万元"]


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_any_text_has_words_that_are_letters(text: str) -> None:
    assert all(word[0].isalpha() for word in words(text))
