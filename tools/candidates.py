"""Reads the output of `verbatim eval FOLDER --candidates FILE`: for each question, the passages that were ranked."""
import json

import numpy as np


def fold(text):
    return " ".join(text.split())


def is_same(left, right):
    """Compares sentences as `verbatim eval` does."""
    short, long = sorted((left, right), key=len)
    return short in long and len(long) <= 1.5 * len(short)


class Question:
    """A question with its candidates: one row of features per sentence, and the passage of each row."""

    def __init__(self, line, names):
        self.typed, self.read, self.answerable = line["question"], line["read"], line["answerable"]
        self.style, self.size, self.lacks_number = line["style"], line["size"], line["lacks_number"]
        self.passages = line["candidates"]
        relevant = [fold(sentence) for sentence in line["relevant"]]
        rows, self.owner, self.right_sentence, right_passage = [], [], [], []
        for at, passage in enumerate(self.passages):
            sentences = [fold(sentence["text"]) for sentence in passage["sentences"]]
            # A relevant sentence may span several of the passage's sentences.
            whole = " ".join(sentences)
            right_passage.append(any(sentence in whole for sentence in relevant))
            for text, sentence in zip(sentences, passage["sentences"]):
                rows.append([sentence["features"][name] for name in names])
                self.owner.append(at)
                self.right_sentence.append(any(is_same(text, other) for other in relevant))
        self.features = np.array(rows, np.float32).reshape(-1, len(names))
        self.owner, self.right_passage = np.array(self.owner, int), np.array(right_passage, bool)
        self.right_sentence = np.array(self.right_sentence, bool)


def read(path, names):
    with open(path, encoding="utf-8") as lines:
        return [Question(json.loads(line), names) for line in lines]
