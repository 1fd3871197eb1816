#!/usr/bin/env python3
"""Trains the reader: a cross-encoder that finds the sentence of a window that answers a question, if there is one.

    pip install torch transformers
    python tools/train_reader.py ENCODER SECONDS OUT FILE ...

ENCODER is the output of tools/train_encoder.py, from which the reader starts; the FILEs are the output of `verbatim
eval FOLDER --candidates FILE`. OUT/reader.safetensors is the input of tools/build_model.py.

For each question, it reads windows of the program's own first passages. One softmax goes over all sentences of all
windows and "none of them" (the recipe of Clark & Gardner 2018, "Simple and Effective Multi-Paragraph Reading
Comprehension", with sentences for spans). Another goes over each window separately, so that a score tells not only
which sentence is best but how certain it is. The answer is withheld for one in four questions.
"""
import random
import re
import sys
import time

import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn.functional import cosine_similarity, normalize
from transformers import AutoTokenizer, BertModel

from candidates import read
from fit_ranking import NAMES

RATE, QUESTIONS, WRONG, WITHHELD, SEED = 6e-5, 6, 4, 0.25, 3
LONGEST_QUESTION, LONGEST_HEADING, LONGEST = 32, 24, 144


class Reader(nn.Module):
    """The log-odds of each sentence of a window against "none": linear in the mean and the maximum of its tokens,
    in the cosine of its mean and the question's, and in the mean of the best matches of the question's tokens."""

    def __init__(self, encoder):
        super().__init__()
        self.body = BertModel.from_pretrained(encoder, add_pooling_layer=False)
        self.mean, self.best, self.none = nn.Linear(384, 1), nn.Linear(384, 1, bias=False), nn.Linear(384, 1)
        self.alike = nn.Parameter(torch.tensor([8.0, 4.0]))
        for layer in (self.mean, self.best, self.none):
            nn.init.normal_(layer.weight, std=0.01)
        nn.init.zeros_(self.mean.bias)
        nn.init.constant_(self.none.bias, 5.0)
        types = self.body.embeddings.token_type_embeddings.weight
        types.data[1] = types.data[0]
        # The table of words is the encoder's, so that the program has it only once.
        self.body.embeddings.requires_grad_(False)
        types.requires_grad_(True)

    def forward(self, ids, mask, types, question, sentences):
        """`question` [windows, tokens] and `sentences` [windows, sentences, tokens] mark the tokens of each."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self.body(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        return self.scores(hidden.float(), question, sentences)

    def scores(self, hidden, question, sentences):
        mean = sentences @ hidden / sentences.sum(-1, keepdim=True).clamp(min=1)
        asked = (question[:, None] @ hidden) / question.sum(-1)[:, None, None].clamp(min=1)
        unit = normalize(hidden, dim=-1)
        matches = ((unit @ unit.transpose(1, 2))[:, :, None, :] + (sentences[:, None] - 1) * 9).amax(-1)
        matches = (matches * question[:, :, None]).sum(1) / question.sum(-1)[:, None].clamp(min=1)
        best = (self.best(hidden)[..., 0][:, None] + (sentences - 1) * 1e4).amax(-1)
        score = self.mean(mean)[..., 0] + best
        score = score + self.alike[0] * cosine_similarity(mean, asked, dim=-1) + self.alike[1] * matches
        return score - self.none(hidden[:, 0])


def window(passage, at):
    """The sentence `at` with the one before and the one after, as indices into the passage's sentences."""
    return range(max(0, at - 1), min(len(passage["sentences"]), at + 2))


def heading(passage):
    """The title and the innermost heading, each as a sentence."""
    parts = [passage["title"], *passage["headings"][-1:]]
    parts = [" ".join(part.split()) for part in parts]
    if len(parts) == 2 and parts[0].lower() == parts[1].lower():
        parts.pop()
    return "".join(part + (" " if part[-1:] in ".?!:;" else ". ") for part in parts if part)


class Tokens:
    def __init__(self, folder):
        self.tokenizer = AutoTokenizer.from_pretrained(folder)

    def ids(self, text):
        return self.tokenizer(text, add_special_tokens=False)["input_ids"]

    def window(self, question, passage, at):
        """The ids of question, heading and window, the mask of the question's tokens, and each sentence's place."""
        asked = self.ids(question)[:LONGEST_QUESTION]
        ids = [101, *asked, 102, *self.ids(heading(passage))[-LONGEST_HEADING:]]
        indices = window(passage, at)
        sentences = [self.ids(passage["sentences"][index]["text"]) for index in indices]
        places = []
        for sentence in fitted(sentences, at - indices[0], LONGEST - 1 - len(ids)):
            places.append((len(ids), len(ids) + len(sentence)))
            ids += sentence
        return [*ids, 102], len(asked), places


def fitted(sentences, key, room):
    """The sentences cut to `room` tokens: the key sentence last, those before it at their start.

    src/encoder/reader.rs does the same.
    """
    found = list(sentences)
    for at in [key, *(at for at in range(len(sentences)) if at != key)]:
        size = min(len(found[at]), room)
        found[at] = found[at][len(found[at]) - size :] if at < key else found[at][:size]
        room -= size
    return found


def batch(windows):
    """Windows from `Tokens.window` as the tensors that `Reader.forward` takes."""
    longest, most = max(len(ids) for ids, _, _ in windows), max(len(places) for _, _, places in windows)
    ids = torch.zeros(len(windows), longest, dtype=torch.long)
    mask, types = torch.zeros_like(ids), torch.zeros_like(ids)
    question, sentences = torch.zeros(ids.shape), torch.zeros(len(windows), most, longest)
    for at, (row, asked, places) in enumerate(windows):
        ids[at, : len(row)] = torch.tensor(row)
        mask[at, : len(row)] = 1
        types[at, asked + 2 : len(row)] = 1
        question[at, 1 : asked + 1] = 1
        for index, (start, end) in enumerate(places):
            sentences[at, index, start:end] = 1
    return ids, mask, types, question, sentences


def noisy(question, chance):
    """The question as somebody might type it: lower case, without the question mark, with two letters swapped."""
    if chance.random() < 0.7:
        return question
    words = question.rstrip("?. ").lower().split()
    at = chance.randrange(len(words)) if words else 0
    if words and chance.random() < 0.3 and len(words[at]) > 4:
        swap = chance.randrange(1, len(words[at]) - 2)
        words[at] = words[at][:swap] + words[at][swap + 1] + words[at][swap] + words[at][swap + 2 :]
    return " ".join(words) + "?"


def chosen(question, chance):
    """The windows to read for a question: (passage, key sentence, which sentences of the window answer)."""
    right = [(at, index) for at, index in enumerate_sentences(question) if question.right_at[at, index]]
    scores = question.scores
    keys = {}
    for at, index in enumerate_sentences(question):
        if at not in keys or scores[at, index] > scores[at, keys[at]]:
            keys[at] = index
    order = sorted(keys, key=lambda at: -scores[at, keys[at]])
    wrong = [(at, keys[at]) for at in order if not question.right_passage[at]]
    picked = wrong[: WRONG + 2]
    picked = picked[:2] + chance.sample(picked[2:], min(len(picked[2:]), WRONG - 2))
    if right and chance.random() >= WITHHELD:
        at, index = chance.choice(right)
        # Read it as the program would: around the sentence that ranking takes for the key.
        picked.append((at, keys[at] if chance.random() < 0.5 else index))
    return [(question.passages[at], index, [question.right_at[at, other] for other in window(question.passages[at], index)])
            for at, index in picked]


def enumerate_sentences(question):
    return [(at, index) for at, passage in enumerate(question.passages) for index in range(len(passage["sentences"]))]


def prepare(question):
    places = enumerate_sentences(question)
    question.right_at = dict(zip(places, question.right_sentence))
    question.scores = {place: -rank for rank, place in enumerate(places)}
    for at, passage in enumerate(question.passages):
        for index, sentence in enumerate(passage["sentences"]):
            question.scores[at, index] = sentence["score"]
    return question


def losses(scores, sentences, shape, right):
    """The two losses; `shape` has the number of windows of each question."""
    there = sentences.sum(-1) > 0
    scores = scores.masked_fill(~there, -1e4)
    zero = torch.zeros(len(scores), 1)
    each = torch.cat([zero, scores], 1)
    found = torch.cat([~right.any(1, keepdim=True), right], 1)
    alone = torch.logsumexp(each, 1) - torch.logsumexp(each.masked_fill(~found, -1e4), 1)
    together, start = [], 0
    for count in shape:
        own, of_own = scores[start : start + count].ravel(), right[start : start + count].ravel()
        own = torch.cat([zero[0], own])
        of_own = torch.cat([~of_own.any().reshape(1), of_own])
        together.append(torch.logsumexp(own, 0) - torch.logsumexp(own.masked_fill(~of_own, -1e4), 0))
        start += count
    return torch.stack(together).mean(), alone.mean()


def main():
    encoder, seconds, out, files = sys.argv[1], float(sys.argv[2]), sys.argv[3], sys.argv[4:]
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    tokens, reader = Tokens(encoder), Reader(encoder)
    questions = [prepare(q) for file in files for q in read(file, NAMES) if q.passages]
    # Leave out questions that teach nothing: those with a right passage but no right sentence among the candidates.
    questions = [q for q in questions if not q.answerable or q.right_sentence.any() or not q.right_passage.any()]
    print(len(questions), "questions", flush=True)
    trained = [p for p in reader.parameters() if p.requires_grad]
    heads = [p for n, p in reader.named_parameters() if p.requires_grad and not n.startswith("body")]
    bodies = [p for n, p in reader.named_parameters() if p.requires_grad and n.startswith("body")]
    groups = [{"params": bodies, "top": RATE}, {"params": heads, "top": 1e-3}]
    optimizer = torch.optim.AdamW(groups, lr=RATE, weight_decay=0.01)
    reader.train()
    start, step, mean = time.time(), 0, None
    while (passed := (time.time() - start) / seconds) < 1:
        for group in optimizer.param_groups:
            group["lr"] = group["top"] * min(1, passed / 0.06, (1 - passed) / 0.94 + 0.01)
        if step * QUESTIONS % len(questions) < QUESTIONS:
            chance.shuffle(questions)
            print("pass", step * QUESTIONS // len(questions) + 1, flush=True)
        first = step * QUESTIONS % len(questions)
        shape, windows, rights = [], [], []
        for question in questions[first : first + QUESTIONS]:
            picked = chosen(question, chance)
            asked = noisy(question.read, chance)
            shape.append(len(picked))
            windows += [tokens.window(asked, passage, at) for passage, at, _ in picked]
            rights += [right for _, _, right in picked]
        step += 1
        if not windows:
            continue
        inputs = batch(windows)
        right = torch.zeros(inputs[-1].shape[:2], dtype=torch.bool)
        for at, row in enumerate(rights):
            right[at, : len(row)] = torch.tensor(row, dtype=torch.bool)
        scores = torch.zeros(right.shape)
        # Two batches by length: short windows are not to be padded to the longest.
        order = sorted(range(len(windows)), key=lambda at: len(windows[at][0]))
        parts = []
        for half in (order[: len(order) // 2], order[len(order) // 2 :]):
            if half:
                own = batch([windows[at] for at in half])
                own_scores = reader(*own)
                parts.append(nn.functional.pad(own_scores, (0, right.shape[1] - own_scores.shape[1])))
        scores = torch.cat(parts)[torch.argsort(torch.tensor(order))]
        together, alone = losses(scores, inputs[-1], shape, right)
        loss = together + 0.5 * alone
        loss.backward()
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        mean = loss.item() if mean is None else 0.98 * mean + 0.02 * loss.item()
        if step % 50 == 0:
            print(step, f"{time.time() - start:.0f} s", f"{mean:.3f}", flush=True)
        if step % 400 == 0:
            save(reader, out)
    save(reader, out)


def save(reader, out):
    weights = {re.sub(r"^body\.", "", name): value.detach().clone().contiguous() for name, value in reader.state_dict().items()}
    save_file(weights, f"{out}/reader.safetensors")


if __name__ == "__main__":
    main()
