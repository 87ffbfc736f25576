"""Weights of the second look: a readable file, the model's own entry, a clear error."""

import json

import pytest

from assistant.candidates import FEATURES
from assistant.scorer import BUNDLED, SIGNALS, load_scorer
from corpus import CalibrationError


def entry(least: float) -> dict:
    return {
        "rank": dict.fromkeys(FEATURES, 1.0),
        "confidence": dict.fromkeys(("bias", *SIGNALS), 0.5),
        "least": {"answer": least, "single": 0.5},
    }


def test_the_bundled_file_has_the_built_in_models():
    assert {"builtin", "builtin-joint"} <= set(json.loads(BUNDLED.read_text("utf-8"))["models"])


def test_an_unknown_model_takes_the_default_models_weights(tmp_path):
    assert load_scorer("some/model") == load_scorer("builtin-joint")
    (tmp_path / "calibration.json").write_text(json.dumps({"models": {"some/model": entry(0.25)}}), encoding="utf-8")
    assert load_scorer("some/model", tmp_path).least_answer == 0.25
    assert load_scorer("builtin", tmp_path) == load_scorer("builtin")


@pytest.mark.parametrize("text", ["{", "[]", '{"models": {"m": {"rank": {}}}}', '{"models": []}'])
def test_a_malformed_file_is_named(tmp_path, text):
    (tmp_path / "calibration.json").write_text(text, encoding="utf-8")
    with pytest.raises(CalibrationError, match=r"calibration\.json.*workplan eval calibrate"):
        load_scorer("builtin", tmp_path)


def test_candidates_are_ordered_with_shares_that_add_up(assistant):
    ((_, _, draft),) = assistant.explain("骑手怎么入会?")
    ranked = draft.searched.ranked
    assert [c.score for c in ranked] == sorted((c.score for c in ranked), reverse=True)
    assert sum(c.share for c in ranked) == pytest.approx(1)
    assert 0 <= draft.searched.confidence <= 1
    assert all(set(c.features) == set(FEATURES) for c in ranked)
