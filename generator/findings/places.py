"""Places in a table of areas. In: values by area and offence. Out: places, 1 for the highest."""

from __future__ import annotations

import numpy as np

from generator.findings.evidence import Floats


def places(values: Floats) -> Floats:
    """The place of each area from the top, by column; nan where its value is unknown."""
    with np.errstate(invalid="ignore"):
        above = (values[None, :, :] > values[:, None, :]).sum(axis=1)
    return np.where(np.isfinite(values), 1.0 + above, np.nan)
