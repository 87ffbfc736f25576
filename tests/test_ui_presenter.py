"""An answer as Markdown and as plain text: whole outputs, and no text of others that acts as markup."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from ui_fakes import cite, make_answer, small_assistant, small_report

from corpus import Scope
from ui import answer_markdown, answer_text
from ui.escaping import clean, escape_html, escape_markdown
from ui.wording import language_of, say, say_both, scope_label, wording_keys

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](https://example.org/x.png)",
    "[点我](javascript:alert(1))",
    "https://example.org www.example.org a@example.org",
    "# 标题\n\n    代码\n\n```js\n1\n```\n- 项\n+ 项\n* 项\n1. 项\n2) 项\n> 引\n---\n===",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "&lt;b&gt; &amp; &#60; $$x$$ ~~删~~ **粗** `码` \\* [1]: x",
]
ALLOWED = {
    *("paragraph_open", "paragraph_close", "inline", "text", "text_special", "softbreak", "hardbreak"),
    *("link_open", "link_close", "strong_open", "strong_close"),
}
TEXTS = (
    st.text(alphabet=st.sampled_from(list("\\`*_~[]<>()#+-=.!|$&;:/@'\"^{}1 a中，。\n\tw")), max_size=60) | st.text()
)


def markdown_tokens(markdown: str) -> Iterator[Token]:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for token in parser.parse(markdown):
        yield token
        yield from token.children or ()


def shown_words(text: str) -> str:
    return "".join(text.split())


@given(TEXTS)
@example("1. 一")
@example("\n\n    code")
@example(" -")
@example("\u3000\n 2) x")
@example("a\n===")
@example("<!-- -->")
def test_escaped_markdown_shows_its_text_and_is_nothing_but_text(text: str) -> None:
    tokens = list(markdown_tokens(escape_markdown(text)))
    kinds = {token.type for token in tokens} - {"paragraph_open", "paragraph_close", "inline", "softbreak", "hardbreak"}
    assert kinds <= {"text", "text_special"}
    shown = "".join(token.content for token in tokens if token.type in ("text", "text_special"))
    assert shown_words(shown) == shown_words(clean(text).replace("\0", "\ufffd"))


@pytest.mark.parametrize("text", ["https://a.cn", "HTTP://a.cn", "ftp://a", "www.a.cn", "WWW.a.cn", "a@b.cn"])
def test_a_bare_address_is_broken_so_that_no_autolinker_finds_it(text: str) -> None:
    assert not re.search(r"(?i)\w://|www\.|[a-z]@", escape_markdown(text))


class Elements(HTMLParser):
    """Collects the elements and the text of HTML."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


@given(TEXTS)
def test_escaped_html_is_text_in_an_element_and_in_an_attribute(text: str) -> None:
    parsed = Elements(f'<p title="{escape_html(text)}">{escape_html(text)}</p>')
    assert parsed.elements == [("p", [("title", clean(text))])]
    assert parsed.text == clean(text)
    assert "\n" not in escape_html(text)


@given(st.text())
def test_cleaned_text_cannot_command_a_terminal_or_fail_to_print(text: str) -> None:
    cleaned = clean(text)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", cleaned)
    cleaned.encode("utf-8")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_any_part_of_an_answer_stay_words(text: str) -> None:
    document = small_report()
    citation = cite(document, 1, "全年举办招聘会 12 场。", breadcrumb=text)
    answer = make_answer(document, f"{text}[1] {text}", citation, suggestions=(text,))
    kinds = {token.type for token in markdown_tokens(answer_markdown(answer, [document]))}
    assert kinds <= ALLOWED
    targets = [
        str(token.attrs["href"]) for token in markdown_tokens(answer_markdown(answer)) if token.type == "link_open"
    ]
    assert set(targets) == {"#cite-1-1"}


@given(TEXTS, TEXTS)
def test_markers_are_the_only_links_of_an_answer_whatever_stands_around_them(before: str, after: str) -> None:
    document = small_report()
    answer = make_answer(document, f"{before}[1]{after}", cite(document, 1, "建立健全台账。"))
    tokens = list(markdown_tokens(answer_markdown(answer, [document])))
    assert {token.type for token in tokens} <= ALLOWED
    assert {str(token.attrs["href"]) for token in tokens if token.type == "link_open"} == {"#cite-1-1"}


def test_markdown_of_an_answer() -> None:
    assistant = small_assistant()
    assert answer_markdown(assistant.ask("办了几场招聘会?"), assistant.documents, turn=3) == (
        "2021年完成：全年举办招聘会 12 场。[\\[1\\]](#cite-3-1)\n\n"
        "**出处**  \n"
        "[\\[1\\]](#cite-3-1) 2021 年完成 · 一、2021年工作回顾"
    )


def test_plain_text_of_an_answer() -> None:
    assistant = small_assistant()
    assert answer_text(assistant.ask("办了几场招聘会?"), assistant.documents) == (
        "2021年完成：全年举办招聘会 12 场。[1]\n\n出处\n[1] 2021 年完成 · 一、2021年工作回顾\n\n可以接着问\n  有哪些要求?"
    )


def test_plain_text_in_english_keeps_the_quotes_chinese() -> None:
    assistant = small_assistant()
    assert answer_text(assistant.ask("How many fairs?"), assistant.documents, "en") == (
        "Done in 2021: 全年举办招聘会 12 场。[1]\n\nSources\n[1] Done in 2021 · 一、2021年工作回顾"
    )


def test_a_citation_that_proves_nothing_stands_under_a_heading_that_says_so_with_its_words() -> None:
    assistant = small_assistant()
    assert answer_text(assistant.ask("去年培训多少场?"), assistant.documents) == (
        "报告没有给出2021年的完成数。[1]\n\n另一时段的内容（不作为依据）\n"
        "[1] 2022 年要求 · 二、2022年重点工作 › (一)做好培训工作\n    组织开展 100 场培训。"
    )


def test_citations_of_one_place_share_a_line() -> None:
    document = small_report()
    citations = [cite(document, 1, "组织开展 100 场培训。"), cite(document, 2, "建立健全台账。")]
    answer = make_answer(document, "组织开展 100 场培训。[1]\n建立健全台账。[2]", *citations)
    assert answer_text(answer, [document]).endswith("出处\n[1][2] 2022 年要求 · 二、2022年重点工作 › (一)做好培训工作")


def test_a_number_in_brackets_without_its_citation_is_plain_text() -> None:
    document = small_report()
    answer = make_answer(document, "见[1]和[7]。", cite(document, 1, "建立健全台账。"))
    assert answer_markdown(answer).startswith("见[\\[1\\]](#cite-1-1)和\\[7\\]。")


def test_the_title_is_named_where_there_are_several_reports() -> None:
    one, other = small_report(), small_report("另一份报告\n一、工作\n做好工作。\n")
    answer = make_answer(one, "建立健全台账。[1]", cite(one, 1, "建立健全台账。"))
    assert "《示范市工作报告》 · 2022 年要求" in answer_text(answer, [one, other])


@pytest.mark.parametrize(
    ("scope", "chinese", "english"),
    [
        ("result", "2021 年完成", "Done in 2021"),
        ("plan", "2022 年要求", "Required in 2022"),
        ("problem", "存在不足", "Shortcoming"),
        ("preamble", "总体表述", "Introduction"),
        ("other", "其他内容", "Other"),
    ],
)
def test_a_scope_is_labelled_with_the_year_of_its_document(scope: Scope, chinese: str, english: str) -> None:
    document = small_report()
    assert (scope_label(scope, document), scope_label(scope, document, "en")) == (chinese, english)


def test_a_year_that_the_report_does_not_say_is_not_guessed() -> None:
    assert (scope_label("plan", None), scope_label("result", None, "en")) == ("要求", "Done")


@pytest.mark.parametrize(
    ("question", "language"), [("几场?", "zh"), ("How many?", "en"), ("GDP是多少", "zh"), ("12?", "zh")]
)
def test_the_language_of_a_question_decides_the_words_around_its_answer(question: str, language: str) -> None:
    assert language_of(question) == language


@pytest.mark.parametrize("key", wording_keys())
def test_every_wording_stands_in_both_languages_with_the_same_values(key: str) -> None:
    chinese, english = (set(re.findall(r"{(\w+)}", text)) for text in say_both(key).split(" · ", 1))
    assert chinese == english
    assert say_both(key).isprintable() or "\n" in say_both(key)
    if not chinese:
        assert say(key, "zh") and say(key, "en")
