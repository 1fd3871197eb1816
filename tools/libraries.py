"""Reads a library in the same way as the program: the passages of an index, and the questions of an evaluation set."""
import json
from pathlib import Path

from candidates import fold, is_same


class Library:
    """The passages of the index in `index`, and the questions in `questions` with the places of their answers."""

    def __init__(self, index, questions):
        self.passages = []
        (articles,) = Path(index).glob("0*/articles.jsonl")
        for line in articles.read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            self.passages += [Passage(article, passage) for passage in article["passages"]]
        self.by_text = {}
        for at, passage in enumerate(self.passages):
            self.by_text.setdefault(fold(passage.text), at)
        lines = Path(questions).read_text(encoding="utf-8").splitlines()
        self.questions = [(json.loads(line)["question"], self.answers(json.loads(line))) for line in lines]

    def answers(self, question):
        """The sentences that answer: (passage, index of the sentence)."""
        relevant = [fold(sentence) for sentence in question["relevant"]]
        return {
            (at, index)
            for at, passage in enumerate(self.passages)
            if any(sentence in fold(passage.text) for sentence in relevant)
            for index, (start, end) in enumerate(passage.sentences)
            if any(is_same(fold(passage.text[start:end]), sentence) for sentence in relevant)
        }


class Passage:
    def __init__(self, article, passage):
        text = article["text"].encode()
        text = text[passage["range"]["start"] : passage["range"]["end"]]
        self.path, self.text = article["path"], text.decode()
        self.headings = as_sentences([article["title"], *article["sections"][passage["section"]]["headings"]])
        # The offsets of the index are in bytes.
        self.sentences = [(len(text[: s["start"]].decode()), len(text[: s["end"]].decode())) for s in passage["sentences"]]


def as_sentences(headings):
    """Does the same as `corpus::as_sentences`: each heading once, as a sentence."""
    parts = []
    for heading in map(fold, headings):
        if heading and (not parts or parts[-1].lower() != heading.lower()):
            parts.append(heading)
    return "".join(part + (" " if part[-1] in ".?!:;" else ". ") for part in parts)
