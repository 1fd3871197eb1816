"""Reads models/training, and writes each of its groups as a library: Markdown articles and an evaluation set.

    python tools/training.py models/training OUT

OUT/GROUP/corpus/*.md and OUT/GROUP/questions.jsonl, in the format of `verbatim eval`.
"""
import json
import re
import sys
from collections import defaultdict
from pathlib import Path


def sentence(article, place):
    section, paragraph, index = map(int, place.split("."))
    return article["sections"][section]["paragraphs"][paragraph][index]


def escaped(text):
    """The text as Markdown that renders as the same text: no line may become a list, a heading or a quotation."""
    
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", text).replace("\n", " ")


def markdown(article):
    lines = [f"# {escaped(article['title'])}", ""]
    for section in article["sections"]:
        if section["heading"]:
            lines += [f"## {escaped(section['heading'])}", ""]
        for paragraph in section["paragraphs"]:
            text = escaped(" ".join(paragraph))
            lines += [re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([-+])", r"\\\1", text)), ""]
    return "\n".join(lines)


def question(article, entry, name):
    return {
        "id": name,
        "question": entry["q"],
        "answerable": bool(entry["a"]),
        "relevant": [sentence(article, place) for place in entry["a"]],
        "near": [sentence(article, place) for place in entry.get("near", [])],
        "style": {"near": "near_topic", "off": "off_topic"}.get(entry["s"], entry["s"]),
    }


def main():
    source, out = map(Path, sys.argv[1:])
    groups = defaultdict(list)
    for path in sorted(source.glob("*-*.json")):
        groups[path.stem.split("-")[0]].append(path)
    for group, paths in groups.items():
        corpus = out / group / "corpus"
        corpus.mkdir(parents=True, exist_ok=True)
        with open(out / group / "questions.jsonl", "w", encoding="utf-8") as lines:
            for path in paths:
                article = json.loads(path.read_text(encoding="utf-8"))
                (corpus / f"{path.stem}.md").write_text(markdown(article), encoding="utf-8")
                for at, entry in enumerate(article["questions"]):
                    line = question(article, entry, f"{path.stem}-{at:02}")
                    lines.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
