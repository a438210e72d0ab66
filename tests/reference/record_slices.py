"""Records scikit-learn's values of the parts of a split, for tests/table/slices_test.cpp.

Usage: python record_slices.py > slices.json        (needs numpy and scikit-learn)
Scores are rounded to multiples of 1/64, so that they tie and are the same number as float and as double.
"""
import json
import warnings

import numpy as np
import sklearn
from sklearn import metrics as sk

warnings.filterwarnings("ignore")
PARTS = ["back", "face", "foot", "one image", "only benign"]


def absent_if_nan(value):
    return None if value is None or not np.isfinite(value) else float(value)


def of_part(y, p, predicted, group):
    nan = float("nan")
    positive = (y == group).astype(int)
    called = (predicted == group).astype(int)
    both = 0 < positive.sum() < len(positive)
    scores = p[:, group]
    edges = np.linspace(0, 1, 16)
    at = np.clip(np.searchsorted(edges, scores, side="left") - 1, 0, 14)
    gaps = [np.sum(at == k) / len(y) * abs(positive[at == k].mean() - scores[at == k].mean())
            for k in range(15) if np.any(at == k)]
    return {
        "n": len(y), "positives": int(positive.sum()),
        "auc": sk.roc_auc_score(positive, scores) if both else None,
        "sensitivity": absent_if_nan(sk.recall_score(positive, called, zero_division=nan)),
        "specificity": absent_if_nan(sk.recall_score(positive, called, pos_label=0, zero_division=nan)),
        "accuracy": sk.accuracy_score(y, predicted),
        "brier": sk.brier_score_loss(positive, scores),
        "ece": float(np.sum(gaps)),
    }


def record(rng, groups, group, threshold):
    n = 240
    part = rng.choice(3, size=n, p=[0.5, 0.35, 0.15])
    y = rng.integers(0, groups, size=n)
    part[0], part[1:8], y[1:8] = 3, 4, 0
    logits = rng.normal(size=(n, groups)) + 1.2 * np.eye(groups)[y]
    raw = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    p = np.round(raw * 64) / 64
    if groups == 2:
        p[:, 0] = 1 - p[:, 1]
    predicted = (p[:, 1] >= threshold).astype(int) if groups == 2 else p.argmax(axis=1)
    rows = [of_part(y[part == k], p[part == k], predicted[part == k], group) for k in range(len(PARTS))]
    return {"groups": groups, "group": group, "threshold": threshold, "labels": y.tolist(), "part": part.tolist(),
            "probabilities": p.ravel().tolist(), "parts": dict(zip(PARTS, rows))}


rng = np.random.default_rng(11)
print(json.dumps({"scikit-learn": sklearn.__version__, "part_names": PARTS,
                  "cases": [record(rng, 2, 1, 0.5), record(rng, 2, 1, 0.25), record(rng, 4, 2, 0.5)]}))
