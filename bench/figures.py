"""What the bench's workbooks say: plausible counts for every area, offence, quarter and outcome. No chance in it.

Knows nothing of workbooks. The sizes are the official tables'; the figures are nobody's, and worked out from the
coordinates, so that the same bench gives the same bytes on any machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from generator.reference import forces, populations

FIRST_YEAR = 2002
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Offence:
    """A row of the offence classification, and about how many 100,000 people see of it in a year."""

    code: str
    description: str
    subgroup: str
    group: str
    rate: float


VIOLENCE, THEFT = "Violence against the person", "Theft offences"
KNOWN = (
    Offence("8L", "Harassment", "Stalking and harassment", VIOLENCE, 430),
    Offence("8M", "Racially or religiously aggravated harassment", "Stalking and harassment", VIOLENCE, 6),
    Offence("8Q", "Stalking", "Stalking and harassment", VIOLENCE, 200),
    Offence("8R", "Malicious communications", "Stalking and harassment", VIOLENCE, 290),
    Offence("105A", "Assault without injury", "Violence without injury", VIOLENCE, 1150),
    Offence("1/4.1/4.10/4.2", "Homicide", "Homicide", VIOLENCE, 1),
    Offence("8N", "Assault with injury", "Violence with injury", VIOLENCE, 780),
    Offence("45", "Theft from vehicle", "Theft from a vehicle", THEFT, 330),
    Offence("46", "Shoplifting", "Shoplifting", THEFT, 700),
    Offence("49", "Other theft", "All other theft offences", THEFT, 420),
    Offence("37.2", "Aggravated vehicle taking", "Theft of a motor vehicle", THEFT, 12),
    Offence("92E", "Possession of controlled drugs (Cannabis)", "Possession of drugs", "Drug offences", 190),
)
# The rest of the classification, which the bench needs for its size and not for its words.
FILLERS = (
    ("Other sexual offences", "Sexual offences"),
    ("Residential burglary", THEFT),
    ("Criminal damage", "Criminal damage and arson"),
    ("Public order offences", "Public order offences"),
    ("Trafficking of drugs", "Drug offences"),
    ("Miscellaneous crimes", "Miscellaneous crimes against society"),
)

# Outcome type, description, group, and its share of recorded offences in thousandths; 18 takes what is left.
OUTCOMES = (
    (0, "Not yet assigned an outcome", "Not yet assigned an outcome", 60),
    (1, "Charged/Summonsed", "Charged/Summonsed", 75),
    (2, "Caution - youths", "Out-of-court (formal)", 2),
    (3, "Caution - adults", "Out-of-court (formal)", 12),
    (4, "Taken into consideration", "Taken into consideration", 1),
    (5, "Offender died", "Offender died", 1),
    (6, "Penalty Notices for Disorder", "Out-of-court (formal)", 2),
    (7, "Cannabis/Khat Warning", "Out-of-court (informal)", 2),
    (8, "Community Resolution", "Out-of-court (informal)", 30),
    (9, "Not in public interest (CPS)", "Prosecution prevented or not in the public interest", 2),
    (10, "Not in public interest (Police)", "Prosecution prevented or not in the public interest", 8),
    (11, "Prosecution prevented - suspect under age", "Prosecution prevented or not in the public interest", 3),
    (12, "Prosecution prevented - suspect too ill", "Prosecution prevented or not in the public interest", 4),
    (13, "Prosecution prevented - victim too ill", "Prosecution prevented or not in the public interest", 2),
    (14, "Suspect not identified: victim does not support", "Evidential difficulties (victim does not support)", 70),
    (15, "Suspect identified: evidential difficulties", "Evidential difficulties (suspect identified)", 150),
    (16, "Suspect identified: victim does not support", "Evidential difficulties (victim does not support)", 300),
    (17, "Prosecution time limit expired", "Prosecution prevented or not in the public interest", 6),
    (18, "Investigation complete - no suspect identified", "Investigation complete - no suspect identified", 0),
    (19, "National Fraud Intelligence Bureau filed", "National Fraud Intelligence Bureau", 0),
    (20, "Action undertaken by another body", "Action undertaken by another body/agency", 8),
    (21, "Not in the public interest - further action", "Further investigation not in the public interest", 4),
    (22, "Diversionary, educational or intervention", "Diversionary, educational or intervention", 5),
)


@cache
def areas() -> tuple[str, ...]:
    """The 43 forces and British Transport Police as the official tables write them, in alphabetical order."""
    small = {"and", "of"}
    titled = (
        " ".join(word if word in small else word.capitalize() for word in slug.split("-"))
        for slug in forces()
        if slug not in {"city-of-london", "dyfed-powys"}
    )
    return tuple(sorted([*titled, "Dyfed-Powys", "London, City of", "British Transport Police"]))


@cache
def offences(number: int) -> tuple[Offence, ...]:
    """The first `number` offences: the known ones, then made-up ones to fill the official tables' size."""
    made_up = (
        Offence(f"{200 + at}{'ABCD'[at % 4]}", f"Other notifiable offence, class {200 + at} of the schedule", *place, 3)
        for at, place in enumerate(FILLERS * (number // len(FILLERS) + 1))
    )
    return (*KNOWN, *made_up)[:number]


@cache
def _weights() -> Counts:
    """Residents of each area; British Transport Police, which serves none, is given a small force's."""
    residents = dict(populations().residents)
    by_name = {slug.replace("-", " "): count for slug, count in residents.items()}
    by_name |= {"dyfed-powys": residents["dyfed-powys"], "london, city of": residents["city-of-london"]}
    return np.array([by_name.get(area.casefold(), 200_000) for area in areas()], dtype=np.int64)


def recorded(year: int, codes: int) -> Counts:
    """Offences recorded in a financial year: areas by offences by four quarters.

    A count grows by a twentieth a year from 2002, and wavers by a tenth: the waver follows from its coordinates.
    """
    kinds = offences(codes)
    rates = np.array([kind.rate for kind in kinds])
    area = np.arange(len(areas()))[:, None, None]
    code = np.arange(codes)[None, :, None]
    quarter = np.arange(4)[None, None, :] + 4 * (year - FIRST_YEAR)
    waver = 0.9 + 0.2 * ((area * 7919 + code * 104729 + quarter * 1299709) % 1009) / 1009
    level = _weights()[:, None, None] / 100_000 * rates[None, :, None] / 4 * (0.4 + quarter / 160)
    counts: Counts = np.rint(level * waver).astype(np.int64)
    return counts


def outcomes(year: int, codes: int) -> tuple[Counts, Counts]:
    """Outcomes of a year on the recorded and the closed basis: areas by offences by quarters by outcome types.

    On the recorded basis, the types of a quarter add up to the offences recorded in it.
    """
    shares = np.array([share for *_, share in OUTCOMES])
    offences_recorded = recorded(year, codes)[..., None]
    basis = offences_recorded * shares // 1000
    basis[..., 18] = offences_recorded[..., 0] - basis.sum(axis=-1)
    closed: Counts = basis * 97 // 100
    return basis, closed
