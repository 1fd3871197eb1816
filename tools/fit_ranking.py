#!/usr/bin/env python3
"""Fits the weight of each piece of evidence (`WEIGHTS` in src/answer/rank/evidence.rs).

    pip install numpy torch
    verbatim eval FOLDER --candidates FILE                 for each evaluation set
    python tools/fit_ranking.py GROUP=FILE ... [--test GROUP=FILE ...]

A listwise logistic regression (a softmax over all sentences of a question's candidates) on the answerable questions.
Groups have equal weight, whatever their size. Each group is left out in turn, to show how well the weights carry over;
the sets after --test are never fitted. The sets must not be those on which the encoder was trained: they are easier for
it than others.
"""
import sys

import numpy as np
import torch

from candidates import read

NAMES = [
    "sentence_tokens", "sentence_meaning", "passage_tokens", "passage_words", "heading_asked", "worst_tokens", "passage_worst",
    "misses_name", "points",
]
PRIOR = 1e-3


class Set:
    """The answerable questions of a set with a right sentence among the candidates, as one block of rows."""

    def __init__(self, questions):
        rows, owner, right, passage_right = [], [], [], []
        self.all = [question for question in questions if question.answerable]
        kept = [q for q in self.all if q.right_sentence.any() and len(q.features)]
        for at, question in enumerate(kept):
            rows.append(question.features)
            owner.append(np.full(len(question.features), at))
            right.append(question.right_sentence)
            passage_right.append(question.right_passage[question.owner])
        self.count = len(kept)
        self.rows = torch.tensor(np.concatenate(rows))
        self.owner = torch.tensor(np.concatenate(owner))
        self.right = torch.tensor(np.concatenate(right))
        self.passage_right = torch.tensor(np.concatenate(passage_right))

    def loss(self, weights, scale):
        score = self.rows @ weights * scale

        def log_sum(mask):
            chosen = score.masked_fill(~mask, -1e5)
            top = torch.full((self.count,), -1e5).scatter_reduce(0, self.owner, chosen.detach(), "amax")
            return top + torch.log(torch.zeros(self.count).index_add(0, self.owner, torch.exp(chosen - top[self.owner])))

        everything = log_sum(torch.ones_like(self.right))
        return (2 * everything - log_sum(self.right) - log_sum(self.passage_right)).mean()


def fit(sets):
    weights = torch.full((len(NAMES),), 0.3, requires_grad=True)
    scale = torch.tensor(10.0)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        loss = sum(each.loss(weights, scale) for each in sets) / len(sets) + PRIOR * scale * (weights**2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return weights.detach()


def figures(questions, weights):
    """passage@1, passage@3 and sentence@1 of the answerable questions."""
    found = []
    for question in questions:
        if not len(question.features):
            found.append((0, 0, 0))
            continue
        score = question.features @ weights
        order = list(dict.fromkeys(question.owner[np.argsort(-score, kind="stable")]))
        right = [bool(question.right_passage[at]) for at in order[:3]]
        found.append((right[0], any(right), question.right_sentence[np.argmax(score)]))
    return np.mean(found, axis=0)


def show(name, figures):
    print(f"{name:14s}", *(f"{figure:.3f}" for figure in figures), flush=True)


def main():
    arguments = sys.argv[1:]
    split = arguments.index("--test") if "--test" in arguments else len(arguments)
    load = lambda pairs: {name: Set(read(path, NAMES)) for name, path in (pair.split("=", 1) for pair in pairs)}
    groups, tests = load(arguments[:split]), load(arguments[split + 1 :])
    print("left out of the fit:  passage@1, passage@3, sentence@1")
    for name in groups:
        weights = fit([group for other, group in groups.items() if other != name]).numpy()
        show(name, figures(groups[name].all, weights))
    weights = fit(list(groups.values())).numpy()
    weights /= weights[0]
    for name, test in tests.items():
        show(name, figures(test.all, weights))
    if tests:
        show("mean of tests", np.mean([figures(test.all, weights) for test in tests.values()], axis=0))
    print("const WEIGHTS: Evidence = Evidence {")
    for name, weight in zip(NAMES, weights):
        print(f"    {name}: {weight:.2f},")
    print("};")


if __name__ == "__main__":
    main()
