"""Weigh the features of candidates: which sentence answers best, and how likely it is that it does.

The weights are fitted by `workplan eval calibrate` (`calibration.json`, readable, one entry for each embedding model):
`rank` orders candidates (a softmax over them, Cao et al. 2007, "Learning to Rank: From Pairwise Approach to Listwise
Approach"), `confidence` is a logistic regression on the first one's signals, `least` holds the thresholds.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.candidates import FEATURES, Candidate
from corpus import CalibrationError

BUNDLED = Path(__file__).parent / "calibration.json"
STAFF_FILE = "calibration.json"  # in the data folder: entries here replace the bundled ones
DEFAULT_MODEL = "builtin-joint"  # its entry serves a model that has none
SIGNALS = ("share", "lead", "meaning", "late", "words", "terms", "type", "scope")
"""share: softmax of the first candidate; lead: its score above the second's, at most 5; the others are its features."""
_MOST_LEAD = 5.0


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights by feature, weights by signal with `bias`, and the least confidence to answer at all, or with one sentence."""

    rank_weights: Mapping[str, float]
    confidence_weights: Mapping[str, float]
    least_answer: float
    least_single: float

    def rank(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Return `candidates` with scores and shares, best first; equal ones by their place in the report."""
        if not candidates:
            return []
        scores = [sum(self.rank_weights[name] * c.features[name] for name in FEATURES) for c in candidates]
        highest = max(scores)
        powers = [math.exp(score - highest) for score in scores]
        total = sum(powers)
        scored = [
            replace(candidate, score=score, share=power / total)
            for candidate, score, power in zip(candidates, scores, powers, strict=True)
        ]
        return sorted(scored, key=lambda c: (-c.score, c.passage.document_id, c.passage.start))

    def confidence(self, ranked: Sequence[Candidate]) -> float:
        """Return how likely it is, in [0, 1], that the first of `ranked` answers; 0 without candidates."""
        if not ranked:
            return 0.0
        signals = find_signals(ranked)
        logit = self.confidence_weights["bias"] + sum(self.confidence_weights[name] * signals[name] for name in SIGNALS)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def find_signals(ranked: Sequence[Candidate]) -> dict[str, float]:
    """Return the signals of the first of `ranked` (at least one)."""
    first = ranked[0]
    lead = first.score - ranked[1].score if len(ranked) > 1 else _MOST_LEAD
    own = {name: first.features[name] for name in SIGNALS if name in first.features}
    return {"share": first.share, "lead": min(lead, _MOST_LEAD), **own}


def load_scorer(model: str, extra: Path | None = None) -> Scorer:
    """Return the scorer fitted for the embedding model `model`, else the default model's.

    `extra` is a folder whose `calibration.json`, where there is one, goes before the bundled file. Raises
    `CalibrationError` naming the file that is not of the form.
    """
    files = [path for path in ((extra / STAFF_FILE) if extra else None, BUNDLED) if path is not None and path.is_file()]
    entries: dict[str, Scorer] = {}
    for path in files:
        for name, scorer in _read(path).items():
            entries.setdefault(name, scorer)
    return entries.get(model) or entries[DEFAULT_MODEL]


def _read(path: Path) -> dict[str, Scorer]:
    try:
        stored = json.loads(path.read_text("utf-8"))
        return {model: _scorer(entry) for model, entry in stored["models"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CalibrationError(
            f"'{path}' is no calibration file ({type(error).__name__}: {error}): write it anew with "
            "`workplan eval calibrate`, or delete it"
        ) from error


def _scorer(entry: Mapping[str, Mapping[str, float]]) -> Scorer:
    return Scorer(
        {name: float(entry["rank"][name]) for name in FEATURES},
        {name: float(entry["confidence"][name]) for name in ("bias", *SIGNALS)},
        float(entry["least"]["answer"]),
        float(entry["least"]["single"]),
    )
