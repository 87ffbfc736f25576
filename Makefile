# Every target sets up what it needs and may be run again at any time.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TRAINING_DATA ?= ../shared/training

.DEFAULT_GOAL := help
.PHONY: help serve test check gate baseline eval ablation calibrate bench bench-model soak train train-transformer clean

help:  ## Show the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $(READY)

serve: $(READY)  ## Serve the chat page on http://127.0.0.1:7860
	$(BIN)/workplan serve

test: $(READY)  ## Run the tests
	$(BIN)/python -m pytest -m "not soak"

check: $(READY)  ## Lint, types, layers and documents
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_layers.py tests/test_readme.py

gate: $(READY)  ## Hold answers up against the released run, on the dev questions and a stress sample (under a minute)
	$(BIN)/workplan eval gate --baseline eval/baseline/dev --baseline eval/baseline/stress

baseline: $(READY)  ## Make the released run anew, to be committed with a release
	$(BIN)/workplan eval run dev --out eval/baseline/dev --slim
	$(BIN)/workplan eval stress dev --sample 12 --out eval/baseline/stress --slim
	$(BIN)/python -m eval.published

eval: $(READY)  ## Measure answers and retrieval on the dev and the test questions
	$(BIN)/workplan eval run dev --retrieval all
	$(BIN)/workplan eval run test --retrieval all

ablation: $(READY)  ## What each stage of finding adds: DATASET=test
	$(BIN)/python -m eval.ablation $(or $(DATASET),test)

calibrate: $(READY)  ## Fit the weights of the second look for the built-in models
	for model in builtin builtin-joint; do $(BIN)/workplan eval calibrate dev tests/data/third-questions.jsonl --document tests/data/third-report.txt --encoder $$model --out assistant/calibration.json || exit 1; done

bench: $(READY)  ## Measure start-up, latency and memory
	$(BIN)/python -m eval.bench

bench-model: $(READY)  ## Compare embedding models: MODELS="builtin FOLDER ID" SQUAD=FILE (default: the built-in ones)
	$(BIN)/python -m eval.bench_models $(MODELS) $(if $(SQUAD),--squad $(SQUAD))

soak: $(READY)  ## Run the tests that take minutes
	$(BIN)/python -m pytest -m soak

train: $(READY)  ## Train the built-in static model from TRAINING_DATA
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev,train]"
	$(BIN)/python -m index.training --data $(TRAINING_DATA) --model static --out index/model

train-transformer: $(READY)  ## Train the built-in transformer from TRAINING_DATA
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev,train]"
	$(BIN)/python -m index.training --data $(TRAINING_DATA) --model compact --out index/compact_model

clean:  ## Remove the environment and every cache
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
