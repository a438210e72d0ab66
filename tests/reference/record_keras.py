#!/usr/bin/env python3
"""Records a few training steps of the reference project's networks in Keras (TensorFlow 2.20, float64).

Writes keras.json beside this script. The construction is the reference project's: MobileNetV2 without its top, the first
100 of its 154 layers frozen where the tail learns, all of them where the head does, then global average pooling and one
of four heads; Adam as Keras has it, binary cross-entropy with class weights, L2 1e-3 on two dense kernels. The base is
called with training=False. Keras 2 kept to that: BatchNorms had their stored statistics while the tail learnt. Keras 3
hands a functional model's own `training` on to every layer inside and overrules it, so that BatchNorms that learn take
the statistics of the batch. Both are recorded, the first by holding the layers to what they were told.
Two things are not its own: it pads where torchvision does, because the weights are laid out for that; and nothing is
dropped, because no two programs draw the same masks. Width 0.35 at 64 px keeps it small. Weights and images are made
from an integer hash, as in record_network.py; none is stored.

Run: python3 record_keras.py    (needs tensorflow==2.20.0)
"""
import json
import os
import pathlib

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import numpy as np
import tensorflow as tf
from keras import layers

keras.config.set_floatx("float64")

STEPS, BATCH, PX, WIDTH = 3, 8, 64, 0.35
LABELS = np.array([0, 1, 0, 0, 1, 0, 1, 0])
PRESETS = {  # head, then (what learns, rate) of each phase
    "reference-optimized": ("mlp", [("tail", 1e-3)]),
    "reference-simple": ("dense128", [("head", 1e-3)]),
    "reference-improved": ("mlp", [("head", 1e-3), ("tail", 1e-4)]),
    "reference-readme": ("dense128-64", [("head", 1e-3)]),
}


def numbers(stream, count):
    with np.errstate(over="ignore"):
        z = (np.uint64(stream) << np.uint64(32)) + np.arange(count, dtype=np.uint64)
        z = (z + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(40)).astype(np.float64) * 2.0**-24


def stream_of(name):
    value = 2166136261
    for byte in name.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value


def tensor_values(name, shape):
    u = numbers(stream_of(name), int(np.prod(shape)))
    if name.endswith("running_var"):
        values = 0.5 + u
    elif name.endswith("running_mean"):
        values = 0.6 * u - 0.3
    elif len(shape) > 1:
        values = (2 * u - 1) * np.float32(np.sqrt(6.0 / int(np.prod(shape[1:]))))
    elif name.endswith("weight"):
        values = 0.5 + u
    else:
        values = 0.6 * u - 0.3
    return values.astype(np.float32).astype(np.float64).reshape(shape)


def images():
    values = 4 * numbers(stream_of("images 0"), BATCH * 3 * PX * PX) - 2
    return values.astype(np.float32).astype(np.float64).reshape(BATCH, 3, PX, PX).transpose(0, 2, 3, 1)


def backbone_names():
    """Keras layer -> the name of the tensors in torchvision's files."""
    names = {"Conv1": "features.0.0", "bn_Conv1": "features.0.1",
             "expanded_conv_depthwise": "features.1.conv.0.0", "expanded_conv_depthwise_BN": "features.1.conv.0.1",
             "expanded_conv_project": "features.1.conv.1", "expanded_conv_project_BN": "features.1.conv.2",
             "Conv_1": "features.18.0", "Conv_1_bn": "features.18.1"}
    for block in range(1, 17):
        ours = f"features.{block + 1}.conv."
        for part, conv, norm in (("expand", "0.0", "0.1"), ("depthwise", "1.0", "1.1"), ("project", "2", "3")):
            names[f"block_{block}_{part}"] = ours + conv
            names[f"block_{block}_{part}_BN"] = ours + norm
    return names


def variables_of(layer, name):
    """(name, Keras variable, to our order, from our order) of each tensor of a layer."""
    same = (lambda a: a, lambda a: a)
    if isinstance(layer, layers.BatchNormalization):
        return [(name + end, v, *same) for end, v in ((".weight", layer.gamma), (".bias", layer.beta),
                                                      (".running_mean", layer.moving_mean),
                                                      (".running_var", layer.moving_variance))]
    if isinstance(layer, layers.DepthwiseConv2D):
        return [(name + ".weight", layer.kernel, lambda a: a.transpose(2, 3, 0, 1), lambda a: a.transpose(2, 3, 0, 1))]
    if isinstance(layer, layers.Conv2D):
        return [(name + ".weight", layer.kernel, lambda a: a.transpose(3, 2, 0, 1), lambda a: a.transpose(2, 3, 1, 0))]
    return [(name + ".weight", layer.kernel, lambda a: a.T, lambda a: a.T), (name + ".bias", layer.bias, *same)]


def head_layers(kind):
    """Layers with their place in classifier.N."""
    l2 = keras.regularizers.l2(1e-3)
    dense = lambda units, penalty=None: layers.Dense(units, activation="relu", kernel_regularizer=penalty)
    last = layers.Dense(1, activation="sigmoid")
    if kind == "mlp":
        return [(0, layers.BatchNormalization()), (2, dense(256, l2)), (4, layers.BatchNormalization()),
                (6, dense(128, l2)), (9, last)]
    if kind == "dense128":
        return [(0, dense(128)), (3, last)]
    return [(0, dense(128)), (3, dense(64)), (6, last)]


def hold_to_stored_statistics(layer):
    given = layer.call
    layer.call = lambda inputs, training=None, mask=None: given(inputs, training=False)


def pad_as_torchvision(layer):
    """The first convolution, which has no layer of its own for that."""
    given = layer.call
    layer.padding = "valid"
    layer.call = lambda inputs: given(tf.pad(inputs, [[0, 0], [1, 0], [1, 0], [0, 0]]))


class Network:
    def __init__(self, kind, statistics="stored"):
        self.base = keras.applications.MobileNetV2(input_shape=(PX, PX, 3), alpha=WIDTH, include_top=False, weights=None)
        assert len(self.base.layers) == 154
        inputs = keras.Input((PX, PX, 3))
        x = layers.GlobalAveragePooling2D()(self.base(inputs, training=False))
        self.tensors = {}
        for place, layer in head_layers(kind):
            x = layer(x)
            self.add(layer, f"classifier.{place}")
        for layer in self.base.layers:
            if isinstance(layer, layers.BatchNormalization) and statistics == "stored":
                hold_to_stored_statistics(layer)
            if layer.name == "Conv1":
                pad_as_torchvision(layer)
            if isinstance(layer, layers.ZeroPadding2D):
                layer.padding = ((1, 0), (1, 0))
            if layer.name in (names := backbone_names()):
                self.add(layer, names[layer.name])
        self.model = keras.Model(inputs, x)
        for name, (variable, ours, keras_order) in self.tensors.items():
            variable.assign(keras_order(tensor_values(name, ours(variable.numpy()).shape)))

    def add(self, layer, name):
        for tensor, variable, ours, keras_order in variables_of(layer, name):
            self.tensors[tensor] = (variable, ours, keras_order)

    def learn(self, what):
        self.base.trainable = what == "tail"
        if what == "tail":
            for layer in self.base.layers[:100]:
                layer.trainable = False

    def values(self):
        return {name: ours(variable.numpy()) for name, (variable, ours, _) in self.tensors.items()}

    def learning(self):
        ids = {id(v) for v in self.model.trainable_variables}
        return sorted(name for name, (variable, _, _) in self.tensors.items() if id(variable) in ids)


def summary(name, values):
    flat = values.reshape(-1)
    direction = 2 * numbers(stream_of("direction of " + name), flat.size) - 1
    return {"norm": float(f"{np.linalg.norm(flat):.7g}"), "projection": float(f"{flat @ direction:.7g}")}


def record(preset, statistics):
    kind, phases = PRESETS[preset]
    network, x, y = Network(kind, statistics), images(), LABELS.astype(np.float64)[:, None]
    counts = np.bincount(LABELS)
    weights = {c: BATCH / (2 * int(counts[c])) for c in (0, 1)}
    result = {"preset": preset, "statistics": statistics, "class_weights": [weights[0], weights[1]], "phases": []}
    for what, rate in phases:
        network.learn(what)
        before = network.values()
        network.model.compile(optimizer=keras.optimizers.Adam(learning_rate=rate), loss="binary_crossentropy",
                              jit_compile=False, run_eagerly=True)  # a few steps are not worth a compiler
        losses = []
        for _ in range(STEPS):
            losses.append(float(np.asarray(network.model.train_on_batch(x, y, class_weight=weights)).reshape(-1)[0]))
            network.model.reset_metrics()
        after = network.values()
        moved = {name: summary(name, after[name] - before[name]) for name in after if (after[name] != before[name]).any()}
        result["phases"].append({"learns": what, "rate": rate, "learning": len(network.learning()), "losses": losses,
                                 "moved": moved,
                                 "evaluated": network.model(x, training=False).numpy().reshape(-1).tolist()})
        print(preset, statistics, what, result["phases"][-1]["learning"], len(moved), losses, flush=True)
    return result


def input_gradient():
    """Of each image's cross-entropy, as nothing learns: what an attack follows."""
    network, x = Network("mlp"), tf.constant(images())
    with tf.GradientTape() as tape:
        tape.watch(x)
        p = network.model(x, training=False)[:, 0]
        loss = tf.reduce_sum(keras.losses.binary_crossentropy(tf.constant(LABELS[:, None], tf.float64), p[:, None]))
    gradient = tape.gradient(loss, x).numpy().transpose(0, 3, 1, 2)
    return {"loss": float(loss), "images": [summary(f"image {i}", gradient[i]) for i in range(BATCH)]}


def main():
    recorded = {"keras": keras.__version__, "tensorflow": tf.__version__, "labels": LABELS.tolist(), "px": PX,
                "width": WIDTH, "steps": STEPS, "cases": [record(preset, "stored") for preset in PRESETS] + [record("reference-optimized", "batch")],
                "input_gradient": input_gradient()}
    out = pathlib.Path(__file__).with_name("keras.json")
    out.write_text(json.dumps(recorded, separators=(",", ":")) + "\n")
    print(recorded["input_gradient"]["loss"], out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
