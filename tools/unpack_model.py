#!/usr/bin/env python3
"""Reads an encoder's weights back from a network file, to train it further or to average it with another.

    pip install numpy onnx torch transformers
    python tools/unpack_model.py MODEL.onnx ORIGINAL OUT

ORIGINAL is a folder with the original's weights and tokenizer, of which the tables of words, places and types are taken: training
does not change them. OUT is a folder like it.
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


def matrix_of(constants, name):
    """The matrix (output x input) and the bias of a layer."""
    matrix = constants[name + ".weight"].astype(np.float32) * constants[name + ".scale"]
    return matrix.T, constants[name + ".bias"].copy()


def main():
    model, source, out = map(Path, sys.argv[1:])
    constants = {each.name: numpy_helper.to_array(each) for each in onnx.load(model).graph.initializer}
    weights = load_file(source / "model.safetensors")

    def put(name, value):
        assert weights[name].shape == value.shape, name
        weights[name] = torch.from_numpy(np.ascontiguousarray(value))

    for layer in range(LAYERS):
        matrix, bias = matrix_of(constants, layer_name(layer, "attention.self"))
        for at, part in enumerate(("query", "key", "value")):
            factor = np.float32(math.sqrt(HEAD)) if part == "query" else np.float32(1)
            rows = slice(at * WIDTH, (at + 1) * WIDTH)
            put(layer_name(layer, f"attention.self.{part}.weight"), matrix[rows] * factor)
            put(layer_name(layer, f"attention.self.{part}.bias"), bias[rows] * factor)
        for part, offset in (("attention.output.dense", 0), ("intermediate.dense", 0), ("output.dense", GELU_FLOOR)):
            matrix, bias = matrix_of(constants, layer_name(layer, part))
            put(layer_name(layer, part) + ".weight", matrix)
            put(layer_name(layer, part) + ".bias", bias + offset * matrix.sum(axis=1))
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            for kind in (".weight", ".bias"):
                put(layer_name(layer, part) + kind, constants[layer_name(layer, part) + kind])
    shutil.copytree(source, out, dirs_exist_ok=True)
    save_file(weights, out / "model.safetensors", metadata={"format": "pt"})


if __name__ == "__main__":
    main()
