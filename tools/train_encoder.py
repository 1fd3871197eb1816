#!/usr/bin/env python3
"""Trains the encoder: fine-tunes all-MiniLM-L6-v2 to put the sentence that answers a question close to it.

    pip install torch transformers
    python tools/train_encoder.py [--continue] ORIGINAL SECONDS OUT LIBRARY ...

ORIGINAL is a folder with the original's weights and tokenizer, or with --continue, one that tools/unpack_model.py wrote:
then only the upper three of its layers are trained, on shorter passages, and the result is not averaged. A LIBRARY is INDEX:QUESTIONS:CANDIDATES[:SHARE]: an
index built by `verbatim`, the questions of an evaluation set, the output of `verbatim ask - --json -n 12` for them
(whose wrong first quotes are the hard negatives), and the share of the questions to draw in each epoch.
OUT/model.safetensors is the input of tools/build_model.py.

A question is compared as the program compares it: by the cosine of its vector and the mean of a sentence's tokens
within the passage (late chunking); by the matches of its tokens among the sentence's (MaxSim), mostly with signs as
in the index (with a straight-through gradient); by the same for the whole passage and its headings; and by all of
these together. Each is a softmax over all sentences, or passages, of the batch, whose questions are all about one
library.

At the end, the weights are averaged with the original's, 7 to 3, which improves the results on other libraries
(Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").
"""
import json
import random
import re
import sys
import time

import torch
from torch.nn.functional import normalize, pad
from transformers import AutoModel, AutoTokenizer

from candidates import fold
from libraries import Library
from train_reader import noisy

CONTINUES = "--continue" in sys.argv
RATE, QUESTIONS, WIDTH = 5e-5, 12, 384
WRONG, SEED, ORIGINAL_SHARE, FROZEN_LAYERS = (1, 7, 0, 3) if CONTINUES else (2, 1, 0.3, 0)
LONGEST, LONGEST_HEADINGS, LONGEST_QUESTION = (128, 32, 40) if CONTINUES else (160, 48, 48)
START, END = 101, 102
# The weight of a function word in a question, as in the program.
FUNCTION_WORD = 0.2
FUNCTION_WORDS = set(
    "a an the and or but if of at by for with about to from in on off over under is are was were be been being am do does did "
    "doing have has had i you he she it we they me him her us them my your his its our their this that these those what which "
    "who whom whose when where why how can could will would shall should may might must not no so than too very just there "
    "here as into out up down any some s t re ve ll d m don isn".split()
)


class Window:
    """The ids of whole sentences after their headings; `sentences` has the sentence of each token after these."""

    def __init__(self, headings):
        self.headings, self.body, self.sentences = headings, [], []

    @property
    def ids(self):
        return [START, *self.headings, *self.body, END]


def windows(passage, tokenizer):
    headings = tokenizer(passage.headings, add_special_tokens=False)["input_ids"][-LONGEST_HEADINGS:]
    read = tokenizer(passage.text, add_special_tokens=False, return_offsets_mapping=True)
    room = LONGEST - 2 - len(headings)
    sentences, at = [[] for _ in passage.sentences], 0
    for token, (start, _) in zip(read["input_ids"], read["offset_mapping"]):
        while at + 1 < len(passage.sentences) and start >= passage.sentences[at + 1][0]:
            at += 1
        sentences[at].append(token)
    found = [Window(headings)]
    for index, ids in enumerate(sentences):
        ids = ids[:room]
        if len(found[-1].body) + len(ids) > room:
            found.append(Window(headings))
        found[-1].body += ids
        found[-1].sentences += [index] * len(ids)
    return found


class Lessons:
    """The windows of a library, and its questions with the places of their answers and of the hard negatives."""

    def __init__(self, argument, tokenizer):
        index, questions, candidates, *share = argument.split(":")
        library = Library(index, questions)
        self.share = float(share[0]) if share else 1.0
        self.windows, self.passage_of, self.window_of, first = [], [], {}, []
        for at, passage in enumerate(library.passages):
            first.append(len(self.windows))
            for window in windows(passage, tokenizer):
                self.window_of.update({(at, sentence): len(self.windows) for sentence in set(window.sentences)})
                self.windows.append(window)
                self.passage_of.append(at)
        self.questions = []
        with open(candidates, encoding="utf-8") as answers:
            for (question, right), answer in zip(library.questions, map(json.loads, answers)):
                right = sorted(place for place in right if place in self.window_of)
                texts = [fold(quote["text"]) for quote in answer["quotes"]]
                wrong = [library.by_text[text] for text in texts if text in library.by_text]
                wrong = [first[at] for at in wrong if at not in {passage for passage, _ in right}]
                if right:
                    self.questions.append((question, right, wrong))


def batches(lessons, chance):
    while True:
        groups = []
        for each in lessons:
            drawn = [question for question in each.questions if chance.random() < each.share]
            chance.shuffle(drawn)
            starts = range(0, len(drawn) - QUESTIONS // 2, QUESTIONS)
            groups += [(each, drawn[start : start + QUESTIONS]) for start in starts]
        chance.shuffle(groups)
        yield from groups


def padded(rows):
    longest = max(map(len, rows))
    return torch.tensor([row + [0] * (longest - len(row)) for row in rows])


def encode(model, rows):
    """The tokens of all rows, in four batches by length, so that short ones are not padded to the longest."""
    order = sorted(range(len(rows)), key=lambda at: len(rows[at]))
    size, parts = (len(rows) + 3) // 4, []
    for start in range(0, len(rows), size):
        part = [rows[at] for at in order[start : start + size]]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            parts.append(model(input_ids=padded(part), attention_mask=padded([[1] * len(row) for row in part])).last_hidden_state)
    longest = max(part.shape[1] for part in parts)
    parts = torch.cat([pad(part.float(), (0, 0, 0, longest - part.shape[1])) for part in parts])
    return parts[torch.argsort(torch.tensor(order))]


def encode_questions(model, tokenizer, questions):
    """For each question, its vector, the unit vectors of its tokens, and the weight of each token."""
    read = tokenizer(questions, padding=True, truncation=True, max_length=LONGEST_QUESTION, return_tensors="pt")
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model(input_ids=read["input_ids"], attention_mask=read["attention_mask"]).last_hidden_state.float()
    mask = read["attention_mask"].float()
    weights = mask.clone()
    weights[:, 0] = 0
    weights[torch.arange(len(questions)), read["attention_mask"].sum(1) - 1] = 0
    for at, ids in enumerate(read["input_ids"].tolist()):
        for index, token in enumerate(tokenizer.convert_ids_to_tokens(ids)):
            if token in FUNCTION_WORDS or not re.match(r"(##)?\w", token):
                weights[at, index] *= FUNCTION_WORD
    return normalize((hidden * mask[..., None]).sum(1), dim=-1), normalize(hidden, dim=-1), weights


def softmax_loss(scores, right):
    return (torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~right, -1e4), 1)).mean()


def loss_of(model, tokenizer, each, questions, chance):
    chosen = set()
    for _, right, wrong in questions:
        chosen.add(each.window_of[chance.choice(right)])
        chosen.update(chance.sample(wrong[:8], min(WRONG, len(wrong[:8]))))
    chosen = sorted(chosen)
    typed = [re.sub(r"[\s?!.,;]+$", "", noisy(question, chance)) + "?" for question, _, _ in questions]
    hidden = encode(model, [each.windows[at].ids for at in chosen])
    asked, asked_tokens, counts = encode_questions(model, tokenizer, typed)

    of_headings, of_window = torch.zeros(hidden.shape[:2]), torch.zeros(hidden.shape[:2])
    spans, owner, place = [], [], {}
    for row, at in enumerate(chosen):
        window = each.windows[at]
        start = 1 + len(window.headings)
        of_headings[row, 1:start] = 1
        of_window[row, 1 : start + len(window.body)] = 1
        for sentence in sorted(set(window.sentences)):
            tokens = [start + token for token, own in enumerate(window.sentences) if own == sentence]
            place[each.passage_of[at], sentence] = len(spans)
            spans.append((tokens[0], tokens[-1] + 1))
            owner.append(row)
    owner, spans = torch.tensor(owner), torch.tensor(spans)
    index = torch.arange(hidden.shape[1])
    of_sentence = ((index >= spans[:, :1]) & (index < spans[:, 1:])).float()

    sentence = normalize(torch.bmm(of_sentence[:, None], hidden[owner])[:, 0], dim=-1)
    passage = normalize((hidden * of_window[..., None]).sum(1), dim=-1)
    headings = normalize((hidden * of_headings[..., None]).sum(1), dim=-1)
    tokens = normalize(hidden, dim=-1)
    if chance.random() < 0.75:
        signs = torch.where(hidden >= 0, 1.0, -1.0) / WIDTH**0.5
        tokens = tokens + (signs - tokens).detach()
    else:
        # This makes both about equally large.
        tokens = tokens * 0.8
    alike = torch.einsum("iqh,bth->iqbt", asked_tokens, tokens)
    total = counts.sum(-1, keepdim=True).clamp(min=0.2)

    def matches(similarities):
        return (similarities.amax(-1) * counts[..., None]).sum(1) / total

    sentence_matches = matches(alike[:, :, owner] + (of_sentence - 1) * 9)
    passage_matches = matches(alike + (of_window - 1) * 9)
    sentence_cosine, passage_cosine, headings_cosine = asked @ sentence.T, asked @ passage.T, asked @ headings.T
    of_passage = 0.8 * passage_matches + 0.4 * passage_cosine + 0.2 * headings_cosine
    whole = sentence_matches + 0.8 * sentence_cosine + of_passage[:, owner]
    best = torch.full((len(questions), len(chosen)), -1e4).scatter_reduce(1, owner.expand(whole.shape), whole, "amax")

    right_sentence = torch.zeros(whole.shape, dtype=torch.bool)
    right_window = torch.zeros(best.shape, dtype=torch.bool)
    for at, (_, right, _) in enumerate(questions):
        for answer in right:
            if answer in place:
                right_sentence[at, place[answer]] = True
                right_window[at, owner[place[answer]]] = True
    return (
        softmax_loss(whole * 10, right_sentence)
        + 0.5 * softmax_loss(sentence_cosine * 20, right_sentence)
        + 0.5 * softmax_loss(sentence_matches * 20, right_sentence)
        + softmax_loss(best * 10, right_window)
        + 0.3 * softmax_loss(passage_matches * 20, right_window)
        + 0.3 * softmax_loss(passage_cosine * 20, right_window)
        + 0.1 * softmax_loss(headings_cosine * 15, right_window)
    )


def main():
    original, seconds, out, *arguments = [argument for argument in sys.argv[1:] if argument != "--continue"]
    seconds = float(seconds)
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    tokenizer, model = AutoTokenizer.from_pretrained(original), AutoModel.from_pretrained(original)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    # The reader shares the embeddings, and words that are not in the training data keep theirs.
    model.embeddings.requires_grad_(False)
    model.encoder.layer[:FROZEN_LAYERS].requires_grad_(False)
    model.train()
    lessons = [Lessons(argument, tokenizer) for argument in arguments]
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=RATE, weight_decay=0.01)
    start, mean = time.time(), None
    for step, (each, questions) in enumerate(batches(lessons, chance)):
        if (passed := (time.time() - start) / seconds) >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1, passed / 0.06, (1 - passed) / 0.94 + 0.01)
        loss = loss_of(model, tokenizer, each, questions, chance)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        mean = loss.item() if mean is None else 0.97 * mean + 0.03 * loss.item()
        if step % 20 == 0:
            print(step, f"{time.time() - start:.0f} s", f"{mean:.3f}", flush=True)
    model.eval()
    with torch.no_grad():
        for name, value in model.state_dict().items():
            if value.is_floating_point():
                value.lerp_(before[name], ORIGINAL_SHARE)
    model.save_pretrained(out)
    tokenizer.save_pretrained(out)


if __name__ == "__main__":
    main()
