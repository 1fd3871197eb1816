#!/usr/bin/env python3
"""Makes one network file of the weights of an encoder and optionally a reader, and records vectors for the tests.

    pip install numpy==2.4.6 onnx==1.23.2 tokenizers==0.23.3
    python tools/build_model.py TOKENIZER.json ENCODER.safetensors [READER.safetensors] models/verbatim

Run it in the root of the repository. It writes model.onnx and tokenizer.json. If the target is models/verbatim, it also
writes the vectors of the texts in tests/fixtures/encoder/f32.json into that file. The same input gives the same bytes.
models/verbatim/README.md names the source of the weights.

The weights of the network are 8-bit integers, with a scale for each column (an output). The network quantizes their
inputs at run time, with a scale for each token: with one scale for all tokens, as is usual, the few tokens with large
numbers would cost all others their precision.

Without VNNI, x86 adds two neighbouring products of a u8 and an i8 in 16 bits, and saturates if they are too large. The
usual cure is weights of 7 bits. Here, each scale is chosen so that no two neighbouring weights add up to more than 128
(255 x 128 fits in 16 bits). Large weights are rarely neighbours, so hardly any precision is lost.
"""

import json
import math
import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer

LAYERS, HEADS, WIDTH, EPSILON = 6, 12, 384, 1e-12
HEAD = WIDTH // HEADS
LONGEST = 256
MODEL = Path("models/verbatim")
RECORDED = Path("tests/fixtures/encoder/f32.json")
# Gelu is never below -0.17.
GELU_FLOOR = np.float32(0.17)


def read_safetensors(path):
    """The float tensors of a file, by name."""
    data = path.read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    tensors = {}
    for name, entry in json.loads(data[8:start]).items():
        if entry.get("dtype") == "F32":
            first, last = entry["data_offsets"]
            tensors[name] = np.frombuffer(data[start + first : start + last], np.float32).reshape(entry["shape"])
    return tensors


def layer_name(layer, part):
    return f"encoder.layer.{layer}.{part}"


def dense(weights, name):
    """The matrix (input x output) and the bias of a layer."""
    return weights[name + ".weight"].T, weights[name + ".bias"]


def position_table(weights):
    """The embeddings of the positions."""
    return weights["embeddings.position_embeddings.weight"][:LONGEST]


def quantized_columns(matrix):
    """A matrix as 8-bit integers with a scale for each column; see above for the limit on their size."""
    even, odd = matrix[0::2], matrix[1::2]
    neighbours = np.where(np.sign(even) == np.sign(odd), np.abs(even) + np.abs(odd), 0)
    # Both of two neighbours may be rounded up by a half, hence 127 and not 128.
    scale = np.maximum(np.abs(matrix).max(axis=0), neighbours.max(axis=0)) / 127
    integers = np.round(matrix / scale).astype(np.int8)
    sums = integers[0::2].astype(int) + integers[1::2]
    assert np.abs(sums).max() <= 128 and np.abs(integers.astype(int)).max() <= 127
    return integers, scale.astype(np.float32)


class Graph:
    """An ONNX graph under construction. Values are identified by their names."""

    def __init__(self):
        self.nodes, self.constants = [], {}

    def constant(self, value, name=None):
        value = np.array(value, order="C")
        name = name or f"{value.dtype}:{','.join(map(str, value.ravel()))}{'' if value.ndim else ':scalar'}"
        self.constants.setdefault(name, numpy_helper.from_array(value, name))
        return name

    def number(self, value):
        return self.constant(np.float32(value))

    def indices(self, *values):
        return self.constant(np.array(values, np.int64))

    def add(self, kind, *inputs, into=None, outputs=1, **attributes):
        name = f"{kind}.{len(self.nodes)}"
        names = [into] if into else [f"{name}.{index}" for index in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, name=name, **attributes))
        return names[0] if outputs == 1 else names

    def norm(self, value, weights, name, prefix=""):
        scale = self.constant(weights[name + ".weight"], prefix + name + ".weight")
        bias = self.constant(weights[name + ".bias"], prefix + name + ".bias")
        return self.add("LayerNormalization", value, scale, bias, axis=-1, epsilon=EPSILON)

    def quantized(self, value, *, positive=False):
        """The value as u8, with the factor that restores each token, and the number that stands for 0."""
        sizes = value if positive else self.add("Abs", value)
        largest = self.add("ReduceMax", sizes, self.indices(-1), keepdims=1)
        steps, zero = (255, 0) if positive else (127, 128)
        scaled = self.add("Mul", value, self.add("Div", self.number(steps), largest))
        zero = self.constant(np.uint8(zero))
        integers = self.add("QuantizeLinear", scaled, self.number(1), zero)
        return integers, self.add("Mul", largest, self.number(1 / steps)), zero

    def dense(self, quantized, matrix, bias, name, *, offset=0.0):
        """A quantized value times a matrix, plus a bias. `offset` was added to the value, and is subtracted again."""
        value, token_scale, zero = quantized
        matrix, scale = quantized_columns(matrix)
        bias = bias - offset * (matrix.astype(np.float64) * scale).sum(axis=0)
        matrix = self.constant(matrix, name + ".weight")
        product = self.add("MatMulInteger", value, matrix, zero, self.constant(np.int8(0)))
        # rten fuses these two and the product into one operation, but only in this order.
        product = self.add("Mul", self.add("Cast", product, to=TensorProto.FLOAT), self.constant(scale, name + ".scale"))
        product = self.add("Mul", product, token_scale)
        return self.add("Add", product, self.constant(bias.astype(np.float32), name + ".bias"))


def words(graph, weights):
    """The vectors of the words. Encoder and reader share this table."""
    table = weights["embeddings.word_embeddings.weight"]
    scale = np.abs(table).max(axis=1, keepdims=True) / 127
    found = graph.constant(np.round(table / scale).astype(np.int8), "words")
    found = graph.add("Cast", graph.add("Gather", found, "input_ids"), to=TensorProto.FLOAT)
    return graph.add("Mul", found, graph.add("Gather", graph.constant(scale, "words.scale"), "input_ids"))


def embeddings(graph, weights, found, prefix="", types=None):
    """The input of the first layer. Without types, every token belongs to the first text of a pair."""
    table = weights["embeddings.token_type_embeddings.weight"]
    length = graph.add("Shape", "input_ids", start=1, end=2)
    places = position_table(weights) + (0 if types else table[0])
    places = graph.constant(places, prefix + "places")
    places = graph.add("Slice", places, graph.indices(0), length, graph.indices(0))
    found = graph.add("Add", found, places)
    if types:
        found = graph.add("Add", found, graph.add("Gather", graph.constant(table, prefix + "types"), types))
    return graph.norm(found, weights, "embeddings.LayerNorm", prefix)


def attention(graph, weights, layer, value, padding, prefix):
    """Attention. Query, key and value are one product, and the query includes the scale of the scores."""
    parts = [dense(weights, layer_name(layer, f"attention.self.{part}")) for part in ("query", "key", "value")]
    parts[0] = [part / np.float32(math.sqrt(HEAD)) for part in parts[0]]
    matrix, bias = (np.concatenate(part, axis=-1) for part in zip(*parts))
    all_three = graph.dense(graph.quantized(value), matrix, bias, prefix + layer_name(layer, "attention.self"))
    all_three = graph.add("Reshape", all_three, graph.indices(0, 0, 3 * HEADS, HEAD))
    all_three = graph.add("Split", all_three, graph.indices(HEADS, HEADS, HEADS), outputs=3, axis=2)
    orders = ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3])
    query, key, value = (graph.add("Transpose", part, perm=order) for part, order in zip(all_three, orders))
    scores = graph.add("MatMul", query, key)
    scores = graph.add("Add", scores, padding) if padding else scores
    shares = graph.add("Softmax", scores, axis=-1)
    taken = graph.add("Transpose", graph.add("MatMul", shares, value), perm=[0, 2, 1, 3])
    return graph.add("Reshape", taken, graph.indices(0, 0, WIDTH))


def transformer(graph, weights, value, padding=None, prefix=""):
    """The layers of the network, one after the other."""
    for layer in range(LAYERS):

        def step(part, value, offset=0.0):
            name = layer_name(layer, part)
            value = graph.quantized(value, positive=offset > 0)
            return graph.dense(value, *dense(weights, name), prefix + name, offset=offset)

        def norm(part, value):
            return graph.norm(value, weights, layer_name(layer, part), prefix)

        taken = step("attention.output.dense", attention(graph, weights, layer, value, padding, prefix))
        value = norm("attention.output.LayerNorm", graph.add("Add", value, taken))
        inner = graph.add("Gelu", step("intermediate.dense", value))
        inner = graph.add("Add", inner, graph.number(GELU_FLOOR))
        inner = step("output.dense", inner, offset=GELU_FLOOR)
        value = norm("output.LayerNorm", graph.add("Add", value, inner))
    return value


def encode(graph, weights, found):
    """The encoder: a vector for each token, and one for the text."""
    mask = graph.add("Cast", "attention_mask", to=TensorProto.FLOAT)
    padding = graph.add("Sub", graph.add("Unsqueeze", mask, graph.indices(1, 2)), graph.number(1))
    padding = graph.add("Mul", padding, graph.number(1e9))
    value = transformer(graph, weights, embeddings(graph, weights, found), padding)
    graph.add("Identity", value, into="token_embeddings")
    value = graph.add("Mul", value, graph.add("Unsqueeze", mask, graph.indices(2)))
    total = graph.add("ReduceSum", value, graph.indices(1), keepdims=0)
    graph.add("Div", total, graph.add("ReduceL2", total, graph.indices(1), keepdims=1), into="embedding")


def read(graph, weights, found):
    """The reader: the log-odds of each sentence of a window against "none". See `Reader` in tools/train_reader.py."""
    hidden = transformer(graph, weights, embeddings(graph, weights, found, "reader.", "text_ids"), prefix="reader.")
    sentences, question = "sentence_tokens", "question_tokens"

    def at_least(value, least):
        return graph.add("Max", value, graph.number(least))

    def length(value):
        return at_least(graph.add("ReduceL2", value, graph.indices(-1), keepdims=1), 1e-6)

    def total(value, axis):
        return graph.add("ReduceSum", value, graph.indices(axis), keepdims=0)

    def best_within(value, axis, lowest):
        """The largest of the values of a sentence's tokens."""
        others = graph.add("Mul", graph.add("Sub", sentences, graph.number(1)), graph.number(lowest))
        others = others if axis is None else graph.add("Unsqueeze", others, graph.indices(axis))
        return graph.add("ReduceMax", graph.add("Add", value, others), graph.indices(-1), keepdims=0)

    def linear(value, name):
        weight = graph.constant(np.ascontiguousarray(weights[name + ".weight"].T), name + ".weight")
        return graph.add("Squeeze", graph.add("MatMul", value, weight), graph.indices(-1))

    def number(name, at=0):
        return graph.number(weights[name].ravel()[at])

    size = at_least(graph.add("ReduceSum", sentences, graph.indices(-1), keepdims=1), 1)
    mean = graph.add("Div", graph.add("MatMul", sentences, hidden), size)
    # The length of the question does not affect a cosine.
    asked = graph.add("MatMul", graph.add("Unsqueeze", question, graph.indices(1)), hidden)
    cosine = graph.add("Mul", graph.add("Div", mean, length(mean)), graph.add("Div", asked, length(asked)))
    unit = graph.add("Div", hidden, length(hidden))
    alike = graph.add("MatMul", unit, graph.add("Transpose", unit, perm=[0, 2, 1]))
    matches = best_within(graph.add("Unsqueeze", alike, graph.indices(2)), 1, 9)
    matches = total(graph.add("Mul", matches, graph.add("Unsqueeze", question, graph.indices(2))), 1)
    asked_for = at_least(graph.add("ReduceSum", question, graph.indices(-1), keepdims=1), 1)
    score = graph.add("Add", linear(mean, "mean"), number("mean.bias"))
    score = graph.add("Add", score, best_within(graph.add("Unsqueeze", linear(hidden, "best"), graph.indices(1)), None, 1e4))
    score = graph.add("Add", score, graph.add("Mul", total(cosine, -1), number("alike", 0)))
    score = graph.add("Add", score, graph.add("Mul", graph.add("Div", matches, asked_for), number("alike", 1)))
    first = graph.add("Slice", hidden, graph.indices(0), graph.indices(1), graph.indices(1))
    none = graph.add("Add", linear(first, "none"), number("none.bias"))
    graph.add("Sub", score, none, into="sentence_scores")


def build(encoder, reader=None):
    graph = Graph()
    found = words(graph, encoder)
    encode(graph, encoder, found)
    values = helper.make_tensor_value_info
    inputs = [values(name, TensorProto.INT64, ["batch", "length"]) for name in ("input_ids", "attention_mask")]
    outputs = [
        values("embedding", TensorProto.FLOAT, ["batch", WIDTH]),
        values("token_embeddings", TensorProto.FLOAT, ["batch", "length", WIDTH]),
    ]
    if reader:
        table = "embeddings.word_embeddings.weight"
        assert np.array_equal(encoder[table], reader[table]), "the reader has words of its own"
        read(graph, reader, found)
        inputs += [
            values("text_ids", TensorProto.INT64, ["batch", "length"]),
            values("question_tokens", TensorProto.FLOAT, ["batch", "length"]),
            values("sentence_tokens", TensorProto.FLOAT, ["batch", "sentences", "length"]),
        ]
        outputs += [values("sentence_scores", TensorProto.FLOAT, ["batch", "sentences"])]
    constants = list(graph.constants.values())
    model = helper.make_graph(graph.nodes, "verbatim", inputs, outputs, constants)
    model = helper.make_model(model, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    onnx.checker.check_model(model, full_check=True)
    return model


def original(weights, ids):
    """The vector of a text by the original weights, computed without the graph in order to check it."""

    def norm(value, name):
        value = value - value.mean(axis=-1, keepdims=True)
        value = value / np.sqrt((value**2).mean(axis=-1, keepdims=True) + EPSILON)
        return value * weights[name + ".weight"] + weights[name + ".bias"]

    erf = np.vectorize(math.erf, otypes=[np.float64])
    value = weights["embeddings.word_embeddings.weight"][ids] + position_table(weights)[: len(ids)]
    value = value + weights["embeddings.token_type_embeddings.weight"][0]
    value = norm(value.astype(np.float64), "embeddings.LayerNorm")
    for layer in range(LAYERS):

        def step(part, value):
            matrix, bias = dense(weights, layer_name(layer, part))
            return value @ matrix + bias

        parts = (step(f"attention.self.{part}", value) for part in ("query", "key", "value"))
        query, key, content = (part.reshape(-1, HEADS, HEAD).transpose(1, 0, 2) for part in parts)
        scores = np.exp(query @ key.transpose(0, 2, 1) / math.sqrt(HEAD))
        taken = (scores / scores.sum(axis=-1, keepdims=True)) @ content
        taken = step("attention.output.dense", taken.transpose(1, 0, 2).reshape(-1, WIDTH))
        value = norm(value + taken, layer_name(layer, "attention.output.LayerNorm"))
        inner = step("intermediate.dense", value)
        inner = step("output.dense", inner * (1 + erf(inner / math.sqrt(2))) / 2)
        value = norm(value + inner, layer_name(layer, "output.LayerNorm"))
    mean = value.mean(axis=0)
    return mean / np.linalg.norm(mean)


def record(weights, tokenizer):
    """Writes the vectors of the recorded texts again, one text a line."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    lines = []
    for entry in json.loads(RECORDED.read_text(encoding="utf-8")):
        vector = original(weights, tokenizer.encode(entry["text"]).ids)
        entry["embedding"] = [round(float(number), 5) for number in vector]
        lines.append(json.dumps(entry, ensure_ascii=False, separators=(",", ":")))
    RECORDED.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def main():
    tokenizer, encoder, *reader = map(Path, sys.argv[1:-1])
    out = Path(sys.argv[-1])
    weights = read_safetensors(encoder)
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(build(weights, *map(read_safetensors, reader)), out / "model.onnx")
    shutil.copyfile(tokenizer, out / "tokenizer.json")
    if out == MODEL:
        record(weights, Tokenizer.from_file(str(out / "tokenizer.json")))


if __name__ == "__main__":
    main()
