#!/usr/bin/env python3
"""Fits the gate's logistic regression (src/answer/gate.rs) and says how well it carries over.

    pip install numpy scikit-learn
    python tools/fit_gate.py target/release/verbatim GROUP=FOLDER ... [--dump FILE]

Each FOLDER is an evaluation set: `questions.jsonl` and its `corpus/` (`verbatim eval` explains the format). Sets of
one GROUP stand for one kind of corpus and are left out together when the fit is tried on what it has not seen.
An off-topic question of one set is off-topic to all; and a question about one article is "foreign" to another's.

The gate must hold back the wrong first quotes to these, to near-topic questions, and the wrong ones to answerable
questions. Each group counts the same, and within it the kinds count as SHARES says: a guess at what a community asks.
"""
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

SHARES = {"answerable": 0.60, "near_topic": 0.15, "off_topic": 0.20, "foreign": 0.05}
FOREIGN = 20  # questions taken from each other set
OWN = 250  # questions of each kind at most
MAX_LEAD = 0.3


def fold(text):
    return " ".join(text.split())


def ask(binary, corpus, index, questions):
    lines = "\n".join(fold(question) for question in questions)
    done = subprocess.run(
        [binary, "--corpus", corpus, "--index", index, "ask", "-", "--json", "-n", "1"],
        input=lines, capture_output=True, text=True, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(questions), done.stderr
    return answers


def features(answer):
    e = answer["evidence"]
    lead = min(e["lead"], MAX_LEAD) * e["size"]
    return [e["sentence_meaning"], e["size"], lead, e["worst_tokens"], e["lacks_number"]]


def collect(binary, sets):
    random.seed(7)
    rows = []
    all_questions = {name: [json.loads(line) for line in open(folder / "questions.jsonl")] for name, _, folder in sets}
    off_topic = [q for of_set in all_questions.values() for q in of_set if kind_of(q) == "off_topic"]
    for name, group, folder in sets:
        chosen = [(q, "off_topic") for q in off_topic]
        for kind in ("answerable", "near_topic"):
            of_kind = [q for q in all_questions[name] if kind_of(q) == kind]
            chosen += [(q, kind) for q in random.sample(of_kind, min(OWN, len(of_kind)))]
        for other, other_group, _ in sets:
            # The sets of a group may share articles.
            if other_group != group:
                of_other = [q for q in all_questions[other] if q["answerable"]]
                chosen += [({**q, "relevant": []}, "foreign") for q in random.sample(of_other, min(FOREIGN, len(of_other)))]
        with tempfile.TemporaryDirectory() as index:
            answers = ask(binary, folder / "corpus", index, [q["question"] for q, _ in chosen])
        for (question, kind), answer in zip(chosen, answers):
            if answer["kind"] != "passages" or not answer["evidence"]:
                continue
            text = fold(answer["quotes"][0]["text"])
            right = any(fold(sentence) in text for sentence in question["relevant"])
            rows.append(dict(set=name, group=group, kind=kind, right=right, x=features(answer), question=question["question"]))
    return rows


def kind_of(question):
    if question["answerable"]:
        return "answerable"
    return "off_topic" if question["style"] == "off_topic" else "near_topic"


def weights(rows):
    groups = sorted({row["group"] for row in rows})
    w = np.zeros(len(rows))
    for group in groups:
        present = {k for k in SHARES if any(r["group"] == group and r["kind"] == k for r in rows)}
        total = sum(SHARES[k] for k in present)
        for kind in present:
            at = [i for i, r in enumerate(rows) if r["group"] == group and r["kind"] == kind]
            w[at] = SHARES[kind] / total / len(at)
    return w / w.mean()


def report(name, rows, p, at):
    kinds = np.array([r["kind"] for r in rows])
    right = np.array([r["right"] for r in rows])
    at = np.array(at)
    a, n, o, f = (at & (kinds == k) for k in SHARES)
    print(f"{name:10s} n {at.sum():5d}", end="")
    if a.any() and o.any():
        print(f"  AUROC off {roc_auc_score(np.r_[np.ones(a.sum()), np.zeros(o.sum())], np.r_[p[a], p[o]]):.3f}", end="")
    if a.any() and n.any():
        print(f"  near {roc_auc_score(np.r_[np.ones(a.sum()), np.zeros(n.sum())], np.r_[p[a], p[n]]):.3f}", end="")
    for t in (0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        print(f" | {t}: right {np.mean((p[a] >= t) & right[a]):.2f} near {np.mean(p[n] >= t) if n.any() else 0:.2f} off {np.mean(p[o] >= t):.2f} foreign {np.mean(p[f] >= t):.2f}", end="")
    print()


def main():
    binary = sys.argv[1]
    sets = []
    for argument in sys.argv[2:]:
        group, folder = argument.split("=", 1)
        sets.append((Path(folder).name, group, Path(folder)))
    rows = collect(binary, sets)
    x = np.array([row["x"] for row in rows])
    y = np.array([row["right"] for row in rows])
    w = weights(rows)
    groups = np.array([row["group"] for row in rows])
    print("On groups that were left out of the fit:")
    p = np.zeros(len(rows))
    for group in sorted(set(groups)):
        seen = groups != group
        p[~seen] = fit(x[seen], y[seen], w[seen]).predict_proba(x[~seen])[:, 1]
    for group in sorted(set(groups)):
        report(group, rows, p, groups == group)
    bins = np.clip((p * 10).astype(int), 0, 9)
    print("reliability:", *[f"{k/10:.1f}: {np.average(p[bins == k], weights=w[bins == k]):.2f}/{np.average(y[bins == k], weights=w[bins == k]):.2f}" for k in range(10) if (bins == k).any()])
    print(f"Brier {np.average((p - y) ** 2, weights=w):.4f}")
    model = fit(x, y, w)
    for name, value in zip(["INTERCEPT", "SENTENCE_MEANING", "SIZE", "LEAD", "WORST_TOKENS", "LACKS_NUMBER"], [model.intercept_[0], *model.coef_[0]]):
        print(f"const {name}: f32 = {value:.2f};")


def fit(x, y, w):
    # The features are of like scale; a weak prior keeps a group from bending a weight that others say nothing about.
    return LogisticRegression(C=10.0, max_iter=5000).fit(x, y, sample_weight=w)


if __name__ == "__main__":
    main()
