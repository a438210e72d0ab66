"""Records SciPy's and scikit-learn's fits of temperature and prior, for tests/ml/metrics_fitted_calibration_test.cpp.

Usage: python record_calibration.py > calibration.json        (needs numpy, scipy and scikit-learn)

Probabilities are what a model trained with other class frequencies would say: softmax of a distorted logit, rounded to
multiples of 1/4096. "prior_weight" 0 is the likelihood alone; of two classes that is Platt's scaling, which
scikit-learn's LogisticRegression without a penalty fits on the logit.
"""
import json

import numpy as np
import scipy
import sklearn
from scipy import optimize, special
from sklearn.linear_model import LogisticRegression


def rounded(p):
    p = np.clip(np.round(p * 4096), 1, None)
    return (p / p.sum(axis=1, keepdims=True)).astype(np.float32).astype(float)


def drawn(rng, n, prior, sharpness, temperature, shift):
    k = len(prior)
    y = rng.choice(k, size=n, p=prior)
    z = np.log(prior) + rng.normal(size=(n, k))
    z[np.arange(n), y] += sharpness
    return y, rounded(special.softmax(z / temperature + shift, axis=1))


def logs_of(p):
    """As the program reads them: of two classes the second decides."""
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return np.log(np.stack([1 - p[:, 1], p[:, 1]], axis=1)) if p.shape[1] == 2 else np.log(p)


def fit(name, y, p, weight):
    logs, k = logs_of(p), p.shape[1]
    present = [c for c in range(k) if (y == c).any()]

    def unpack(x):
        bias = np.zeros(k)
        bias[present[:-1]] = x[1:]
        bias[present[-1]] = -x[1:].sum()
        return x[0], bias

    def nll(x):
        slope, bias = unpack(x)
        return float(-special.log_softmax(slope * logs + bias, axis=1)[np.arange(len(y)), y].sum())

    def loss(x):
        slope, bias = unpack(x)
        return nll(x) + weight / 2 * ((slope - 1) ** 2 + (bias ** 2).sum())

    start = np.zeros(len(present))
    start[0] = 1
    best = optimize.minimize(loss, start, method="BFGS", options={"gtol": 1e-9, "maxiter": 10000})
    best = optimize.minimize(loss, best.x, method="Nelder-Mead",
                             options={"xatol": 1e-11, "fatol": 1e-13, "maxiter": 200000, "maxfev": 200000})
    slope, bias = unpack(best.x)
    record = {"name": name, "classes": k, "labels": y.tolist(), "probabilities": p.ravel().tolist(),
              "prior_weight": weight, "temperature": 1 / slope, "bias": bias.tolist(),
              "nll_before": nll(start) / len(y), "nll_after": nll(best.x) / len(y),
              "calibrated": special.softmax(slope * logs + bias, axis=1).ravel().tolist()[:20 * k]}
    if k == 2 and weight == 0:
        logit = (logs[:, 1] - logs[:, 0])[:, None]
        platt = LogisticRegression(penalty=None, tol=1e-12, max_iter=100000, solver="newton-cholesky").fit(logit, y)
        record["scikit_learn"] = {"slope": float(platt.coef_[0, 0]), "intercept": float(platt.intercept_[0])}
    return record


rng = np.random.default_rng(20250917)
rare = np.array([0.84, 0.16])
seven = np.array([0.67, 0.11, 0.11, 0.05, 0.03, 0.02, 0.01])
y2, p2 = drawn(rng, 300, rare, 2.0, 1.5, np.array([-0.8, 0.8]))
ys, ps = drawn(rng, 200, np.array([0.5, 0.5]), 1.5, 0.4, np.zeros(2))
y7, p7 = drawn(rng, 400, seven, 2.5, 1.8, -np.log(seven) / 2)
y6, p6 = drawn(rng, 300, seven, 2.5, 1.8, -np.log(seven) / 2)
p6, y6 = p6[y6 != 4], y6[y6 != 4]
print(json.dumps({
    "versions": {"scipy": scipy.__version__, "scikit_learn": sklearn.__version__, "numpy": np.__version__},
    "fits": [
        fit("two classes, flattened and shifted", y2, p2, 0),
        fit("two classes, flattened and shifted, held back", y2, p2, 0.1),
        fit("two classes, too sure", ys, ps, 0),
        fit("seven classes", y7, p7, 0),
        fit("seven classes, held back", y7, p7, 0.1),
        fit("seven classes, one without images", y6, p6, 0.1),
    ],
}))
