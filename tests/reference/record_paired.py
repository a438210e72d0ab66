"""Records what the comparison of two models must give, for tests/ml/metrics_paired_test.cpp.

Usage: python record_paired.py > paired.json        (needs nothing but Python)

DeLong's comparison by its definition: every positive against every negative in exact fractions, no ranks
(DeLong, DeLong and Clarke-Pearson 1988). For images in groups the variance of the difference is Obuchowski's (1997),
by its definition too; a bootstrap over groups has to come near it. Scores are multiples of 1/64, so that ties occur and
float holds them exactly.
"""
import json
import math
import random
from fractions import Fraction


def wins(a, b):
    return Fraction(1) if a > b else Fraction(1, 2) if a == b else Fraction(0)


def placements(labels, scores):
    """(group-free) V10 of each positive and V01 of each negative, by their places in the list."""
    positives = [i for i, y in enumerate(labels) if y == 1]
    negatives = [i for i, y in enumerate(labels) if y == 0]
    v10 = {i: sum(wins(scores[i], scores[j]) for j in negatives) / len(negatives) for i in positives}
    v01 = {j: sum(wins(scores[i], scores[j]) for i in positives) / len(positives) for j in negatives}
    return v10, v01, sum(v10.values()) / len(v10)


def covariance(a, b):
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    return sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b)) / (len(a) - 1)


def delong(labels, a, b):
    a10, a01, auc_a = placements(labels, a)
    b10, b01, auc_b = placements(labels, b)

    def cov(x10, x01, y10, y01):
        ten = covariance(list(x10.values()), list(y10.values())) / len(x10)
        one = covariance(list(x01.values()), list(y01.values())) / len(x01)
        return ten + one

    variance_a, variance_b = cov(a10, a01, a10, a01), cov(b10, b01, b10, b01)
    both = cov(a10, a01, b10, b01)
    variance = variance_a + variance_b - 2 * both
    z = float(auc_a - auc_b) / math.sqrt(variance)
    return {"auc_a": float(auc_a), "auc_b": float(auc_b), "variance_a": float(variance_a),
            "variance_b": float(variance_b), "covariance": float(both), "variance": float(variance), "z": z,
            "p": math.erfc(abs(z) / math.sqrt(2))}


def obuchowski_error(labels, a, b, groups):
    """Standard error of AUC a - AUC b where the images of a group go together."""
    a10, a01, auc_a = placements(labels, a)
    b10, b01, auc_b = placements(labels, b)
    names = sorted(set(groups))
    with_positives = len({g for g, y in zip(groups, labels) if y == 1})
    with_negatives = len({g for g, y in zip(groups, labels) if y == 0})
    m, n, count = len(a10), len(a01), len(names)
    difference = auc_a - auc_b
    ten = {g: Fraction(0) for g in names}
    one = {g: Fraction(0) for g in names}
    for i in a10:
        ten[groups[i]] += a10[i] - b10[i] - difference
    for j in a01:
        one[groups[j]] += a01[j] - b01[j] - difference
    s10 = Fraction(with_positives, (with_positives - 1) * m) * sum(x * x for x in ten.values())
    s01 = Fraction(with_negatives, (with_negatives - 1) * n) * sum(x * x for x in one.values())
    s11 = Fraction(count, count - 1) * sum(ten[g] * one[g] for g in names)
    return math.sqrt(s10 / m + s01 / n + 2 * s11 / (m * n))


def drawn(images, images_per_group, lift_a, lift_b, seed):
    """Two models that share what makes an image hard; the images of a group look alike."""
    rng = random.Random(seed)
    labels, a, b, groups = [], [], [], []
    for group in range(images // images_per_group):
        label = 1 if rng.random() < 0.35 else 0
        alike = [rng.gauss(0, 1) for _ in range(3)]
        for _ in range(images_per_group):
            own = [rng.gauss(0, 0.3) for _ in range(3)]
            shared = alike[0] + own[0]
            labels.append(label)
            groups.append(group)
            for scores, lift, k in ((a, lift_a, 1), (b, lift_b, 2)):
                value = 0.5 + 0.12 * (lift * label + shared + 0.7 * (alike[k] + own[k]))
                scores.append(min(64, max(0, round(64 * value))) / 64)
    return labels, a, b, groups


def main():
    cases = []
    for name, images, per_group, lift_a, lift_b in (
        ("each image its own", 240, 1, 1.4, 1.0), ("four images a lesion", 240, 4, 1.4, 0.9),
        ("ten images a lesion", 200, 10, 1.2, 1.2), ("few images", 12, 1, 1.0, 0.5),
    ):
        labels, a, b, groups = drawn(images, per_group, lift_a, lift_b, f"paired {name}")
        cases.append({"name": name, "labels": labels, "a": a, "b": b, "groups": groups, "delong": delong(labels, a, b),
                      "clustered_error": obuchowski_error(labels, a, b, groups)})
    print(json.dumps({"cases": cases}, separators=(",", ":")))


main()
