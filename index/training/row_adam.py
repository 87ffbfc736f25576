"""Adam on the rows of a table that a step has touched: a step costs what it reads, not what the table holds.

Kingma & Ba 2015, Algorithm 1, in the "lazy" form: moments of untouched rows stand still. A table of 135,000 rows has
20,000 of them touched by a step; the others would be four fifths of the work.
"""

import torch


class RowAdam:
    """The state of Adam for `table` (rows, dim), which `step` changes in place."""

    def __init__(self, table: torch.Tensor, first: float = 0.9, second: float = 0.999) -> None:
        self._table = table
        self._mean, self._square = torch.zeros_like(table), torch.zeros_like(table)
        self._first, self._second, self._steps = first, second, 0

    def step(self, rows: torch.Tensor, gradient: torch.Tensor, rate: float) -> None:
        """Move `table[rows]` against `gradient` (len(rows), dim); `rows` are distinct."""
        self._steps += 1
        mean = self._mean[rows] * self._first + gradient * (1 - self._first)
        square = self._square[rows] * self._second + gradient**2 * (1 - self._second)
        self._mean[rows], self._square[rows] = mean, square
        mean = mean / (1 - self._first**self._steps)
        square = square / (1 - self._second**self._steps)
        self._table[rows] -= rate * mean / (square.sqrt() + 1e-8)
