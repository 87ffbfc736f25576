"""Turn the table onto its principal directions and keep the first: fewer dimensions, nearly the same inner products."""

import numpy as np

from index.training.initialise import Table


def reduce_dimensions(table: Table, dim: int) -> Table:
    """Return `table` (tokens, d) in min(d, dim) dimensions.

    The directions are the eigenvectors of the uncentred second-moment matrix (Jolliffe 2002, "Principal Component
    Analysis"): no other projection keeps more of the rows' squared lengths. Signs are fixed, so two runs agree.
    """
    if dim >= table.shape[1]:
        return table
    _, directions = np.linalg.eigh(table.T.astype(np.float64) @ table)
    kept = directions[:, ::-1][:, :dim]
    kept = kept * np.sign(kept[np.abs(kept).argmax(axis=0), np.arange(dim)])
    reduced: Table = (table @ kept).astype(np.float32)
    return reduced
