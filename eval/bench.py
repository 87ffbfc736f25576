"""Measure start-up, latency and memory: `python -m eval.bench`, which is `make bench`.

Start-up is a whole process, from its start to its end with an answer printed; latency is `Assistant.ask` warm, over the
dev questions; memory is the largest resident set of the start-up process. The machine's noise is in every figure: compare
two versions in one run.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 7
QUESTION = "民营企业竞赛今年要办多少场?"
_ONCE = "import sys; from ui.cli import main; sys.argv = ['workplan', 'ask', {question!r}, '--json', '--data', {data!r}]; main()"


def time_command(data: Path) -> list[float]:
    """Return the seconds of each run of `workplan ask` in a fresh process, the index saved by a run before."""
    code = _ONCE.format(question=QUESTION, data=str(data))
    seconds = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - began)
    return seconds[1:]


def peak_megabytes() -> float:
    """Return the largest resident set of the child processes so far, in MB (Linux counts in KiB)."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def time_questions() -> list[float]:
    """Return the milliseconds of each dev question, asked warm, in rising order."""
    from assistant import Assistant
    from assistant.settings import read_settings
    from corpus import bundled_report
    from eval.dataset import load_dataset
    from index import Index, load_encoder

    encoder = load_encoder(read_settings(os.environ).encoder)
    assistant = Assistant(Index.build([bundled_report()], encoder))
    questions = load_dataset("dev", []).questions
    milliseconds = []
    for round_number in range(3):
        for question in questions:
            began = time.perf_counter()
            assistant.ask(question.text, question.history)
            if round_number:
                milliseconds.append((time.perf_counter() - began) * 1e3)
    return sorted(milliseconds)


def main() -> None:
    """Print the figures as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        seconds = time_command(Path(folder))
    memory = peak_megabytes()
    milliseconds = time_questions()
    figures = {
        "first_answer_s": {"median": statistics.median(seconds), "min": min(seconds), "max": max(seconds)},
        "first_answer_peak_mb": memory,
        "ask_ms": {
            "p50": statistics.median(milliseconds),
            "p95": milliseconds[int(len(milliseconds) * 0.95)],
            "questions": len(milliseconds),
        },
    }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
