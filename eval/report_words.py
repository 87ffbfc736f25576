"""Every word that the report says for itself, in Chinese and in English."""

from __future__ import annotations

KINDS = {
    "figure": "数字",
    "fact": "事实",
    "paraphrase": "口语",
    "list": "列举",
    "outline": "结构",
    "english": "英文",
    "followup": "追问",
    "unanswerable": "无答案",
    "squad": "阅读理解",
    "overall": "全部",
    "abstained": "拒答",
    "who": "何人",
    "count": "计数",
    "how": "如何",
    "definition": "释义",
    "yes_no": "是否",
    "compare": "比较",
    "premise": "前提不符",
    "chat": "寒暄",
    "help": "求助",
    "base": "原题",
    "typo_swap": "错序",
    "typo_drop": "漏字",
    "homophone": "同音字",
    "traditional": "繁体",
    "full_width": "全角",
    "no_punctuation": "无标点",
    "pinyin": "拼音",
    "absent_part": "附带无答案",
    "other_year": "换年份",
    "other_place": "换地名",
    "other_organisation": "换单位",
    "other_number": "换数字",
    "other_unit": "换量级",
    "zh": "中文",
    "en": "英文",
}
METRICS = {
    "right": ("正确率", "right"),
    "answer_hit": ("要点答全", "answer hit"),
    "char_f1": ("字符 F1", "char F1"),
    "number_accuracy": ("数字准确", "numbers"),
    "list_f1": ("列举 F1", "list F1"),
    "recall@5": ("找到依据", "recall@5"),
    "mrr@10": ("依据靠前", "MRR@10"),
    "citation_precision": ("引文准确", "citation P"),
    "citation_recall": ("引文齐全", "citation R"),
    "alce_precision": ("句句有据", "ALCE P"),
    "abstention_precision": ("拒答准确", "declining P"),
    "abstention_recall": ("该拒则拒", "declining R"),
    "abstention_f1": ("拒答 F1", "declining F1"),
}
HINTS = {
    "right": "要点答全并引到依据，或报告没有说而拒答",
    "answer_hit": "标准答案的每个要点都在回答里",
    "char_f1": "短答案与标准答案按字比较",
    "number_accuracy": "标准答案里的数字，按数值说对的比例",
    "list_f1": "列出的各项与标准答案各项比较",
    "recall@5": "前 5 段里有多少依据",
    "mrr@10": "第一段含依据的名次的倒数",
    "citation_precision": "引文中落在依据上的比例",
    "citation_recall": "依据中被引到的比例",
    "alce_precision": "每句话都能在所引原文中逐字找到，且引文不多余",
    "abstention_precision": "拒答的题里，报告确实没有说的比例",
    "abstention_recall": "报告没有说的题里，拒答的比例",
    "abstention_f1": "前两项的调和平均",
}
SORTS = {
    "answered": ("不该答而答", "answered, though the report does not say"),
    "declined": ("该答而拒答", "declined, though the report says"),
    "lacks": ("要点缺失", "lacks a point"),
    "uncited": ("未引到依据", "right words, evidence not cited"),
}
"""Sorts of failure, told by how the reason of `eval.scoring.failure` begins."""


def kind_name(kind: str) -> str:
    """Return what a kind of question or answer is called in Chinese; itself where it has no such name."""
    return KINDS.get(kind, kind)


def sort_of(reason: str) -> str:
    """Return the key in `SORTS` of a failure's reason."""
    return next((key for key in ("answered", "declined", "lacks") if reason.startswith(key)), "uncited")


def reason_zh(reason: str) -> str:
    """Return a failure's reason in Chinese, with the points that lack."""
    label = SORTS[sort_of(reason)][0]
    return f"{label}：{reason.removeprefix('lacks ')}" if reason.startswith("lacks ") else label
