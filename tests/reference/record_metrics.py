"""Records scikit-learn's values of the metrics, for tests/ml/metrics_*_test.cpp.

Usage: python record_metrics.py > metrics.json        (needs numpy and scikit-learn)
Scores are rounded to multiples of 1/1024, so that they are the same number as float and as double.
"""
import json
import warnings

import numpy as np
import sklearn
from sklearn import metrics as sk

warnings.filterwarnings("ignore")
FLOAT_EPS = float(np.finfo(np.float32).eps)


def absent_if_nan(value):
    return None if value is None or not np.isfinite(value) else float(value)


def at_threshold(y, s, threshold):
    p = (s >= threshold).astype(int)
    tn, fp, fn, tp = sk.confusion_matrix(y, p, labels=[0, 1]).ravel()
    nan = float("nan")
    return {
        "threshold": threshold, "tp": int(tp), "fp": int(fp), "tn": int(tn), "fn": int(fn),
        "accuracy": absent_if_nan(sk.accuracy_score(y, p)),
        "precision": absent_if_nan(sk.precision_score(y, p, zero_division=nan)),
        "recall": absent_if_nan(sk.recall_score(y, p, zero_division=nan)),
        "specificity": absent_if_nan(sk.recall_score(y, p, pos_label=0, zero_division=nan)),
        "npv": absent_if_nan(sk.precision_score(y, p, pos_label=0, zero_division=nan)),
        "f1": absent_if_nan(sk.f1_score(y, p, zero_division=nan)),
        "balanced_accuracy": sk.balanced_accuracy_score(y, p) if 0 < sum(y) < len(y) else None,
        "kappa": absent_if_nan(sk.cohen_kappa_score(y, p, labels=[0, 1])),
        # scikit-learn says 0 where the denominator is 0; here that is absent.
        "mcc": sk.matthews_corrcoef(y, p) if min(tp + fp, tp + fn, tn + fp, tn + fn) > 0 else None,
    }


def isic_auc_sens_80(y, s):
    """The definition of isic-challenge-scoring: the ROC curve from sensitivity 0.8 up, down to the axis."""
    fpr, tpr, _ = sk.roc_curve(y, s, drop_intermediate=False)
    i = int(tpr.searchsorted(0.8, side="left"))
    begin = np.interp(0.8, tpr[i - 1:i + 1], fpr[i - 1:i + 1])
    return float(sk.auc(np.insert(fpr[i:], 0, begin), np.insert(tpr[i:], 0, 0.8)))


def isic2024_pauc_80(y, s):
    """The definition of the ISIC 2024 challenge: turn both axes round and undo McClish's scaling."""
    max_fpr = 0.2
    scaled = sk.roc_auc_score(1 - y, -s, max_fpr=max_fpr)
    return float(0.5 * max_fpr**2 + (max_fpr - 0.5 * max_fpr**2) / 0.5 * (scaled - 0.5))


def binary(name, y, s):
    y, s = np.asarray(y, dtype=int), np.asarray(s, dtype=float)
    case = {"name": name, "labels": y.tolist(), "scores": s.tolist(),
            "at": [at_threshold(y, s, t) for t in (0.0, 0.25, 0.5, 0.75, 2.0)],
            "log_loss": sk.log_loss(y, np.clip(s, FLOAT_EPS, 1 - FLOAT_EPS), labels=[0, 1]),
            "brier": float(np.mean((s - y) ** 2)),
            "auc": None, "average_precision": None, "auc_sens_80": None, "pauc_2024": None, "roc": [], "pr": []}
    if 0 < y.sum() < len(y):
        fpr, tpr, thresholds = sk.roc_curve(y, s, drop_intermediate=False)
        case["roc"] = [[None if np.isinf(t) else float(t), float(f), float(r)] for t, f, r in zip(thresholds, fpr, tpr)]
        precision, recall, thresholds = sk.precision_recall_curve(y, s)
        # scikit-learn's thresholds rise and its last point has none.
        case["pr"] = [[float(t), float(r), float(p)] for t, r, p in zip(thresholds, recall, precision)][::-1]
        case["auc"] = sk.roc_auc_score(y, s)
        case["average_precision"] = sk.average_precision_score(y, s)
        case["auc_sens_80"] = isic_auc_sens_80(y, s)
        case["pauc_2024"] = isic2024_pauc_80(y, s)
    return case


def multiclass(name, y, p):
    y = np.asarray(y, dtype=int)
    k = p.shape[1]
    guess = p.argmax(axis=1)
    present = [c for c in range(k) if 0 < (y == c).sum() < len(y)]
    return {"name": name, "classes": k, "labels": y.tolist(), "probabilities": p.ravel().tolist(),
            "confusion": sk.confusion_matrix(y, guess, labels=list(range(k))).ravel().tolist(),
            "accuracy": sk.accuracy_score(y, guess),
            "balanced_accuracy": sk.balanced_accuracy_score(y, guess),
            "macro_f1": sk.f1_score(y, guess, average="macro", zero_division=0),
            "weighted_f1": sk.f1_score(y, guess, average="weighted", zero_division=0),
            "kappa": absent_if_nan(sk.cohen_kappa_score(y, guess)),
            "auc_per_class": [sk.roc_auc_score(y == c, p[:, c]) if c in present else None for c in range(k)],
            "auc_macro": float(np.mean([sk.roc_auc_score(y == c, p[:, c]) for c in present]))}


def rounded(values):
    return np.round(values * 1024) / 1024


def probabilities(rng, y, k, sharpness):
    p = rng.random((len(y), k))
    p[np.arange(len(y)), y] += sharpness
    return rounded(p / p.sum(axis=1, keepdims=True))


rng = np.random.default_rng(20240517)
y200 = (rng.random(200) < 0.2).astype(int)
s200 = rounded(1 / (1 + np.exp(-(rng.normal(size=200) + 1.5 * y200 - 1))))
y7 = rng.choice(7, size=300, p=[0.02, 0.05, 0.1, 0.03, 0.1, 0.67, 0.03])
y4 = rng.choice(3, size=60)

print(json.dumps({
    "made_by": f"scikit-learn {sklearn.__version__}",
    "binary": [
        binary("overlapping", y200, s200),
        binary("heavy ties", y200, np.round(s200 * 4) / 4),
        binary("all scores equal", [0, 1, 1, 0, 1], [0.5] * 5),
        binary("perfect", [0, 0, 0, 1, 1], [0.125, 0.25, 0.375, 0.625, 0.75]),
        binary("reversed", [1, 1, 0, 0, 0], [0.125, 0.25, 0.375, 0.625, 0.75]),
        binary("a level stretch at sensitivity 0.8", [1, 1, 1, 1, 0, 0, 1, 0], [0.9375, 0.875, 0.8125, 0.75, 0.5, 0.375, 0.25, 0.125]),
        binary("only negatives", [0, 0, 0], [0.125, 0.5, 0.875]),
        binary("only positives", [1, 1, 1], [0.125, 0.5, 0.875]),
        binary("certain and wrong", [1, 0], [0.0, 1.0]),
    ],
    "multiclass": [
        multiclass("seven unequal classes", y7, probabilities(rng, y7, 7, 0.7)),
        multiclass("a class that never occurs", y4, probabilities(rng, y4, 4, 0.2)),
    ],
}))
