#!/usr/bin/env python3
"""Fits the gate (src/answer/gate.rs): the probability that the first quote answers.

    pip install numpy scikit-learn torch
    python tools/fit_gate.py GROUP=FILE ... [--test GROUP=FILE ...]

The FILEs are the output of `verbatim eval FOLDER --candidates FILE` for sets on which neither encoder nor reader was
trained. A set should have questions of every kind: answerable, `near_topic`, `off_topic`, and answerable ones about
other articles (style `foreign`, not answerable here). Groups have equal weight, and within a group the kinds have the
weights SHARES, a guess at the questions of a community. There are two fits: with the reader's scores, and without them.
The latter is for first quotes that no reader has chosen; its files come from an encoder without one (VERBATIM_MODEL).
"""
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from candidates import read
from fit_ranking import NAMES

SHARES = {"answerable": 0.60, "near_topic": 0.15, "off_topic": 0.20, "foreign": 0.05}
SHARED = ["sentence_meaning", "passage_worst", "size", "lacks_number"]
# Between these, the size of a library counts (`max_size` in the program).
MIN_SIZE, MAX_SIZE = 0.3, 0.8
# A question that is the text of its heading has a separate confidence.
HEADING_ITSELF = 3.0
READING = ["reading", *SHARED]


def kind(question):
    return "answerable" if question.answerable else question.style if question.style in SHARES else "near_topic"


def look(question):
    """The evidence for the first quote."""
    first = question.passages[0]["sentences"]
    best = max(first, key=lambda sentence: sentence["score"])
    found = dict(best["features"])
    found["size"] = min(max(question.size, MIN_SIZE), MAX_SIZE)
    found["lacks_number"] = float(question.lacks_number)
    readings = [sentence["reading"] for sentence in first if "reading" in sentence]
    found["reading"] = max(readings) if readings else None
    return found


class Rows:
    def __init__(self, groups):
        self.kinds, self.right, self.groups, self.found = [], [], [], []
        for group, path in groups:
            for question in read(path, NAMES):
                if not question.passages or (found := look(question))["heading_asked"] >= HEADING_ITSELF:
                    continue
                self.kinds.append(kind(question))
                self.right.append(question.answerable and bool(question.right_passage[0]))
                self.groups.append(group)
                self.found.append(found)
        self.kinds, self.right, self.groups = map(np.array, (self.kinds, self.right, self.groups))

    def features(self, names):
        """NaN for a score of the reader that it did not give."""
        return np.array([[found[name] for name in names] for found in self.found], float)

    def weights(self):
        weights = np.zeros(len(self.kinds))
        for group in set(self.groups):
            present = [k for k in SHARES if ((self.groups == group) & (self.kinds == k)).any()]
            for k in present:
                at = (self.groups == group) & (self.kinds == k)
                weights[at] = SHARES[k] / sum(SHARES[p] for p in present) / at.sum()
        return weights / weights.mean()


def fit(x, right, weights):
    # A weak prior keeps one group from bending a weight on which the others have no data.
    return LogisticRegression(C=3.0, max_iter=5000).fit(x, right, sample_weight=weights)


def show(name, rows, at, p, thresholds):
    def share(mask, which):
        return which[mask].mean() if mask.any() else float("nan")

    a, n, o, f = (at & (rows.kinds == k) for k in SHARES)
    auroc = [roc_auc_score(np.r_[np.ones(a.sum()), np.zeros(m.sum())], np.r_[p[a], p[m]]) if m.any() and a.any() else float("nan") for m in (o, n)]
    print(f"{name:14s} n {at.sum():5d}  AUROC off {auroc[0]:.3f} near {auroc[1]:.3f}", end="")
    for t in thresholds:
        print(f" | {t:.2f}: right {share(a, (p >= t) & rows.right):.2f} near held {share(n, p < t):.2f} off refused {share(o, p < t):.2f} foreign {share(f, p < t):.2f}", end="")
    print(flush=True)


def reliability(p, right, weights):
    bins = np.clip((p * 10).astype(int), 0, 9)
    for k in range(10):
        at = bins == k
        if at.any():
            print(f"  {k / 10:.1f}: {np.average(p[at], weights=weights[at]):.2f} / {np.average(right[at], weights=weights[at]):.2f} ({at.sum()})", end="")
    print(f"  Brier {np.average((p - right) ** 2, weights=weights):.4f}")


def main():
    arguments = sys.argv[1:]
    split = arguments.index("--test") if "--test" in arguments else len(arguments)
    pairs = lambda part: [pair.split("=", 1) for pair in part]
    rows, test = Rows(pairs(arguments[:split])), Rows(pairs(arguments[split + 1 :]))
    weights = rows.weights()
    thresholds = [0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55]
    has_reader = any(found["reading"] is not None for found in rows.found)
    for title, names in [("without the reader", SHARED)] + [("with the reader", READING)] * has_reader:
        # A first quote that was not read counts as one that the reader finds neither right nor wrong.
        x, p = np.nan_to_num(rows.features(names)), np.zeros(len(rows.right))
        for group in sorted(set(rows.groups)):
            seen = rows.groups != group
            p[~seen] = fit(x[seen], rows.right[seen], weights[seen]).predict_proba(x[~seen])[:, 1]
        print(f"\n{title}: groups that were left out of the fit")
        for group in sorted(set(rows.groups)):
            show(group, rows, rows.groups == group, p, thresholds)
        show("all", rows, np.ones(len(p), bool), p, thresholds)
        reliability(p, rows.right, weights)
        model = fit(x, rows.right, weights)
        if len(test.right):
            q = model.predict_proba(np.nan_to_num(test.features(names)))[:, 1]
            for group in sorted(set(test.groups)):
                show("test " + group, test, test.groups == group, q, thresholds[2:5:2])
            show("test", test, np.ones(len(q), bool), q, thresholds)
            reliability(q, test.right, np.ones(len(q)))
        print(f"    intercept: {model.intercept_[0]:.2f},")
        for name, weight in zip(names, model.coef_[0]):
            print(f"    {name}: {weight:.2f},")


if __name__ == "__main__":
    main()
