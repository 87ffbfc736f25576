"""Every word that the page and the command line say for themselves, in Chinese and in English."""

from typing import Literal

from assistant.types import Role
from corpus import Document, Scope
from ui.page_words import PAGE_WORDS

Language = Literal["zh", "en"]

_WORDS: dict[str, tuple[str, str]] = {
    # command line: help
    "app_help": ("工作报告问答：用报告原文回答，句句有出处", "Ask a work report; answers in its own words, each cited"),
    "ask_help": ("提一个问题", "Ask one question"),
    "chat_help": ("连续对话", "Hold a conversation"),
    "serve_help": ("启动网页和接口服务", "Serve the chat page and the REST interface"),
    "index_help": ("建立并保存检索索引", "Build and save the search index"),
    "outline_help": ("显示报告的结构", "Show the outline of a report"),
    "answer_help": ("批量回答文件中的问题", "Answer a file of questions"),
    "feedback_help": (
        "列出网页收到的评价，一行一个 JSON 对象",
        "Print the ratings that the page has kept, a JSON object a line",
    ),
    "forget_option": ("先删除早于这么多天的评价", "first delete ratings older than so many days"),
    "question_argument": ("问题", "the question"),
    "questions_argument": ("问题文件（JSONL）", "file of questions (JSONL)"),
    "out_option": ("结果文件（JSONL）", "file to write (JSONL)"),
    "json_option": ("输出一个 JSON 对象", "print one JSON object"),
    "outline_json_option": ("以 JSON 输出", "print JSON"),
    "explain_option": ("说明如何理解、检索和判断", "say what was understood, searched and decided"),
    "explain_question": ("实际提问", "Question asked"),
    "explain_understood": ("理解为", "Understood as"),
    "explain_lexicon": ("词表", "Lexicon"),
    "explain_outline": ("由报告结构直接作答，未检索", "Answered from the outline, without search"),
    "explain_terms": ("关键词", "Terms"),
    "explain_confidence": ("首位候选答对的把握", "Confidence in the first candidate"),
    "explain_least": ("低于此值拒答：", "declined below"),
    "explain_candidates": ("候选句（按得分）：", "Candidates, best first:"),
    "explain_answered": ("结论：作答", "Decision: answered"),
    "explain_declined": ("结论：拒答", "Decision: declined"),
    "history_option": ("先前的问题，由早到晚，可多次给出", "an earlier question, oldest first; repeatable"),
    "document_option": (
        "报告文件，可多次给出（默认：自带的报告）",
        "a report file, repeatable (default: the bundled one)",
    ),
    "one_document_option": ("报告文件（默认：自带的报告）", "a report file (default: the bundled one)"),
    "text_option": ("输出全文（所有位置都按它计数）", "print the text that all positions refer to"),
    "root_path_option": ("反向代理去掉的路径前缀", "path prefix that a proxy strips"),
    "version_option": ("显示版本", "show the version"),
    "unavailable_help": ("此命令无法加载", "this command cannot be loaded"),
    # command line: messages
    "encoding": ("建立索引", "Building the index"),
    "indexed": (
        "已索引 {documents} 份报告、{passages} 个段句，用时 {seconds} 秒，模型 {encoder}\n索引位置：{folder}",
        "Indexed {documents} report(s), {passages} passages in {seconds} s with {encoder}\nSaved under: {folder}",
    ),
    "answering": ("回答问题", "Answering"),
    "answered": (
        "已回答 {answered} 题，{failed} 行有误：{path}",
        "{answered} answered, {failed} malformed line(s): {path}",
    ),
    "chat_greeting": (
        "{title}\n请提问。/clear 重新开始，/quit 或 Ctrl-D 退出。",
        "{title}\nAsk a question. /clear starts afresh, /quit or Ctrl-D ends.",
    ),
    "chat_prompt": ("问：", "You: "),
    "chat_cleared": ("已重新开始。", "Started afresh."),
    "serving": ("服务地址：{url}  （按 Ctrl-C 停止）", "Serving on {url}  (Ctrl-C to stop)"),
    # an answer
    "sources": ("出处", "Sources"),
    "sources_nearest": ("报告中相近的内容（不能回答此问）", "Nearest in the report (not an answer)"),
    "sources_other_scope": ("另一时段的内容（不作为依据）", "From the other year (no evidence for this)"),
    "ask_next": ("可以接着问", "You could ask"),
    "no_sections": ("（没有小标题）", "(no headings)"),
    "positions": ("位置 {start}–{end}", "positions {start}–{end}"),
    **PAGE_WORDS,
}

_SCOPES: dict[Scope, tuple[str, str]] = {
    "result": ("{year}完成", "Done{in_year}"),
    "plan": ("{year}要求", "Required{in_year}"),
    "problem": ("存在不足", "Shortcoming"),
    "preamble": ("总体表述", "Introduction"),
    "other": ("其他内容", "Other"),
}

_ROLES: dict[Role, str] = {
    "support": "sources",
    "nearest": "sources_nearest",
    "other_scope": "sources_other_scope",
}


def say(key: str, language: Language = "zh", **values: object) -> str:
    """Return the wording `key` with its values filled in."""
    chinese, english = _WORDS[key]
    return (english if language == "en" else chinese).format(**values)


def say_both(key: str) -> str:
    """Return the wording `key` in both languages, Chinese first, for help texts."""
    return " · ".join(_WORDS[key])


def page_words(language: Language) -> dict[str, str]:
    """Return the words of the page in `language`, by key, their {places} unfilled."""
    return {key: words[1 if language == "en" else 0] for key, words in PAGE_WORDS.items()}


def wording_keys() -> tuple[str, ...]:
    """Return every key of the table, sorted."""
    return tuple(sorted(_WORDS))


def scope_label(scope: Scope, document: Document | None, language: Language = "zh") -> str:
    """Return `2021 年完成` or `2022 年要求`; without the year where `document` is unknown or does not say it."""
    year = None if document is None else {"result": document.result_year, "plan": document.year}.get(scope)
    chinese, english = _SCOPES[scope]
    if language == "en":
        return english.format(in_year=f" in {year}" if year else "")
    return chinese.format(year=f"{year} 年" if year else "")


def role_heading(role: Role, language: Language = "zh") -> str:
    """Return the heading above citations of that role."""
    return say(_ROLES[role], language)


def language_of(question: str, default: Language = "zh") -> Language:
    """Return the language of a question: Chinese where it has a Chinese character, English where it has only Latin."""
    if any("\u3400" <= letter <= "\u9fff" or "\uf900" <= letter <= "\ufaff" for letter in question):
        return "zh"
    return "en" if any(letter.isascii() and letter.isalpha() for letter in question) else default
