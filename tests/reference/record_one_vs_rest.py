"""Records scikit-learn's curves and numbers of each class against the rest, for tests/table/rank_curves_test.cpp and
metric_rows_test.cpp.

Usage: python record_one_vs_rest.py > one_vs_rest.json        (needs numpy and scikit-learn)
Probabilities are multiples of 1/256, so that they are the same number as float and as double, and many are equal.
"""
import json

import numpy as np
import sklearn
from sklearn import metrics as sk

GRID = 200


def against_the_rest(y, p, c):
    truth, guess = (y == c).astype(int), (p.argmax(axis=1) == c).astype(int)
    tn, fp, fn, tp = (int(v) for v in sk.confusion_matrix(truth, guess, labels=[0, 1]).ravel())
    counts = {"tp": tp, "fp": fp, "tn": tn, "fn": fn}
    if not 0 < truth.sum() < len(truth):
        return {**counts, "auc": None, "average_precision": None, "roc": [], "pr": []}
    fpr, tpr, _ = sk.roc_curve(truth, p[:, c], drop_intermediate=False)
    precision, recall, _ = sk.precision_recall_curve(truth, p[:, c])
    return {**counts,
            "recall": sk.recall_score(truth, guess), "specificity": sk.recall_score(truth, guess, pos_label=0),
            "f1": sk.f1_score(truth, guess, zero_division=0),
            "auc": sk.roc_auc_score(truth, p[:, c]),
            "average_precision": sk.average_precision_score(truth, p[:, c]),
            "roc": np.column_stack([fpr, tpr]).round(9).tolist(),
            "pr": np.column_stack([recall, precision])[-2::-1].round(9).tolist()}  # rising; without its made-up end


def case(name, y, p):
    classes = p.shape[1]
    each = [against_the_rest(y, p, c) for c in range(classes)]
    grid = np.linspace(0, 1, GRID + 1)
    known = [c for c in each if c["auc"] is not None]
    mean = np.mean([np.interp(grid, *np.array(c["roc"]).T) for c in known], axis=0)
    present = [c for c in known if c["tp"] + c["fn"] > 0]
    return {"name": name, "classes": classes, "labels": y.tolist(), "probabilities": p.ravel().tolist(), "each": each,
            "mean_auc": float(np.mean([c["auc"] for c in known])),
            "mean_average_precision": float(np.mean([c["average_precision"] for c in known])),
            "mean_specificity": float(np.mean([c["specificity"] for c in present])),
            "mean_roc": mean.round(9).tolist()}


def probabilities(rng, y, classes, signal):
    z = rng.normal(size=(len(y), classes)) + signal * (np.arange(classes) == y[:, None])
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return np.round(p * 256) / 256


rng = np.random.default_rng(20)
y7 = rng.choice(7, size=120, p=[0.5, 0.2, 0.1, 0.08, 0.06, 0.04, 0.02])
y5 = rng.choice([0, 1, 3, 4], size=50)
print(json.dumps({
    "made_by": "scikit-learn " + sklearn.__version__,
    "cases": [
        case("seven unequal classes", y7, probabilities(rng, y7, 7, 1.5)),
        case("a class that never occurs", y5, probabilities(rng, y5, 5, 0.8)),
    ],
}))
