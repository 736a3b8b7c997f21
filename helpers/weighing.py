"""Step 3e: weigh evidence for one of several answers, as a multinomial logistic regression does.

Needs a table of weights with a column an answer. Makes sums, chances, and what weighed most.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd


class Weights:
    r"""How much each piece of evidence speaks for each answer.

    With :math:`x_k` the evidence and :math:`w_{tk}` its weight for answer :math:`t`, the chance of an answer is
    :math:`e^{z_t} / \sum_u e^{z_u}`, :math:`z_t = \sum_k w_{tk} x_k`.

    Parameters
    ----------
    table : pandas.DataFrame
        A column evidence, and one for each answer with weights as text.
    answers : sequence of str
        The answers; of equal ones the first goes before.

    Examples
    --------
    >>> weights = Weights(pd.DataFrame({"evidence": ["geen"], "yes": ["0"], "no": ["1.1"]}), ["yes", "no"])
    >>> weights.order({"geen": 1.0}), round(weights.likely({"geen": 1.0})["no"], 2)
    (['no', 'yes'], 0.75)
    >>> weights.reason({"geen": 1.0})
    'no before yes: geen +1.1'
    """

    def __init__(self, table: pd.DataFrame, answers: Sequence[str]):
        names = table["evidence"].tolist()
        self.of = {says: dict(zip(names, map(float, table[says]), strict=True)) for says in answers}
        self.answers = list(answers)
        self.empty = table.empty
        self._rows = dict(zip(names, zip(*(self.of[says].values() for says in answers), strict=True), strict=True))

    def weigh(self, note: dict[str, float]) -> dict[str, float]:
        """Sum up what some evidence speaks for each answer."""
        total = [0.0] * len(self.answers)
        for name, value in note.items():
            for place, weight in enumerate(self._rows.get(name, ())):
                total[place] += weight * value
        return dict(zip(self.answers, total, strict=True))

    def order(self, note: dict[str, float]) -> list[str]:
        """Put the answers in order, the likeliest first."""
        total = self.weigh(note)
        return sorted(self.answers, key=lambda says: (-total[says], self.answers.index(says)))

    def likely(self, note: dict[str, float]) -> dict[str, float]:
        """Say how likely each answer is."""
        total = self.weigh(note)
        most = max(total.values())
        odds = {says: math.exp(value - most) for says, value in total.items()}
        return {says: share / sum(odds.values()) for says, share in odds.items()}

    def reason(self, note: dict[str, float]) -> str:
        """Name the three pieces of evidence that weighed most for the first answer against the second."""
        first, second, *_ = self.order(note)
        parts = {name: (self.of[first].get(name, 0) - self.of[second].get(name, 0)) * note[name] for name in note}
        telling = sorted((name for name in parts if name != "one"), key=lambda name: -abs(parts[name]))[:3]
        shown = ", ".join(f"{name} {parts[name]:+.1f}" for name in telling if abs(parts[name]) >= 0.05)
        return f"{first} before {second}: {shown}"
