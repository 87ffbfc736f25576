import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.tokens import fold, tokenize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.16 亿元", ["1.16", "1.16亿", "1.16亿元"]),
        ("98.76%", ["98.76%"]),
        ("132.9万", ["132.9", "132.9万"]),
        ("9944 万元", ["9944", "9944万", "9944万元"]),
        ("2022 年", ["2022", "2022年"]),
        ("10,619 家", ["10619", "10619家"]),
        ("3821个", ["3821", "3821个"]),
        ("250 余", ["250", "余"]),
        ("劳动者", ["劳", "劳动", "动", "动者", "者", "劳动者"]),
        ("职工", ["职", "职工", "工"]),
        ("的", ["的"]),
        ("在 APP 上", ["在", "app", "上"]),
        ("Don't", ["don't"]),
        ("“…”,。!", []),
        ("", []),
    ],
)
def test_tokens_of(text: str, expected: list[str]) -> None:
    assert tokenize(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("筹集 9944 万元", "筹集9944万元"),
        ("２０２２年", "2022年"),
        ("ＡＰＰ", "app"),
        ("困難職工幫扶資金", "困难职工帮扶资金"),
        ("1．16亿元", "1.16亿元"),
        ("(三)、“劳模”", "三 劳模"),
    ],
)
def test_forms_that_mean_the_same_give_the_same_tokens(one: str, other: str) -> None:
    assert tokenize(one) == tokenize(other)


def test_a_number_is_not_torn_at_its_point() -> None:
    assert "2.18" in tokenize("全省 2.18 万家单位")
    assert "18" not in tokenize("全省 2.18 万家单位")


def test_simplified_text_is_not_changed_by_folding() -> None:
    text = "后来,王后面对干部和里程"
    assert fold(text) == text.lower()


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_any_text_is_tokenized_and_no_token_has_white_space(text: str) -> None:
    for token in tokenize(text):
        assert token
        assert not any(character.isspace() for character in token)


@given(st.text("工会职服务困难帮扶货车司机", max_size=12))
def test_every_pair_of_characters_is_a_token(text: str) -> None:
    tokens = set(tokenize(text))
    assert all(text[start : start + 2] in tokens for start in range(len(text) - 1))
