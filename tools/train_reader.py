#!/usr/bin/env python3
"""Trains the reader: a cross-encoder that finds the sentence of a window that answers a question, if there is one.

    pip install torch transformers
    python tools/train_reader.py teach MPNET SECONDS LABELS FILE ...
    python tools/train_reader.py learn READER SECONDS OUT LABELS FILE ...

The FILEs are the output of `verbatim eval FOLDER --candidates FILE`. `teach` trains two large readers, which start from
all-mpnet-base-v2 (the folder MPNET), each on every second file, and each labels the windows of the files that it has
not seen: LABELS has its log-odds. `learn` trains the reader on these (distillation: Hinton et al. 2015), from READER,
the output of tools/unpack_model.py. OUT/reader.safetensors is the input of tools/build_model.py.

For each question, both read windows of the program's own first passages. One softmax goes over all sentences of all
windows and "none of them" (the recipe of Clark & Gardner 2018, "Simple and Effective Multi-Paragraph Reading
Comprehension", with sentences for spans). Another goes over each window separately, so that a score tells not only
which sentence is best but how certain it is. The answer is withheld for one in five questions.
"""
import json
import random
import sys
import time
from itertools import islice
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn.functional import cosine_similarity, normalize, pad
from torch.utils.data import DataLoader, IterableDataset
from transformers import AutoModel, AutoTokenizer

from candidates import read
from fit_ranking import NAMES

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
WORKERS = 12 if DEVICE == "cuda" else 0
# The highest learning rate, the questions of a step, and the wrong windows of a question.
TEACHER, STUDENT = {"rate": 3e-5, "questions": 48, "wrong": 6}, {"rate": 1e-4, "questions": 80, "wrong": 6}
WITHHELD, HARD, SEED = 0.2, 0.3, 3
# The share of the weights that the reader had before, in the average at the end (Wortsman et al. 2022, "Robust
# fine-tuning of zero-shot models").
BEFORE = 0.25
# The passages of a question that are trained on, and that are labelled.
PASSAGES, LABELLED = 16, 12
LONGEST_QUESTION, LONGEST_HEADING, LONGEST = 32, 24, 144
# The log-odds of a sentence that is not there.
NEVER = -1e4


class Reader(nn.Module):
    """The log-odds of each sentence of a window against "none": linear in the mean and the maximum of its tokens,
    in the cosine of its mean and the question's, and in the mean of the best matches of the question's tokens."""

    def __init__(self, folder):
        super().__init__()
        self.body = AutoModel.from_pretrained(folder, add_pooling_layer=False)
        width = self.body.config.hidden_size
        self.has_types = self.body.config.model_type == "bert"
        self.mean, self.best, self.none = nn.Linear(width, 1), nn.Linear(width, 1, bias=False), nn.Linear(width, 1)
        self.alike = nn.Parameter(torch.tensor([8.0, 4.0]))
        for layer in (self.mean, self.best, self.none):
            nn.init.normal_(layer.weight, std=0.01)
        nn.init.zeros_(self.mean.bias)
        nn.init.constant_(self.none.bias, 5.0)

    def forward(self, ids, lengths, asked, places):
        """ids [windows, tokens]; lengths and asked [windows], the numbers of tokens in all and of the question; places
        [windows, sentences, 2], where each sentence begins and ends."""
        at = torch.arange(ids.shape[1], device=ids.device)
        there = at < lengths[:, None]
        more = {"token_type_ids": ((at >= asked[:, None] + 2) & there).long()} if self.has_types else {}
        with torch.autocast(DEVICE, dtype=torch.bfloat16, enabled=DEVICE == "cuda"):
            hidden = self.body(input_ids=ids, attention_mask=there.long(), **more).last_hidden_state
        question = ((at >= 1) & (at <= asked[:, None])).float()
        sentences = ((at >= places[..., :1]) & (at < places[..., 1:])).float()
        return self.scores(hidden.float(), question, sentences).masked_fill(sentences.sum(-1) == 0, NEVER)

    def scores(self, hidden, question, sentences):
        mean = sentences @ hidden / sentences.sum(-1, keepdim=True).clamp(min=1)
        asked = (question[:, None] @ hidden) / question.sum(-1)[:, None, None].clamp(min=1)
        unit = normalize(hidden, dim=-1)
        alike = unit @ unit.transpose(1, 2)
        # One sentence at a time: all at once take too much memory.
        matches = [(alike + (sentences[:, at, None] - 1) * 9).amax(-1) for at in range(sentences.shape[1])]
        matches = (torch.stack(matches, 1) * question[:, None]).sum(-1) / question.sum(-1)[:, None].clamp(min=1)
        best = (self.best(hidden)[..., 0][:, None] + (sentences - 1) * 1e4).amax(-1)
        score = self.mean(mean)[..., 0] + best
        score = score + self.alike[0] * cosine_similarity(mean, asked, dim=-1) + self.alike[1] * matches
        return score - self.none(hidden[:, 0])


def around(passage, at):
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
        tokenizer = AutoTokenizer.from_pretrained(folder)
        self.tokenizer, self.known, self.padding = tokenizer, {}, tokenizer.pad_token_id
        # What stands before, between and after two texts: [CLS] [SEP] [SEP], or <s> </s></s> </s>.
        first, second = (tokenizer(text, add_special_tokens=False)["input_ids"] for text in ("a", "b"))
        pair = tokenizer("a", "b")["input_ids"]
        middle = pair.index(first[0]) + 1
        self.start, self.end = pair[: middle - 1], pair[pair.index(second[0], middle) + 1 :]
        self.between = pair[middle : pair.index(second[0], middle)]

    def ids(self, text):
        if text not in self.known:
            self.known[text] = self.tokenizer(text, add_special_tokens=False)["input_ids"]
        return self.known[text]

    def window(self, question, passage, at):
        """The ids of question, heading and window, the number of the question's, and each sentence's place."""
        asked = self.ids(question)[:LONGEST_QUESTION]
        ids = [*self.start, *asked, *self.between, *self.ids(heading(passage))[-LONGEST_HEADING:]]
        indices = around(passage, at)
        sentences = [self.ids(passage["sentences"][index]["text"]) for index in indices]
        places = []
        for sentence in fitted(sentences, at - indices[0], LONGEST - len(self.end) - len(ids)):
            places.append((len(ids), len(ids) + len(sentence)))
            ids += sentence
        return [*ids, *self.end], len(asked), places

    def batch(self, windows):
        """Windows as the tensors that `Reader.forward` takes."""
        longest = max(len(ids) for ids, _, _ in windows)
        ids = torch.full((len(windows), longest), self.padding)
        places = torch.zeros(len(windows), 3, 2, dtype=torch.long)
        for at, (row, _, own) in enumerate(windows):
            ids[at, : len(row)] = torch.tensor(row)
            places[at, : len(own)] = torch.tensor(own)
        lengths, asked = (torch.tensor(column) for column in ([len(row) for row, _, _ in windows], [n for _, n, _ in windows]))
        return ids, lengths, asked, places


def fitted(sentences, key, room):
    """The sentences cut to `room` tokens: the key sentence last, those before it at their start.

    src/encoder/reader.rs does the same.
    """
    found = list(sentences)
    for at in [key, *(at for at in range(len(sentences)) if at != key)]:
        size = max(min(len(found[at]), room), 0)
        found[at] = found[at][len(found[at]) - size :] if at < key else found[at][:size]
        room -= size
    return found


def noisy(question, chance):
    """The question as somebody might type it: lower case, often without the question mark, with a typo or a word left
    out."""
    words = question.rstrip("?. ").lower().split()
    if chance.random() < 0.6 or not words:
        return question
    at, kind = chance.randrange(len(words)), chance.random()
    word = words[at]
    if kind < 0.35 and len(word) > 4:
        place = chance.randrange(1, len(word) - 2)
        swapped = word[place + 1] + word[place] if chance.random() < 0.6 else word[place]
        words[at] = word[:place] + swapped + word[place + 2 :]
    elif kind < 0.5 and len(words) > 5:
        words.pop(at)
    return " ".join(words) + ("?" if chance.random() < 0.7 else "")


class Asked:
    """A question with the key sentence of each passage, best passage first, and the places (passage, sentence) that answer."""

    def __init__(self, question):
        self.text, self.passages = question.read, question.passages
        keys = [max(range(len(p["sentences"])), key=lambda at: p["sentences"][at]["score"]) for p in self.passages]
        score = lambda at: self.passages[at]["sentences"][keys[at]]["score"]
        order = sorted(range(len(self.passages)), key=score, reverse=True)
        self.keys = {at: keys[at] for at in order}
        places = [(at, index) for at, p in enumerate(self.passages) for index in range(len(p["sentences"]))]
        self.right = [place for place, is_right in zip(places, question.right_sentence) if is_right]
        self.right_passages = {at for at, is_right in enumerate(question.right_passage) if is_right}

    def windows(self, wrong, chance):
        """Some wrong windows, and mostly a right one."""
        others = [place for place in islice(self.keys.items(), PASSAGES) if place[0] not in self.right_passages]
        more = max(chance.randint(wrong - 1, wrong + 1) - 3, 0)
        found = others[:3] + chance.sample(others[3:], min(more, len(others[3:])))
        if self.right and chance.random() >= WITHHELD:
            at, index = chance.choice(self.right)
            # Read it as the program would: around the sentence that ranking takes for the key.
            found.append((at, self.keys[at] if chance.random() < 0.5 else index))
        return list(dict.fromkeys(found))

    def to_label(self):
        return list(dict.fromkeys([*islice(self.keys.items(), LABELLED), *self.right[:3]]))


def questions_of(path):
    questions = [question for question in read(path, NAMES) if question.passages]
    # Leave out questions that teach nothing: those with a right passage but no right sentence among the candidates.
    return [Asked(q) for q in questions if not q.answerable or q.right_sentence.any() or not q.right_passage.any()]


class Steps(IterableDataset):
    """The input of one step after another: windows in batches by length, their order, which sentences answer, which
    windows belong to each question, and the teacher's log-odds."""

    def __init__(self, questions, tokens, recipe, labels=None):
        self.questions, self.tokens, self.recipe, self.labels = questions, tokens, recipe, labels

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        chance = random.Random(1000 * SEED + (worker.id if worker else 0))
        order, size = list(range(len(self.questions))), self.recipe["questions"]
        while True:
            chance.shuffle(order)
            for start in range(0, len(order) - size + 1, size):
                yield self.step(order[start : start + size], chance)

    def chosen(self, at, chance):
        question = self.questions[at]
        if self.labels is None:
            return question.windows(self.recipe["wrong"], chance)
        known = list(self.labels[at])
        found = chance.sample(known, min(len(known), self.recipe["wrong"] + 2))
        good = [place for place in known if place[0] in question.right_passages]
        if good and chance.random() > WITHHELD / 2:
            found.insert(0, chance.choice(good))
        return list(dict.fromkeys(found))

    def step(self, picked, chance):
        windows, right, taught, groups = [], [], [], []
        for at in picked:
            question, places = self.questions[at], self.chosen(at, chance)
            text, answers = noisy(question.text, chance), set(question.right)
            groups.append(list(range(len(windows), len(windows) + len(places))))
            for place in places:
                passage = question.passages[place[0]]
                windows.append(self.tokens.window(text, passage, place[1]))
                own = [(place[0], index) in answers for index in around(passage, place[1])]
                right.append(own + [False] * (3 - len(own)))
                if self.labels is not None:
                    own = self.labels[at][place]
                    taught.append(own + [NEVER] * (3 - len(own)))
        order = sorted(range(len(windows)), key=lambda at: len(windows[at][0]))
        quarter = (len(order) + 3) // 4
        batches = [self.tokens.batch([windows[at] for at in order[start : start + quarter]]) for start in range(0, len(order), quarter)]
        most = max(map(len, groups))
        groups = torch.tensor([group + [-1] * (most - len(group)) for group in groups])
        return batches, torch.argsort(torch.tensor(order)), torch.tensor(right), groups, torch.tensor(taught) if taught else None


def with_none(scores):
    return pad(scores, (1, 0))


def by_question(rows, groups, missing):
    found = rows[groups.clamp(min=0)]
    return torch.where((groups >= 0)[..., None], found, torch.full_like(found, missing)).flatten(1)


def hard_loss(scores, right):
    """How far the sentences that answer, or "none", are from having all of the softmax."""
    right = right & (scores > NEVER / 2)
    right = torch.cat([~right.any(1, keepdim=True), right], 1)
    scores = with_none(scores)
    return (torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~right, 10 * NEVER), 1)).mean()


def soft_loss(scores, taught):
    """The Kullback-Leibler divergence from the teacher's softmax."""
    taught = torch.softmax(with_none(taught), 1)
    return (taught * (taught.clamp(min=1e-8).log() - torch.log_softmax(with_none(scores), 1))).sum(1).mean()


def loss_of(scores, right, groups, taught):
    together, rights = by_question(scores, groups, NEVER), by_question(right, groups, False)
    loss = hard_loss(together, rights) + 0.5 * hard_loss(scores, right)
    if taught is not None:
        loss = HARD * loss + soft_loss(together, by_question(taught, groups, NEVER)) + 0.5 * soft_loss(scores, taught)
    return loss


def train(reader, steps, seconds):
    reader.to(DEVICE).train()
    trained = [(name, p) for name, p in reader.named_parameters() if p.requires_grad]
    bodies, heads = ([p for name, p in trained if name.startswith("body") == is_body] for is_body in (True, False))
    groups = [{"params": bodies, "top": steps.recipe["rate"]}, {"params": heads, "top": 1e-3}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    start, count = time.time(), 0
    for batches, order, right, groups, taught in DataLoader(steps, batch_size=None, num_workers=WORKERS):
        if (passed := (time.time() - start) / seconds) >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = group["top"] * min(1, passed / 0.06 + 1e-3, (1 - passed) / 0.94 + 0.005)
        scores = torch.cat([reader(*(part.to(DEVICE) for part in batch)) for batch in batches])[order.to(DEVICE)]
        taught = None if taught is None else taught.to(DEVICE)
        loss = loss_of(scores, right.to(DEVICE), groups.to(DEVICE), taught)
        loss.backward()
        nn.utils.clip_grad_norm_(bodies + heads, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        count += 1
        if count % 100 == 0:
            print(count, f"{time.time() - start:.0f} s", f"{loss.item():.3f}", flush=True)
    return reader.eval()


@torch.no_grad()
def label(reader, tokens, question):
    """The log-odds of the sentences of each window, by its place."""
    places = question.to_label()
    windows = [tokens.window(question.text, question.passages[at], index) for at, index in places]
    scores = reader(*(part.to(DEVICE) for part in tokens.batch(windows))).tolist()
    return [[*place, row[: len(own)]] for place, row, (_, _, own) in zip(places, scores, windows)]


def teach(mpnet, seconds, out, files):
    tokens, questions = Tokens(mpnet), [questions_of(file) for file in files]
    labels = [None] * len(files)
    for half in (0, 1):
        torch.manual_seed(half)
        own = [question for group in questions[half::2] for question in group]
        reader = train(Reader(mpnet), Steps(own, tokens, TEACHER), float(seconds))
        for at in range(1 - half, len(files), 2):
            labels[at] = [label(reader, tokens, question) for question in questions[at]]
    Path(out).write_text(json.dumps(labels), encoding="utf-8")


def learn(folder, seconds, out, labels, files):
    torch.manual_seed(SEED)
    reader, weights = Reader(folder), load_file(f"{folder}/reader.safetensors")
    ours = lambda name: name if name.split(".")[0] in ("mean", "best", "none", "alike") else f"body.{name}"
    state = reader.state_dict()
    for name, value in weights.items():
        # The reader in the network file has the places of its longest window only.
        state[ours(name)][: len(value)] = value
    # The table of words is the encoder's, so that the program has it only once.
    reader.body.embeddings.requires_grad_(False)
    reader.body.embeddings.token_type_embeddings.requires_grad_(True)
    questions = [question for file in files for question in questions_of(file)]
    labels = [own for group in json.loads(Path(labels).read_text(encoding="utf-8")) for own in group]
    labels = [{(at, index): scores for at, index, scores in own} for own in labels]
    train(reader, Steps(questions, Tokens(folder), STUDENT, labels), float(seconds))
    state = reader.cpu().state_dict()
    found = {name: state[ours(name)][: len(value)].lerp(value, BEFORE).contiguous() for name, value in weights.items()}
    save_file(found, f"{out}/reader.safetensors")


def main():
    step, *arguments = sys.argv[1:]
    if step == "teach":
        teach(*arguments[:3], arguments[3:])
    else:
        learn(*arguments[:4], arguments[4:])


if __name__ == "__main__":
    main()
