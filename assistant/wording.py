"""Every word that the assistant says for itself, in Chinese and in English. The rest of an answer is quoted."""

from typing import Literal

from corpus import Scope

Language = Literal["zh", "en"]

_WORDS: dict[str, dict[Language, str]] = {
    "result": {"zh": "{year}完成：", "en": "Done{in_year}: "},
    "plan": {"zh": "{year}要求：", "en": "Required{in_year}: "},
    "problem": {"zh": "报告指出的不足：", "en": "A shortcoming the report names: "},
    "silent": {"zh": "报告没有说到这一点。", "en": "The report does not say."},
    "silent_figure": {"zh": "报告没有给出这个数字。", "en": "The report does not give this figure."},
    "silent_money": {"zh": "报告没有给出这笔钱的数目。", "en": "The report does not give this sum."},
    "silent_share": {"zh": "报告没有给出这个比例。", "en": "The report does not give this share."},
    "silent_date": {"zh": "报告没有说具体时间。", "en": "The report gives no date for this."},
    "silent_phone": {"zh": "报告没有给出联系方式。", "en": "The report gives no contact for this."},
    "silent_person": {"zh": "报告没有提到人名。", "en": "The report does not name the person."},
    "silent_address": {"zh": "报告没有给出地址。", "en": "The report gives no address."},
    "silent_breakdown": {
        "zh": "报告没有分开列出各地（各方面）的情况。",
        "en": "The report gives no breakdown of this.",
    },
    "silent_average": {"zh": "报告没有给出人均（平均）数字。", "en": "The report gives no figure per head."},
    "silent_rank": {"zh": "报告没有排出名次。", "en": "The report does not rank them."},
    "silent_threshold": {"zh": "报告没有给出这个标准。", "en": "The report does not give this threshold."},
    "silent_body": {"zh": "报告没有说是哪家单位。", "en": "The report does not say which body."},
    "silent_payer": {"zh": "报告没有说由谁出钱。", "en": "The report does not say who pays."},
    "silent_content": {"zh": "报告没有说它的内容。", "en": "The report does not give its content."},
    "silent_steps": {"zh": "报告没有说具体步骤。", "en": "The report does not give the steps."},
    "silent_make-up": {"zh": "报告没有说由什么组成。", "en": "The report does not say what it is made up of."},
    "silent_criterion": {"zh": "报告没有给出标准。", "en": "The report gives no criterion."},
    "silent_venue": {"zh": "报告没有说在哪里办。", "en": "The report does not say where."},
    "silent_period": {"zh": "报告没有按这个时段说。", "en": "The report does not speak of that period."},
    "silent_subset": {"zh": "报告没有单独说到“{term}”。", "en": "The report does not speak of “{term}” apart."},
    "silent_clauses": {"zh": "报告没有说条款的内容。", "en": "The report does not give the clauses."},
    "silent_members": {"zh": "报告没有逐一列出。", "en": "The report does not list them."},
    "silent_change": {"zh": "报告没有说增减了多少。", "en": "The report does not say by how much it changed."},
    "silent_procedure": {
        "zh": "报告没有说办理的条件或手续。",
        "en": "The report does not give the conditions or procedure.",
    },
    "silent_year_type": {"zh": "报告没有说是哪一年。", "en": "The report does not say in which year."},
    "silent_reason": {"zh": "报告没有说原因。", "en": "The report gives no reason."},
    "silent_duration": {"zh": "报告没有说多长时间。", "en": "The report does not say how long."},
    "silent_penalty": {"zh": "报告没有说怎么处理。", "en": "The report names no penalty for this."},
    "silent_compensation": {"zh": "报告没有说到赔偿。", "en": "The report says nothing of compensation."},
    "silent_charge": {"zh": "报告没有说收不收费。", "en": "The report says nothing of a charge."},
    "silent_leader": {"zh": "报告没有说由谁牵头。", "en": "The report does not say who leads this."},
    "silent_tax": {"zh": "报告没有说到税。", "en": "The report says nothing of tax."},
    "silent_age": {"zh": "报告没有说年龄。", "en": "The report gives no age."},
    "silent_price": {"zh": "报告没有给出标准或金额。", "en": "The report gives no rate or sum."},
    "silent_clock": {"zh": "报告没有说几点。", "en": "The report gives no hours."},
    "unlisted": {"zh": "报告没有把这几项逐一列出。", "en": "The report does not list them one by one."},
    "premise": {"zh": "报告没有这样说。", "en": "The report does not say that."},
    "premise_figure": {
        "zh": "报告里没有“{figure}”这个数字。",
        "en": "The report does not give the figure “{figure}”.",
    },
    "nothing_else": {"zh": "报告没有说到别的。", "en": "The report says nothing else on this."},
    "silent_term": {"zh": "报告没有提到“{term}”。", "en": "The report does not mention “{term}”."},
    "unexplained": {
        "zh": "报告提到“{term}”，但没有说明具体内容。",
        "en": "The report names “{term}” but does not spell it out.",
    },
    "silent_year": {"zh": "报告没有说到{year}年的情况。", "en": "The report says nothing about {year}."},
    "silent_section": {"zh": "报告里没有“{term}”这一部分。", "en": "The report has no “{term}”."},
    "nearest": {"zh": "最接近的内容是：", "en": "The nearest passage is: "},
    "no_plan_figure": {
        "zh": "报告没有提出{year}的目标；{other_year}的数字是：",
        "en": "The report sets no target{in_year}; the figure of {other_year} is: ",
    },
    "no_result_figure": {
        "zh": "报告没有给出{year}的完成数；{other_year}的要求是：",
        "en": "The report gives no result{in_year}; the requirement of {other_year} is: ",
    },
    "other_scope": {
        "zh": "报告没有这样的数字；相近的是：",
        "en": "The report has no such figure; the nearest is: ",
    },
    "count": {"zh": "共 {n} 项：", "en": "{n} in all: "},
    "count_parts": {"zh": "共 {n} 个部分：", "en": "{n} parts: "},
    "found": {"zh": "找到 {n} 处：", "en": "Found in {n} places: "},
    "related": {"zh": "报告里相关的有 {n} 处：", "en": "The report has {n} passages on this: "},
    "perhaps": {"zh": "可能相关的有 {n} 处：", "en": "Perhaps related, {n} passages: "},
    "items": {"zh": "共 {n} 项：", "en": "{n} in all: "},
    "source": {"zh": "原文：", "en": "The report: "},
    "located": {"zh": "在“{where}”：", "en": "In “{where}”: "},
    "section_is": {"zh": "这一条是：", "en": "It reads: "},
    "hello": {
        "zh": "您好！我只根据《{title}》回答，每句都注明出处。可以这样问：{examples}",
        "en": "Hello! I answer only from “{title}”, and cite every sentence. For example: {examples}",
    },
    "help": {
        "zh": "我根据《{title}》回答问题：数字、要求、措施、名单、结构都可以问；报告没有写的，我会直说。可以这样问：{examples}",
        "en": "I answer from “{title}”: figures, requirements, measures, lists, structure. What it does not say, I say so. "
        "For example: {examples}",
    },
}


def say(key: str, language: Language, **values: object) -> str:
    """Return the wording `key` with its values filled in."""
    return _WORDS[key][language].format(**values)


def templates(language: Language) -> tuple[tuple[str, str], ...]:
    """Return every wording as (key, text with its {places}), the longest first."""
    rows = ((key, words[language]) for key, words in _WORDS.items())
    return tuple(sorted(rows, key=lambda row: -len(row[1])))


def year_words(year: int | None, language: Language) -> dict[str, str]:
    """Return the values of a year for a wording; nothing is said of a year that the report does not give."""
    if language == "en":
        return {"year": str(year or ""), "in_year": f" in {year}" if year else ""}
    return {"year": f"{year}年" if year else "", "in_year": ""}


def scope_label(scope: Scope, year: int | None, language: Language) -> str:
    """Return `2021年完成：` or `2022年要求：`; nothing for a scope that needs no label."""
    if scope not in ("result", "plan", "problem"):
        return ""
    return say(scope, language, **year_words(year, language))
