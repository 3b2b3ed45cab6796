"""Derives every figure of small random sets of scores, ties and single classes among them, with scikit-learn, statsmodels and scipy.

    python randomSets.py            compares what is committed with what they say now
    python randomSets.py --write    writes tests/unit/metrics/randomSets.jsonl, which the tests read

Sets: 60 of 4 to 40 photos, scores in tenths, twentieths, hundredths, as small as 1e-14 or in full; the threshold is often one of the scores. A figure
that is undefined, or has no finite value (a calibration slope of separated classes), is null.
"""

import json
import math
import sys
import warnings
from pathlib import Path

import numpy as np
import statsmodels.api as api
from scipy import optimize, special, stats
from sklearn import metrics
from statsmodels.stats import contingency_tables, proportion

committed = Path(__file__).resolve().parent.parent.parent / "unit" / "metrics" / "randomSets.jsonl"
EPSILON = 2.0**-52
Z = stats.norm.ppf(0.975)
warnings.filterwarnings("ignore")


def random_sets():
    rng = np.random.default_rng(20260)
    for k in range(60):
        n = int(rng.integers(4, 41))
        labels = (rng.random(n) < rng.uniform(0.15, 0.85)).astype(int)
        if k % 20 == 7:
            labels[:] = k // 20 % 2
        else:
            labels[:2], labels[-2:] = 1, 0
        logits = rng.normal(size=n) * 1.5 + labels * rng.uniform(-0.3, 2.5) - rng.uniform(-1, 2)
        scores = 1 / (1 + np.exp(-logits))
        kind = k % 5
        if kind < 3:
            scores = np.round(scores * (10, 20, 100)[kind]) / (10, 20, 100)[kind]
        elif kind == 3:
            scores = np.where(rng.random(n) < 0.3, 10.0 ** -rng.integers(1, 15, size=n), scores)
        other = np.clip(np.round((scores + rng.normal(size=n) * 0.2) * 10) / 10, 0, 1)
        threshold = float(rng.choice(scores)) if k % 2 else round(float(rng.random()), 2)
        yield labels, scores, other, threshold, round(float(rng.uniform(0.01, 0.5)), 3)


def ratio(count, total):
    return count / total if total else None


def placements(labels, scores):
    malignant, benign = scores[labels == 1], scores[labels == 0]
    wins = (malignant[:, None] > benign[None, :]) + 0.5 * (malignant[:, None] == benign[None, :])
    return wins.mean(axis=1), wins.mean(axis=0)


def delong(labels, scores, other):
    (a1, a0), (b1, b0) = placements(labels, scores), placements(labels, other)
    covariance = np.cov(a1, b1) / len(a1) + np.cov(a0, b0) / len(a0)
    own, difference = covariance[0, 0], covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
    area = a1.mean()
    z = (area - b1.mean()) / math.sqrt(difference) if difference > 1e-16 else None
    return {
        "delongLow": max(0, area - Z * math.sqrt(own)) if own > 1e-16 else None,
        "delongHigh": min(1, area + Z * math.sqrt(own)) if own > 1e-16 else None,
        "pairedZ": z,
        "pairedP": None if z is None else 2 * stats.norm.sf(abs(z)),
    }


def calibration(labels, scores):
    inside = np.clip(scores, EPSILON, 1 - EPSILON)
    logits = np.log(inside) - np.log1p(-inside)
    malignant, benign = logits[labels == 1], logits[labels == 0]
    family = api.families.Binomial()
    # statsmodels' GLM with an offset runs away from logits of -32
    large = optimize.brentq(lambda a: np.sum(labels - special.expit(a + logits)), -80, 80, xtol=1e-14, rtol=1e-14)
    if benign.max() <= malignant.min() or malignant.max() <= benign.min():
        return {"intercept": None, "slope": None, "inTheLarge": large}
    line = api.GLM(labels, api.add_constant(logits, has_constant="add"), family=family).fit(tol=1e-15, maxiter=300).params
    return {"intercept": line[0], "slope": line[1], "inTheLarge": large}


def figures(labels, scores, other, threshold, prevalence):
    n, calls = len(labels), scores >= threshold
    tp, fn = int(np.sum(calls & (labels == 1))), int(np.sum(~calls & (labels == 1)))
    fp, tn = int(np.sum(calls & (labels == 0))), int(np.sum(~calls & (labels == 0)))
    positives, negatives = tp + fn, fp + tn
    both = positives > 0 and negatives > 0
    out = {"tp": tp, "fn": fn, "fp": fp, "tn": tn}
    for name, count, total in (("sensitivity", tp, positives), ("specificity", tn, negatives), ("ppv", tp, tp + fp), ("npv", tn, tn + fn)):
        low, high = proportion.proportion_confint(count, total, method="wilson") if total else (None, None)
        out |= {name: ratio(count, total), f"{name}Low": low, f"{name}High": high}
    out["accuracy"] = metrics.accuracy_score(labels, calls)
    out["balancedAccuracy"] = metrics.balanced_accuracy_score(labels, calls) if both else None
    out["f1"] = metrics.f1_score(labels, calls) if 2 * tp + fp + fn else None
    out["mcc"] = metrics.matthews_corrcoef(labels, calls) if positives * negatives * (tp + fp) * (tn + fn) else None
    chance = (tp + fp) * positives + (tn + fn) * negatives
    out["kappa"] = metrics.cohen_kappa_score(labels, calls, labels=[0, 1]) if chance != n * n else None
    out["likelihoodPositive"] = (tp / positives) / (fp / negatives) if both and fp else None
    out["likelihoodNegative"] = (fn / positives) / (tn / negatives) if both and tn else None
    out["netBenefit"] = tp / n - fp / n * threshold / (1 - threshold) if threshold < 1 else None
    out["averagePrecision"] = metrics.average_precision_score(labels, scores) if positives else None
    out["brier"] = np.mean((scores - labels) ** 2)
    out["logLoss"] = -np.mean(np.log(np.clip(np.where(labels == 1, scores, 1 - scores), EPSILON, 1)))
    bins = np.clip(np.digitize(scores, [i / 10 for i in range(11)]) - 1, 0, 9)
    out["ece"] = sum(abs(scores[bins == b].sum() - labels[bins == b].sum()) for b in range(10)) / n
    right, other_right = calls == labels, (other >= 0.5) == labels
    one, two = int(np.sum(right & ~other_right)), int(np.sum(~right & other_right))
    out["mcnemarP"] = contingency_tables.mcnemar([[0, one], [two, 0]], exact=True).pvalue if one + two else 1.0
    if not both:
        return out | {"auc": None, "delongLow": None, "intercept": None, "slope": None, "inTheLarge": None}
    out["auc"] = metrics.roc_auc_score(labels, scores)
    out["mcclish"] = metrics.roc_auc_score(labels, scores, max_fpr=0.1)
    # as ISIC 2024 scores: classes changed over, so that the line lies at a false positive rate
    scaled = metrics.roc_auc_score(1 - labels, -scores, max_fpr=0.2)
    out["partialAuc"] = 0.5 * 0.04 + (0.2 - 0.5 * 0.04) / 0.5 * (scaled - 0.5)
    fpr, tpr, thresholds = metrics.roc_curve(labels, scores, drop_intermediate=False)
    first, last = np.argmax(tpr >= 0.9), np.flatnonzero(1 - fpr >= 0.9)[-1]
    out |= {"specificityAt90": 1 - fpr[first], "thresholdAt90": thresholds[first]}
    # the first corner calls nothing malignant: no score does that
    out["sensitivityAt90"] = tpr[last] if last > 0 else None
    out["youden"] = max((tpr - fpr)[1:])
    sens, spec = tp / positives, tn / negatives
    if tp and fn and fp and tn:
        ppv = sens * prevalence / (sens * prevalence + (1 - spec) * (1 - prevalence))
        reach = Z * math.sqrt((1 - sens) / sens / positives + spec / (1 - spec) / negatives)
        out |= {"mercaldoPpv": ppv, "mercaldoLow": special.expit(special.logit(ppv) - reach), "mercaldoHigh": special.expit(special.logit(ppv) + reach)}
    return out | delong(labels, scores, other) | calibration(labels, scores)


def plain(value):
    return None if value is None else int(value) if isinstance(value, (int, np.integer)) else float(value)


sets = []
for labels, scores, other, threshold, prevalence in random_sets():
    expected = {name: plain(value) for name, value in figures(labels, scores, other, threshold, prevalence).items()}
    given = {"labels": labels.tolist(), "scores": scores.tolist(), "other": other.tolist(), "threshold": threshold, "prevalence": prevalence}
    sets.append({**given, "expected": expected})

if "--write" in sys.argv:
    committed.write_text("".join(json.dumps(each) + "\n" for each in sets))
else:
    differing = 0
    for number, (now, before) in enumerate(zip(sets, map(json.loads, committed.read_text().splitlines()), strict=True)):
        for name, value in now["expected"].items():
            known = before["expected"].get(name)
            if (value is None) != (known is None) or (value is not None and abs(value - known) > 1e-9 * max(1, abs(value))):
                differing += 1
                print(f"set {number}: {name} was {known}, is {value}")
    print(f"{sum(len(each['expected']) for each in sets)} figures of {len(sets)} sets, {differing} differ")
