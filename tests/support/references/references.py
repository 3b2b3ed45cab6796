"""Derives the reference figures of the evaluation anew, with programs that are not LesionLab.

    python references.py            prints each figure with its source, and how it agrees with what is committed
    python references.py --write    writes them to tests/unit/metrics/references.json, from which the tests read them

Needs numpy and scipy; scikit-learn, statsmodels, isic-challenge-scoring (pip) and R with pROC (r-base-core, r-cran-proc
of Debian) are used where they are installed, and the first lines say which are missing.
"""

import importlib
import importlib.metadata
import json
import math
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from scipy import optimize, special, stats

here = Path(__file__).resolve().parent
committed = here.parent.parent / "unit" / "metrics" / "references.json"
figures = {}  # name -> {"value", "sources"}
used, missing = [], []


def say(name, value, source):
    entry = figures.setdefault(name, {"value": float(value), "sources": []})
    # sources of one figure must agree with each other before anything is compared with them
    if not math.isclose(entry["value"], value, rel_tol=1e-8, abs_tol=1e-9):
        raise SystemExit(f"{name}: {source} says {value}, {entry['sources']} say {entry['value']}")
    if source not in entry["sources"]:
        entry["sources"].append(source)


def library(module, package):
    try:
        loaded = importlib.import_module(module)
    except ImportError:
        missing.append(package)
        return None, None
    used.append(f"{package} {importlib.metadata.version(package)}")
    return loaded, used[-1]


# the vector anyone can generate, a, and a coarse second reading of the same photos, b, with many ties
labels = np.array([1 if i < 117 else 0 for i in range(600)])
thousandths = []
for i, label in enumerate(labels):
    m = i * 7919 % 1000
    q = m * m // 1000
    thousandths.append(min(999, max(1, 1000 - q if label else q)))
a = np.array(thousandths) / 1000
b = np.array([(k + i * 541 % 1000) // 100 / 20 for i, k in enumerate(thousandths)])
# patients of one to four neighbouring photos each, for the group bootstrap
patients = np.array([(i + (i * i) % 3) // 3 for i in range(600)])
tutorial = np.array([1] * 117 + [0] * 483), np.array([1] * 84 + [0] * 33 + [1] * 181 + [0] * 302)


def counts(calls):
    return [int(np.sum((labels == y) & (calls == c))) for y, c in ((1, 1), (1, 0), (0, 1), (0, 0))]


def by_definition():
    """What no library has as a function: written down from the definition with numpy and scipy."""
    source = f"numpy {np.__version__}, scipy {importlib.metadata.version('scipy')}, by definition"
    used.append(source)
    say("a sum of thousandths", sum(thousandths), source)
    for threshold in (0.23, 0.5):
        for name, count in zip(("TP", "FN", "FP", "TN"), counts(a >= threshold)):
            say(f"a at {threshold} {name}", count, source)
    for name, tp, fn, fp, tn in (("tutorial", 84, 33, 181, 302), ("a at 0.23", *counts(a >= 0.23))):
        n, odds = tp + fn + fp + tn, 0.23 / 0.77
        sens, spec = tp / (tp + fn), tn / (tn + fp)
        say(f"{name} LR+", sens / (1 - spec), source)
        say(f"{name} LR-", (1 - sens) / spec, source)
        say(f"{name} net benefit at .23", tp / n - fp / n * odds, source)
        say(f"{name} net benefit of all at .23", (tp + fn) / n - (fp + tn) / n * odds, source)
        # Mercaldo's interval: the delta method on the logit, here with numerical derivatives in place of his formulas
        def logits(rates, p=0.02):
            ppv = rates[0] * p / (rates[0] * p + (1 - rates[1]) * (1 - p))
            npv = rates[1] * (1 - p) / (rates[1] * (1 - p) + (1 - rates[0]) * p)
            return np.array([special.logit(ppv), special.logit(npv)])
        centre = logits((sens, spec))
        h = 1e-6
        bySens = (logits((sens + h, spec)) - logits((sens - h, spec))) / (2 * h)
        bySpec = (logits((sens, spec + h)) - logits((sens, spec - h))) / (2 * h)
        variance = bySens**2 * sens * (1 - sens) / (tp + fn) + bySpec**2 * spec * (1 - spec) / (fp + tn)
        reach = stats.norm.ppf(0.975) * np.sqrt(variance)
        for place, kind in enumerate(("PPV", "NPV")):
            say(f"{name} {kind} at 2%", special.expit(centre[place]), source)
            # derivatives by differences are right to some nine digits
            say(f"{name} {kind} at 2% low", round(special.expit(centre[place] - reach[place]), 9), source)
            say(f"{name} {kind} at 2% high", round(special.expit(centre[place] + reach[place]), 9), source)
    loss = lambda t: -np.mean(np.where(labels == 1, special.log_expit(special.logit(a) / t), special.log_expit(-special.logit(a) / t)))
    fit = optimize.minimize_scalar(loss, bounds=(0.5, 5), method="bounded", options={"xatol": 1e-12})
    say("a temperature", round(fit.x, 6), source)
    say("a log loss after temperature", fit.fun, source)
    tens = np.minimum(9, np.floor(a * 10))
    say("a ECE", sum(abs(a[tens == t].sum() - labels[tens == t].sum()) for t in range(10)) / 600, source)
    for name, n in (("malignant", 117), ("benign", 483)):
        say(f"exact Kolmogorov-Smirnov distance, {name}", stats.kstwo.ppf(math.sqrt(0.95), n), source)
    say("photos for .90 +- .05", math.ceil(stats.norm.ppf(0.975) ** 2 * 0.9 * 0.1 / 0.05**2), source)
    say("exact pairs 20 of 20 low", 0.025 ** (1 / 20), source)
    say("a clustered standard error (Obuchowski 1997)", clustered_error(a), source)


def clustered_error(score):
    """Obuchowski's DeLong variance for photos in groups (Biometrics 53:567-578)."""
    of = lambda x, y: np.mean(np.where(x[:, None] > y[None, :], 1.0, np.where(x[:, None] == y[None, :], 0.5, 0.0)), axis=1)
    positives, negatives = score[labels == 1], score[labels == 0]
    v10, v01 = of(positives, negatives), 1 - of(negatives, positives)
    theta = v10.mean()
    ids = np.unique(patients)
    sums = lambda v, who: np.array([v[who == i].sum() - theta * np.sum(who == i) for i in ids])
    s10, s01 = sums(v10, patients[labels == 1]), sums(v01, patients[labels == 0])
    i10, i01, i = len(np.unique(patients[labels == 1])), len(np.unique(patients[labels == 0])), len(ids)
    m, n = len(positives), len(negatives)
    variance = i10 / (i10 - 1) * np.sum(s10**2) / m**2 + i01 / (i01 - 1) * np.sum(s01**2) / n**2
    return math.sqrt(variance + 2 * i / (i - 1) * np.sum(s10 * s01) / (m * n))


def by_sklearn():
    metrics, source = library("sklearn.metrics", "scikit-learn")
    if metrics is None:
        return
    for name, score in (("a", a), ("b", b)):
        say(f"{name} AUC", metrics.roc_auc_score(labels, score), source)
        say(f"{name} average precision", metrics.average_precision_score(labels, score), source)
        say(f"{name} McClish max_fpr .1", metrics.roc_auc_score(labels, score, max_fpr=0.1), source)
    say("a Brier", metrics.brier_score_loss(labels, a), source)
    say("a log loss", metrics.log_loss(labels, a), source)
    for name, truth, calls in (("tutorial", *tutorial), ("a at 0.23", labels, a >= 0.23), ("a at 0.5", labels, a >= 0.5)):
        say(f"{name} sensitivity", metrics.recall_score(truth, calls), source)
        say(f"{name} specificity", metrics.recall_score(truth, calls, pos_label=0), source)
        say(f"{name} PPV", metrics.precision_score(truth, calls), source)
        say(f"{name} NPV", metrics.precision_score(truth, calls, pos_label=0), source)
        say(f"{name} balanced accuracy", metrics.balanced_accuracy_score(truth, calls), source)
        say(f"{name} F1", metrics.f1_score(truth, calls), source)
        say(f"{name} MCC", metrics.matthews_corrcoef(truth, calls), source)
        say(f"{name} kappa", metrics.cohen_kappa_score(truth, calls), source)
    fpr, tpr, thresholds = metrics.roc_curve(labels, a, drop_intermediate=False)
    for target in (0.8, 0.82, 0.89, 0.9, 0.95):
        first = np.argmax(tpr >= target)
        say(f"a specificity at sensitivity {target}", 1 - fpr[first], source)
        say(f"a threshold for sensitivity {target}", thresholds[first], source)
    last = np.flatnonzero(1 - fpr >= 0.9)[-1]
    say("a sensitivity at specificity 0.9", tpr[last], source)
    say("a threshold for specificity 0.9", thresholds[last], source)
    youden = np.argmax(tpr - fpr)
    say("a Youden J", tpr[youden] - fpr[youden], source)
    say("a Youden threshold", thresholds[youden], source)
    for least in (0.8, 0.88):  # as ISIC 2024 scores: classes changed over, so that the line lies at a false positive rate
        most = 1 - least
        scaled = metrics.roc_auc_score(1 - labels, -a, max_fpr=most)
        say(f"a partial AUC TPR>= {least}", 0.5 * most**2 + (most - 0.5 * most**2) / 0.5 * (scaled - 0.5), source)
    toy = [0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]
    say("toy AUC", metrics.roc_auc_score(*toy), source)
    say("toy average precision", metrics.average_precision_score(*toy), source)


def by_statsmodels():
    api, source = library("statsmodels.api", "statsmodels")
    if api is None:
        return
    from statsmodels.stats import contingency_tables, multitest, proportion

    for count, total in ((84, 117), (302, 483), (0, 20), (117, 117), (104, 117), (232, 483)):
        for method, name in (("wilson", "Wilson"), ("beta", "Clopper-Pearson")):
            low, high = proportion.proportion_confint(count, total, method=method)
            say(f"{count} of {total} {name} low", max(0, low), source)
            say(f"{count} of {total} {name} high", min(1, high), source)
    logits = special.logit(a)
    line = api.Logit(labels, api.add_constant(logits)).fit(disp=0, tol=1e-14, maxiter=100).params
    say("a calibration intercept", line[0], source)
    say("a calibration slope", line[1], source)
    offset = api.GLM(labels, np.ones(600), family=api.families.Binomial(), offset=logits).fit(tol=1e-14)
    say("a calibration in the large", offset.params[0], source)
    right = (a >= 0.5) == labels, (b >= 0.5) == labels
    for among in ("all", "malignant", "benign"):
        kept = np.ones(600, bool) if among == "all" else labels == (among == "malignant")
        one, two = (int(np.sum(x & ~y & kept)) for x, y in (right, right[::-1]))
        say(f"McNemar {among} exact p", contingency_tables.mcnemar([[0, one], [two, 0]], exact=True).pvalue, source)
    say("McNemar 700 against 610 p", contingency_tables.mcnemar([[0, 700], [610, 0]], exact=False, correction=True).pvalue, source)
    for i, p in enumerate(multitest.multipletests([0.03, 0.001, 0.04, 0.02, 0.8], method="holm")[1]):
        say(f"Holm {i + 1}", p, source)


def by_isic_scorer():
    scorer, source = library("isic_challenge_scoring.metrics", "isic-challenge-scoring")
    if scorer is None:
        return
    import pandas

    truth, score, weights = pandas.Series(labels.astype(float)), pandas.Series(a), pandas.Series(np.ones(600))
    cell = dict(zip(("TP", "FN", "FP", "TN"), counts(a > 0.5)))
    table = pandas.Series(cell)
    for name in ("accuracy", "sensitivity", "specificity", "dice", "ppv", "npv"):
        say(f"ISIC {name}", getattr(scorer, f"binary_{name}")(table), source)
    empty = pandas.Series({"TP": 0, "FN": 0, "FP": 0, "TN": 5})
    for name in ("sensitivity", "dice", "ppv"):
        say(f"ISIC {name} of nothing", getattr(scorer, f"binary_{name}")(empty), source)
    say("ISIC auc_sens_80", scorer.auc_above_sensitivity(truth, score, weights, 0.8), source)
    say("ISIC ap", scorer.average_precision(truth, score, weights), source)
    both = lambda column: pandas.DataFrame({"malignant": column, "benign": 1 - column})
    say("ISIC balanced_accuracy", scorer.balanced_multiclass_accuracy(both(truth), both(score), weights), source)


def by_r():
    if shutil.which("Rscript") is None:
        missing.append("R")
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.csv"
        rows = "".join(f"{y},{float(s)!r},{float(t)!r}\n" for y, s, t in zip(labels, a, b))
        file.write_text("label,a,b\n" + rows)
        lines = subprocess.run(
            ["Rscript", str(here / "references.R"), str(file)], check=True, capture_output=True, text=True
        ).stdout.splitlines()
    for line in lines:
        name, *rest = line.split("\t")
        if name == "missing":
            missing.append(rest[0])
        else:
            say(name, float(rest[1]), rest[0])
            if rest[0] not in used:
                used.append(rest[0])


for derive in (by_definition, by_sklearn, by_statsmodels, by_isic_scorer, by_r):
    derive()
print("used:", "; ".join(used))
print("missing:", ", ".join(missing) or "nothing")
if "--write" in sys.argv:
    if missing:
        raise SystemExit("not written: a reference is missing")
    shown = {name: {**entry, "sources": "; ".join(entry["sources"])} for name, entry in figures.items()}
    committed.write_text(json.dumps({"used": "; ".join(used), "figures": shown}, indent=2).replace("e-0", "e-") + "\n")
else:
    before = json.loads(committed.read_text())["figures"] if committed.exists() else {}
    for name, entry in figures.items():
        value, known = entry["value"], before.get(name, {}).get("value")
        # what pROC draws by chance is not the same under another version of R
        same = known is not None and math.isclose(known, value, rel_tol=1e-8, abs_tol=1e-9)
        mark = "same" if same else "new" if known is None else "DIFFERS"
        print(f"{mark:8}{name:48}{value:<24.15g}{'; '.join(entry['sources'])}")
