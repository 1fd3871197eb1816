#!/usr/bin/env python3
"""Reads the weights of encoder and reader back from a network file, to train the encoder further.

    pip install numpy onnx torch transformers
    python tools/unpack_model.py MODEL.onnx ORIGINAL OUT

ORIGINAL is a folder with the original's weights and tokenizer, of which the tables of words, places and types are taken: training
does not change them. OUT is a folder like it, with the reader in reader.safetensors.
"""
import math
import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load_file, save_file

from build_model import GELU_FLOOR, HEAD, LAYERS, WIDTH, layer_name

WORDS = "embeddings.word_embeddings.weight"


def matrix_of(constants, name):
    """The matrix (output x input) and the bias of a layer."""
    matrix = constants[name + ".weight"].astype(np.float32) * constants[name + ".scale"]
    return matrix.T, constants[name + ".bias"].copy()


def layers(constants, prefix=""):
    """The weights of all layers, by the names that they have in the original."""
    found = {}

    def put(name, matrix, bias):
        found[name + ".weight"], found[name + ".bias"] = matrix, bias

    for layer in range(LAYERS):
        matrix, bias = matrix_of(constants, prefix + layer_name(layer, "attention.self"))
        for at, part in enumerate(("query", "key", "value")):
            factor = np.float32(math.sqrt(HEAD)) if part == "query" else np.float32(1)
            rows = slice(at * WIDTH, (at + 1) * WIDTH)
            put(layer_name(layer, f"attention.self.{part}"), matrix[rows] * factor, bias[rows] * factor)
        for part, offset in (("attention.output.dense", 0), ("intermediate.dense", 0), ("output.dense", GELU_FLOOR)):
            matrix, bias = matrix_of(constants, prefix + layer_name(layer, part))
            put(layer_name(layer, part), matrix, bias + offset * matrix.sum(axis=1))
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            name = layer_name(layer, part)
            put(name, constants[f"{prefix}{name}.weight"], constants[f"{prefix}{name}.bias"])
    return found


def reader(constants, graph):
    """The weights of the reader, but for the table of words. See `read` in tools/build_model.py for the order of its sums."""
    source = {output: node for node in graph.node for output in node.output}
    inputs = lambda node: [source[name] for name in node.input if name in source]
    number = lambda node: next(constants[name] for name in node.input if name in constants and constants[name].size == 1)
    with_matches, none = inputs(source["sentence_scores"])
    with_cosine, matches = inputs(with_matches)
    with_best, cosine = inputs(with_cosine)
    with_mean, _ = inputs(with_best)
    found = layers(constants, "reader.")
    found["embeddings.position_embeddings.weight"] = constants["reader.places"]
    found["embeddings.token_type_embeddings.weight"] = constants["reader.types"]
    for kind in ("weight", "bias"):
        found[f"embeddings.LayerNorm.{kind}"] = constants[f"reader.embeddings.LayerNorm.{kind}"]
    for name in ("mean", "best", "none"):
        found[name + ".weight"] = constants[name + ".weight"].T
    found["mean.bias"], found["none.bias"] = number(with_mean).reshape(1), number(none).reshape(1)
    found["alike"] = np.array([number(cosine), number(matches)], np.float32)
    return found


def tensors(found):
    return {name: torch.from_numpy(np.array(value, np.float32, order="C")) for name, value in found.items()}


def main():
    model, original, out = map(Path, sys.argv[1:])
    graph = onnx.load(model).graph
    constants = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    shutil.copytree(original, out, dirs_exist_ok=True)
    weights = load_file(original / "model.safetensors") | tensors(layers(constants))
    save_file(weights, out / "model.safetensors", metadata={"format": "pt"})
    if "reader.places" in constants:
        save_file({WORDS: weights[WORDS]} | tensors(reader(constants, graph)), out / "reader.safetensors")


if __name__ == "__main__":
    main()
