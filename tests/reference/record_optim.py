"""Records losses and Adam steps computed in double, for tests/ml/optim_loss_test.cpp and optim_adam_test.cpp.

Usage: python record_optim.py > optim.json        (needs numpy and scipy)
Adam follows the published forms: Keras' (epsilon beside sqrt(v)) and PyTorch's (epsilon beside the
corrected sqrt(v)), with decoupled weight decay.
"""
import json

import numpy as np
from scipy.special import expit, log_softmax, softmax


def adam(form, decay, epsilon, steps=25):
    p = np.linspace(-1, 1, 11)
    m, v = np.zeros_like(p), np.zeros_like(p)
    b1, b2 = 0.9, 0.999
    rate = 0.01
    for t in range(1, steps + 1):
        g = 2 * (p - 0.3) * np.arange(11) / 5 + np.sin(t + np.arange(11)) * 1e-3  # as in the test
        p = p * (1 - rate * decay)
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g * g
        if form == "keras":
            p = p - rate * np.sqrt(1 - b2**t) / (1 - b1**t) * m / (np.sqrt(v) + epsilon)
        else:
            p = p - rate / (1 - b1**t) * m / (np.sqrt(v / (1 - b2**t)) + epsilon)
    return {"form": form, "decay": decay, "epsilon": epsilon, "steps": steps, "params": p.tolist()}


def bce(weights, smoothing):
    z = np.array([-100.0, -3.5, -0.25, 0.0, 0.75, 4.0, 90.0])
    t = np.array([0.0, 1.0, 0.0, 1.0, 0.5, 1.0, 0.0])
    w = np.array(weights if weights else [1.0] * 7)
    target = t * (1 - smoothing) + smoothing / 2
    loss = np.mean(w * (np.logaddexp(0, z) - z * target))
    return {"logits": z.tolist(), "targets": t.tolist(), "weights": weights, "smoothing": smoothing,
            "loss": float(loss), "grad": (w * (expit(z) - target) / 7).tolist()}


def cross_entropy(weights, smoothing):
    rng = np.random.default_rng(7)
    z = np.round(rng.normal(size=(5, 4)) * 3 * 64) / 64
    z[0, 0] = 200.0
    labels = np.array([1, 0, 3, 2, 2])
    w = np.array(weights if weights else [1.0] * 5)
    target = np.eye(4)[labels] * (1 - smoothing) + smoothing / 4
    loss = np.mean(w * -(target * log_softmax(z, axis=1)).sum(axis=1))
    grad = w[:, None] * (softmax(z, axis=1) - target) / 5
    return {"logits": z.ravel().tolist(), "labels": labels.tolist(), "weights": weights, "smoothing": smoothing,
            "loss": float(loss), "grad": grad.ravel().tolist()}


print(json.dumps({
    "adam": [adam("keras", 0.0, 1e-7), adam("pytorch", 0.0, 1e-8), adam("pytorch", 0.05, 1e-3), adam("keras", 0.0, 1e-3)],
    "bce": [bce([], 0.0), bce([1.0, 2.0, 0.5, 1.0, 1.0, 0.0, 3.0], 0.0), bce([], 0.125)],
    "cross_entropy": [cross_entropy([], 0.0), cross_entropy([1.0, 2.0, 0.0, 0.5, 1.0], 0.0), cross_entropy([], 0.25)],
}))
