"""A hundred markup and script payloads as report text, as history and as question: shown, never run, and the page works."""

from itertools import product
from typing import Any

import pytest
from ui_fakes import app_with_page, make_answer, small_assistant, small_report
from ui_site import DESKTOP, Site, ask, serving

from assistant.json_form import MAX_TURNS, answer_to_json

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting.*"),
    pytest.mark.filterwarnings("ignore:.*copy keyword is deprecated.*"),
]
_ACTS = ("window.hit=1", "window['hit']=1", "&#119;indow.hit=1", "top.hit=1//")
_FORMS = (
    *("<script>{}</script>", "<img src=x onerror={}>", '"><svg onload={}>', "<svg><script>{}</script></svg>"),
    *("<iframe srcdoc='<script>{}</script>'></iframe>", "<a href=javascript:{}>点</a>", "[点](javascript:{})"),
    *(
        "![x](https://evil.example/{})",
        "<details open ontoggle={}>",
        "<style>@import 'https://evil.example/{}'</style>",
    ),
    *("<math><mtext><table><mglyph><style><img src=x onerror={}>", "<base href=https://evil.example/{}>"),
    *("</textarea><script>{}</script>", "</script><script>{}</script>", "<form action=javascript:{}><button>点</form>"),
    *("<object data=javascript:{}>", "<meta http-equiv=refresh content='0;url=javascript:{}'>", "${{{{{}}}}}"),
    *("<video src=https://evil.example/{} autoplay>", "<input autofocus onfocus={}>", "<body onload={}>", "'-{}-'"),
    *("$$\\href{{javascript:{}}}{{x}}$$", "<link rel=stylesheet href=https://evil.example/{}>", "`{}`<xss onclick={}>"),
)
PAYLOADS = [form.format(*[act] * form.count("{}")) for form, act in product(_FORMS, _ACTS)]


def test_there_are_a_hundred() -> None:
    assert len(set(PAYLOADS)) == 100


def test_a_hundred_payloads_do_nothing(browser: Any) -> None:
    document = small_report("报告\n一、2021年工作回顾\n" + "".join(f"{payload}。\n" for payload in PAYLOADS))
    assistant = small_assistant(small_report())
    assistant.documents = (document,)
    assistant.answers = {}
    with serving(app_with_page(assistant)) as url:
        site = Site(url, assistant)
        page = site.open(browser, viewport=DESKTOP)
        shown = page.locator("#wp-text").inner_text()
        assert [payload for payload in PAYLOADS if payload not in shown] == []
        for first in range(0, len(PAYLOADS), MAX_TURNS):
            turns = [
                {"question": each, "answer": answer_to_json(make_answer(document, f"{each}[1]", query=each), 0)}
                for each in PAYLOADS[first : first + MAX_TURNS]
            ]
            page.evaluate("(turns) => workplan.send({do: 'restore', turns})", turns)
            page.locator(".wp-said", has_text=PAYLOADS[first]).first.wait_for()
            page.wait_for_function(
                "(count) => document.querySelectorAll('.wp-actions').length === count", arg=len(turns)
            )
            said = page.locator("#wp-messages .wp-said").all_inner_texts()
            assert said == [turn["question"] for turn in turns]
        page.click("#wp-clear")
        page.wait_for_selector("#wp-messages .wp-greeting")
        for payload in PAYLOADS[:: len(_ACTS) * 3]:
            ask(page, payload)
        assert page.evaluate("window.hit") is None
        forbidden = "script, img, iframe, object, video, form:not(.wp-why), base, meta"
        assert page.locator(f"#wp-messages :is({forbidden}), #wp-side :is({forbidden})").count() == 0
        site.close()
