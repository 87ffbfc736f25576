"""Train the built-in models: `python -m index.training --data DIR --model static --out FOLDER`."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from corpus import WorkplanError
from index.compact_folder import is_compact_folder
from index.training.chain import train_compact, train_further, train_static
from index.training.continuing import COMPACT_PLAN, STATIC_PLAN
from index.training.sources import Data
from index.training.teacher import MiniLM
from index.training.train import Plan
from index.training.transformer import TransformerPlan


def main() -> int:
    """Read the arguments and run the chain; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public training files")
    parser.add_argument("--model", choices=("static", "compact"), default="static")
    parser.add_argument(
        "--from", dest="start", type=Path, metavar="FOLDER", help="train this model further, no teacher"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder to write the model into")
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="folder for what can be resumed")
    parser.add_argument("--steps", type=_positive, help="training steps (default: the plan's)")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    data = Data(chosen.data)
    try:
        teacher = MiniLM() if chosen.start is None else None
        if teacher is None:
            further = COMPACT_PLAN if is_compact_folder(chosen.start) else STATIC_PLAN
            further = replace(further, steps=chosen.steps or further.steps, seed=chosen.seed)
            figures = train_further(chosen.start, data, chosen.out, further, say=_say)
        elif chosen.model == "static":
            plan = Plan(steps=chosen.steps or Plan().steps, seed=chosen.seed)
            figures = train_static(data, chosen.out, chosen.work, teacher, plan, _say)
        else:
            longer = TransformerPlan(steps=chosen.steps or TransformerPlan().steps, seed=chosen.seed)
            figures = train_compact(data, chosen.out, chosen.work, teacher, longer, _say)
    except (FileNotFoundError, ModuleNotFoundError, ValueError, WorkplanError) as error:
        print(f"training: {error}", file=sys.stderr)
        return 1
    for task, scores in figures.items():
        print(f"{task}: " + ", ".join(f"{name} {value:.3f}" for name, value in scores.items()))
    return 0


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of steps from 1")
    return number


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
