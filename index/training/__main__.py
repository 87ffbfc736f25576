"""Train the built-in model: `python -m index.training --data DIR --out FOLDER`."""

import argparse
import sys
from pathlib import Path

from index.training.chain import run_chain
from index.training.teacher import MiniLM
from index.training.train import Plan


def main() -> int:
    """Read the arguments and run the chain; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the training files")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the model into")
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="folder for what can be resumed")
    parser.add_argument("--steps", type=int, default=Plan().steps)
    parser.add_argument("--seed", type=int, default=Plan().seed)
    chosen = parser.parse_args()
    plan = Plan(steps=chosen.steps, seed=chosen.seed)
    try:
        figures = run_chain(chosen.data, chosen.out, chosen.work, MiniLM(), plan, lambda line: print(line, flush=True))
    except (FileNotFoundError, ModuleNotFoundError) as error:
        print(f"training: {error}", file=sys.stderr)
        return 1
    for task, scores in figures.items():
        print(f"{task}: " + ", ".join(f"{name} {value:.3f}" for name, value in scores.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
