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
    >>> order, likely, reason = weights.decide({"geen": 1.0})
    >>> order, round(likely["no"], 2), reason
    (['no', 'yes'], 0.75, 'no before yes: geen +1.1')
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

    def decide(self, note: dict[str, float]) -> tuple[list[str], dict[str, float], str]:
        """Choose an answer.

        Returns
        -------
        tuple of list, dict and str
            The answers, the likeliest first; how likely each is; and the three pieces of evidence that weighed most for
            the first against the second.
        """
        total = self.weigh(note)
        order = sorted(self.answers, key=lambda says: (-total[says], self.answers.index(says)))
        odds = {says: math.exp(value - total[order[0]]) for says, value in total.items()}
        whole = sum(odds.values())
        likely = {says: share / whole for says, share in odds.items()}
        first, second = (self.of[says] for says in order[:2])
        parts = {name: (first.get(name, 0.0) - second.get(name, 0.0)) * value for name, value in note.items()}
        telling = sorted((name for name in parts if name != "one"), key=lambda name: -abs(parts[name]))[:3]
        shown = ", ".join(f"{name} {parts[name]:+.1f}" for name in telling if abs(parts[name]) >= 0.05)
        return order, likely, f"{order[0]} before {order[1]}: {shown}"
