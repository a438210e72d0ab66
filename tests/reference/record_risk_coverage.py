"""Records what risk and coverage must give, for tests/ml/metrics_risk_coverage_test.cpp.

Usage: python record_risk_coverage.py > risk_coverage.json        (needs nothing but Python)

By the definition, in exact fractions: images are answered one by one in rising doubt, the risk after each is the share
of wrong ones so far, and the area is their mean (Geifman and El-Yaniv 2017). Where doubts are equal every order of the
equal ones is walked through and the areas are averaged. The perfect area ranks the right ones first. Doubts are
multiples of 1/64, so that ties occur and float holds them exactly.
"""
import itertools
import json
import random
from fractions import Fraction


def area_of_order(wrong):
    errors, total = 0, Fraction(0)
    for answered, one in enumerate(wrong, 1):
        errors += one
        total += Fraction(errors, answered)
    return total / len(wrong)


def orders(wrong, doubt):
    blocks = {}
    for w, d in zip(wrong, doubt):
        blocks.setdefault(d, []).append(w)
    # Distinct arrangements of a block occur equally often among its permutations.
    arranged = [sorted(set(itertools.permutations(blocks[d]))) for d in sorted(blocks)]
    for choice in itertools.product(*arranged):
        yield [w for block in choice for w in block]


def case(name, wrong, doubt, coverage):
    areas = [area_of_order(order) for order in orders(wrong, doubt)]
    area = sum(areas) / len(areas)
    perfect = area_of_order(sorted(wrong))
    count = next(k for k in range(1, len(doubt) + 1)
                 if Fraction(k, len(doubt)) >= Fraction(str(coverage)) and
                 (k == len(doubt) or sorted(doubt)[k] > sorted(doubt)[k - 1]))
    limit = sorted(doubt)[count - 1]
    kept = [w for w, d in zip(wrong, doubt) if d <= limit]
    return {"name": name, "wrong": wrong, "doubt": doubt, "area": float(area), "perfect": float(perfect),
            "excess": float(area - perfect), "coverage": coverage, "most_doubt": limit, "answered": len(kept),
            "risk": float(Fraction(sum(kept), len(kept)))}


def drawn(seed, n, levels, chance):
    draw = random.Random(seed)
    doubt = [draw.randrange(levels) / 64 for _ in range(n)]
    wrong = [1 if draw.random() < chance * (0.3 + 64 * d / levels) else 0 for d in doubt]
    return wrong, doubt


cases = [case("no_ties", *drawn(1, 40, 1 << 20, 0.4), 0.8),
         case("some_ties", *drawn(2, 14, 8, 0.9), 0.5),
         case("all_equal", [0, 1, 0, 0, 1, 0], [0.5] * 6, 0.5),
         case("perfect", [0, 0, 0, 1, 1], [1, 2, 3, 4, 5], 0.6),
         case("worst", [1, 1, 0, 0, 0], [1, 2, 3, 4, 5], 0.4),
         case("nothing_wrong", [0, 0, 0, 0], [1, 2, 3, 4], 1),
         case("everything_wrong", [1, 1, 1], [3, 2, 1], 0.3)]
print(json.dumps({"cases": cases}))
