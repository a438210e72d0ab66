"""Records the thresholds that follow from costs, a floor or a capacity, for tests/ml/metrics_consequence_test.cpp.

Usage: python record_consequence.py > consequence.json        (needs nothing but Python)

By trying every threshold there is, in exact fractions; a choice is recorded as what it calls positive. Scores are
multiples of 1/64, so that ties occur and float holds them exactly.
"""
import json
import random
from fractions import Fraction


def outcome(labels, scores, threshold, prevalence):
    positives = sum(labels)
    negatives = len(labels) - positives
    hits = sum(1 for y, s in zip(labels, scores) if y == 1 and s >= threshold)
    alarms = sum(1 for y, s in zip(labels, scores) if y == 0 and s >= threshold)
    p = Fraction(prevalence) if prevalence else Fraction(positives, len(labels))
    sensitivity, specificity = Fraction(hits, positives), 1 - Fraction(alarms, negatives)
    called = p * sensitivity + (1 - p) * (1 - specificity)
    return {"hits": hits, "alarms": alarms, "sensitivity": sensitivity, "specificity": specificity, "called": called,
            "ppv": p * sensitivity / called if called else None,
            "npv": (1 - p) * specificity / (1 - called) if called != 1 else None, "miss": p * (1 - sensitivity),
            "alarm": (1 - p) * (1 - specificity)}


def choose(labels, scores, rule):
    """Of all thresholds from the highest down; the last of equally good ones."""
    prevalence = rule.get("prevalence")
    best = None
    for threshold in [1.5] + sorted(set(scores), reverse=True):
        now = outcome(labels, scores, threshold, prevalence)
        if rule["kind"] == "cost":
            value = -(Fraction(rule["miss_cost"]) * now["miss"] + Fraction(rule["false_alarm_cost"]) * now["alarm"])
        elif rule["kind"] == "sensitivity":
            if now["sensitivity"] < Fraction(rule["floor"]):
                continue
            value = now["specificity"]
        else:
            if now["called"] > Fraction(rule["capacity"]):
                continue
            value = now["hits"] + now["alarms"]
        if best is None or value >= best[0]:
            best = (value, now)
    return {k: v if v is None or isinstance(v, int) else float(v) for k, v in best[1].items()}


def main():
    rules = [{"kind": "cost", "miss_cost": m, "false_alarm_cost": f, **({"prevalence": p} if p else {})}
             for m, f in (("1", "1"), ("5", "1"), ("50", "2")) for p in (None, "0.05", "0.5")]
    rules += [{"kind": "sensitivity", "floor": f, **({"prevalence": p} if p else {})}
              for f in ("0.5", "0.95", "1") for p in (None, "0.01")]
    rules += [{"kind": "capacity", "capacity": c, **({"prevalence": p} if p else {})}
              for c in ("0.1", "0.2", "0.9") for p in (None, "0.05")]
    cases = []
    for seed, n in (("small", 12), ("middle", 80), ("large", 300)):
        rng = random.Random(seed)
        labels = [1 if rng.random() < 0.3 else 0 for _ in range(n)]
        labels[0], labels[1] = 0, 1
        scores = [min(60, max(0, round(64 * (0.4 + 0.2 * y + rng.gauss(0, 0.18))))) / 64 for y in labels]
        cases.append({"labels": labels, "scores": scores,
                      "chosen": [{"rule": rule, "is": choose(labels, scores, rule)} for rule in rules]})
    print(json.dumps({"cases": cases}, separators=(",", ":")))


main()
