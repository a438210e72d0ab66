"""Records scikit-learn's and scipy's values of the metrics, for tests/ml/metrics_*_test.cpp.

Usage: python record_metrics.py > metrics.json        (needs numpy, scipy and scikit-learn)
Scores are rounded to multiples of 1/1024, so that they are the same number as float and as double.
"""
import json
import warnings

import numpy as np
import sklearn
from scipy import optimize, special, stats
from sklearn import metrics as sk
from sklearn.calibration import calibration_curve

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
            "macro_precision": sk.precision_score(y, guess, average="macro", zero_division=0),
            "macro_f1": sk.f1_score(y, guess, average="macro", zero_division=0),
            "kappa": absent_if_nan(sk.cohen_kappa_score(y, guess)),
            "auc_per_class": [sk.roc_auc_score(y == c, p[:, c]) if c in present else None for c in range(k)],
            "auc_macro": float(np.mean([sk.roc_auc_score(y == c, p[:, c]) for c in present]))}


def reliability(hit, p, bins):
    edges = np.linspace(0, 1, bins + 1)
    count = np.bincount(np.searchsorted(edges[1:-1], p), minlength=bins)
    observed, mean = calibration_curve(hit, p, n_bins=bins, strategy="uniform")  # of the bins that hold something
    filled = count[count > 0]
    wilson = [stats.binomtest(int(round(o * n)), int(n)).proportion_ci(0.95, "wilson") for o, n in zip(observed, filled)]
    gap = np.abs(observed - mean)
    return {"bins": bins, "count": count.tolist(), "edges": edges.tolist(),
            "observed": observed.tolist(), "mean": mean.tolist(),
            "low": [float(w.low) for w in wilson], "high": [float(w.high) for w in wilson],
            "ece": float(np.average(gap, weights=filled)), "mce": float(gap.max())}


BINS = [15, 10, 1]


def calibration(name, y, p):
    return {"name": name, "labels": y.tolist(), "probabilities": p.tolist(),
            "diagrams": [reliability(y, p, bins) for bins in BINS]}


def top_label(name, y, p):
    correct = (p.argmax(axis=1) == y).astype(int)
    return {"name": name, "classes": p.shape[1], "labels": y.tolist(), "probabilities": p.ravel().tolist(),
            "diagrams": [reliability(correct, p.max(axis=1), bins) for bins in BINS]}


def temperature(name, y, z):
    """z is (n) for two classes, else (n, classes)."""
    rows = np.stack([np.zeros(len(z)), z], axis=1) if z.ndim == 1 else z

    def nll(u):
        return float(-np.mean(special.log_softmax(rows / np.exp(u), axis=1)[np.arange(len(y)), y]))

    best = optimize.minimize_scalar(nll, bounds=(np.log(0.01), np.log(100)), method="bounded", options={"xatol": 1e-10})
    return {"name": name, "classes": rows.shape[1], "labels": y.tolist(), "logits": z.ravel().tolist(),
            "temperature": float(np.exp(best.x)), "nll_before": nll(0.0), "nll_after": float(best.fun)}


def sweep(y, s):
    thresholds = [k / 100 for k in range(5, 96)]
    return [{**at_threshold(y, s, t), "youden": sk.balanced_accuracy_score(y, s >= t, adjusted=True)} for t in thresholds]


def operating(name, y, s):
    """The best value of each rule over all points of the ROC curve; the first calls nothing positive."""
    fpr, tpr, thresholds = sk.roc_curve(y, s, drop_intermediate=False)
    at = [at_threshold(y, s, t) for t in thresholds]
    floors = [(floor, max((1 - f, t) for f, t in zip(fpr, tpr) if t >= floor)) for floor in (0.5, 0.8, 0.9, 0.95, 1.0)]
    return {"name": name, "labels": y.tolist(), "scores": s.tolist(),
            "f1": max(a["f1"] for a in at), "accuracy": max(a["accuracy"] for a in at[1:]),
            "youden": float(np.max(tpr - fpr)),
            "floors": [{"floor": floor, "specificity": float(best[0]), "recall": float(best[1])} for floor, best in floors],
            "costs": [{"miss_cost": c, "cost": min((c * a["fn"] + a["fp"]) / len(y) for a in at)} for c in (0.125, 1, 5, 20)]}


def ensemble(name, p):
    """p is (members, n, classes)."""
    mean = p.mean(axis=0)
    predictive = stats.entropy(mean, axis=1)
    expected = stats.entropy(p, axis=2).mean(axis=0)
    return {"name": name, "members": p.shape[0], "classes": p.shape[2], "probabilities": p.ravel().tolist(),
            "mean": mean.ravel().tolist(), "predictive_entropy": predictive.tolist(), "expected_entropy": expected.tolist(),
            "mutual_information": (predictive - expected).tolist(), "positive_deviation": p[:, :, 1].std(axis=0).tolist()}


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

# What came later draws from a generator of its own, so that the earlier values stay as they were.
later = np.random.default_rng(20261124)
z250 = np.round(64 * later.normal(size=250) * 3) / 64
y250 = (later.random(250) < special.expit(z250 / 2.5)).astype(int)
z4 = np.round(64 * later.normal(size=(300, 4))) / 64
y300 = np.array([later.choice(4, p=row) for row in special.softmax(z4 / 0.4, axis=1)])
p250 = rounded(special.expit(z250))


def members(count, n, classes):
    """Rows that add up to exactly 1, some probabilities 0."""
    return np.array([[later.multinomial(1024, later.dirichlet([0.3] * classes)) for _ in range(n)] for _ in range(count)]) / 1024


never = np.random.default_rng(20261127)
y80 = never.choice(4, size=80)
p80 = probabilities(never, y80, 5, 0.5)
p80[:, 3:] = rounded(p80[:, 3:] / 8)

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
        multiclass("a class that is never called, and one that does not occur either", y80, p80),
    ],
    "calibration": [
        calibration("too sure", y250, p250),
        calibration("heavy ties", y250, np.round(p250 * 4) / 4),
    ],
    "top_label": [
        top_label("seven unequal classes", y7, probabilities(later, y7, 7, 0.7)),
        top_label("four classes, not sure enough", y300, rounded(special.softmax(z4, axis=1))),
    ],
    "temperature": [
        temperature("two classes, too sure", y250, z250),
        temperature("two classes, the scores of a coin", later.permutation(y250), z250 + 0.25),
        temperature("four classes, not sure enough", y300, z4),
        temperature("four classes, far too sure", y300, z4 * 32),
    ],
    "sweep": [{"name": "overlapping", "labels": y200.tolist(), "scores": s200.tolist(), "rows": sweep(y200, s200)}],
    "operating_points": [
        operating("overlapping", y200, s200),
        operating("heavy ties", y200, np.round(s200 * 4) / 4),
        operating("too sure", y250, p250),
    ],
    "ensembles": [
        ensemble("five views, two classes", members(5, 20, 2)),
        ensemble("three members, seven classes", members(3, 12, 7)),
        ensemble("one member", members(1, 4, 3)),
    ],
}))
