"""Fitting the second look: right candidates get the weight, confidence follows being right, one entry is written."""

import json
from types import SimpleNamespace

import pytest

from assistant.candidates import FEATURES, Candidate
from assistant.scorer import BUNDLED, find_signals, load_scorer
from corpus import CalibrationError, parse_report
from eval.calibrate import Example, fit_confidence, fit_rank, write_scorer
from index import Hit


def candidate(place: int, meaning: float, words: float) -> Candidate:
    document = parse_report("甲。\n乙。\n")
    passage = SimpleNamespace(
        document_id=document.id, start=place, end=place + 1, kind="sentence", scope="plan", text="甲"
    )
    features = dict.fromkeys(FEATURES, 0.0) | {"meaning": meaning, "words": words}
    return Candidate(Hit(passage, 0.0, meaning, words, 1, 1), document, features)


def examples() -> list[Example]:
    """Return questions whose right candidate has the higher meaning and the lower share of words."""
    found = []
    for n in range(60):
        good, bad = candidate(0, 0.5 + n % 3 / 10, 0.1), candidate(5, 0.3 + n % 2 / 10, 0.4)
        found.append(Example((bad, good), (False, True), 1.0))
    return found


def test_the_feature_that_tells_gets_the_weight():
    weights = fit_rank(examples())
    assert weights["meaning"] > 0 > weights["words"]
    scorer = load_scorer("builtin")
    ranked = type(scorer)(weights, scorer.confidence_weights, 0.0, 0.0).rank(examples()[0].candidates)
    assert ranked[0].features["meaning"] == 0.5


def test_confidence_is_the_share_of_right_firsts():
    weights = fit_rank(examples())
    scorer = load_scorer("builtin")
    scorer = type(scorer)(weights, scorer.confidence_weights, 0.0, 0.0)
    signals = find_signals(scorer.rank(examples()[0].candidates))
    firsts = [(signals, n % 4 == 0, 1.0) for n in range(200)]
    scorer = type(scorer)(weights, fit_confidence(firsts), 0.0, 0.0)
    assert scorer.confidence(scorer.rank(examples()[0].candidates)) == pytest.approx(0.25, abs=0.01)


def test_other_models_entries_stay(tmp_path):
    path = tmp_path / "calibration.json"
    path.write_text(BUNDLED.read_text("utf-8"), encoding="utf-8")
    write_scorer(path, "another", load_scorer("builtin"))
    models = json.loads(path.read_text("utf-8"))["models"]
    assert set(models) == {"builtin", "builtin-joint", "another"}
    assert models["another"]["rank"] == pytest.approx(models["builtin"]["rank"], abs=1e-3)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(CalibrationError, match="no calibration file"):
        write_scorer(path, "another", load_scorer("builtin"))
    assert path.read_text("utf-8") == "{"
