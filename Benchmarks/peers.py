"""Times this project and its peers on the same inputs, interleaved, and prints medians and ratios.

python peers.py score BENCHMARKS MODEL.gguf [--rounds 5] [--documents 4]
python peers.py fit BENCHMARKS [--rows 20000] [--width 4096] [--rounds 3]

Needs torch, transformers and gguf (score), scikit-learn and numpy (fit).
"""
import argparse, json, os, statistics, subprocess, tempfile, time
import numpy as np

os.environ["HF_HUB_OFFLINE"] = "1"


def ours(command):
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(result.stdout.strip().splitlines()[-1])


def summary(name, seconds, work=None):
    median = statistics.median(seconds)
    rate = f"  {work / median:8.0f} tokens/s" if work else ""
    print(f"{name:44s} {median:8.3f} s  ({min(seconds):.3f}-{max(seconds):.3f}){rate}", flush=True)
    return median


def reference_product(size=1536):
    """GFLOP/s of a numpy product, to see whether the machine changed its speed meanwhile."""
    a = np.ones((size, size), np.float32)
    a @ a
    start = time.perf_counter()
    a @ a
    return 2 * size**3 / (time.perf_counter() - start) / 1e9


def score(args):
    import torch
    from transformers import AutoModelForCausalLM

    torch.set_num_threads(args.threads)
    folder, file = os.path.split(os.path.abspath(args.model))
    model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=torch.float32).eval()
    generator = np.random.default_rng(0)
    ids = generator.integers(5, model.config.vocab_size, (args.documents, args.length))

    def transformers_chunked():
        """The fastest setting that was found: one document a batch, the head over 64 rows at a time."""
        total = 0.0
        with torch.inference_mode():
            for row in ids:
                hidden = model.model(input_ids=torch.tensor(row[None])).last_hidden_state[0]
                for start in range(0, hidden.shape[0], 64):
                    log = torch.log_softmax(model.lm_head(hidden[start : start + 64]), -1)
                    total += float(-(log.exp() * log).sum())
        return total / ids.size

    with tempfile.TemporaryDirectory() as scratch:
        tokens = os.path.join(scratch, "tokens.json")
        json.dump(ids.tolist(), open(tokens, "w"))
        command = [args.benchmarks, "score", "--model", args.model, "--tokens", tokens]
        transformers_chunked()
        print(f"reference product before: {reference_product():.0f} GFLOP/s")
        mine, theirs = [], []
        for _ in range(args.rounds):
            result = ours(command)
            mine.append(result["seconds"])
            start = time.perf_counter()
            entropy = transformers_chunked()
            theirs.append(time.perf_counter() - start)
        print(f"reference product after: {reference_product():.0f} GFLOP/s")
    a = summary("knowable float32", mine, ids.size)
    b = summary(f"transformers float32, {args.threads} threads", theirs, ids.size)
    print(f"ratio {b / a:.2f}; mean entropy {result['mean_entropy_nats']:.6f} and {entropy:.6f} nats;")
    print(f"start to first document {result['seconds_to_first_document']:.2f} s;")
    print(f"peak memory {result['peak_bytes'] / 1e6:.0f} MB")


def fit(args):
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    generator = np.random.default_rng(1)
    n, d = args.rows, args.width
    x = generator.standard_normal((n, d), dtype=np.float32)
    if args.ill:
        # A power-law spectrum in rotated directions: what hidden states look like.
        rotation, _ = np.linalg.qr(generator.standard_normal((d, d)).astype(np.float32))
        x = (x / np.arange(1, d + 1, dtype=np.float32)) @ rotation
    w = generator.standard_normal(d) / np.sqrt(d)
    z = StandardScaler().fit_transform(x) @ w
    y = (generator.random(n) < 1 / (1 + np.exp(-2 * z))).astype(np.int32)
    scaled = StandardScaler().fit_transform(x.astype(np.float64)).astype(np.float32)

    def objective(model):
        s = scaled.astype(np.float64) @ model.coef_[0] + model.intercept_[0]
        return 0.5 * float(model.coef_[0] @ model.coef_[0]) + float(np.logaddexp(0, -(2 * y - 1) * s).sum())

    with tempfile.TemporaryDirectory() as scratch:
        features, labels = os.path.join(scratch, "x.npy"), os.path.join(scratch, "y.npy")
        np.save(features, x)
        np.save(labels, y)
        command = [args.benchmarks, "fit", "--features", features, "--labels", labels]
        mine, theirs = [], []
        for _ in range(args.rounds):
            result = ours(command)
            mine.append(result["seconds"])
            start = time.perf_counter()
            model = LogisticRegression(C=1.0, tol=args.tolerance, max_iter=5000).fit(
                StandardScaler().fit_transform(x), y)
            theirs.append(time.perf_counter() - start)
    a = summary(f"knowable {n} x {d}", mine)
    b = summary(f"scikit-learn lbfgs, tol {args.tolerance:g}", theirs)
    print(f"ratio {b / a:.1f}; objective {result['objective']:.6f} and {objective(model):.6f}")


parser = argparse.ArgumentParser()
commands = parser.add_subparsers(required=True)
p = commands.add_parser("score")
p.add_argument("benchmarks")
p.add_argument("model")
p.add_argument("--rounds", type=int, default=5)
p.add_argument("--documents", type=int, default=4)
p.add_argument("--length", type=int, default=512)
p.add_argument("--threads", type=int, default=os.cpu_count())
p.set_defaults(run=score)
p = commands.add_parser("fit")
p.add_argument("benchmarks")
p.add_argument("--rows", type=int, default=20000)
p.add_argument("--width", type=int, default=4096)
p.add_argument("--rounds", type=int, default=3)
p.add_argument("--tolerance", type=float, default=1e-4)
p.add_argument("--ill", action="store_true")
p.set_defaults(run=fit)
args = parser.parse_args()
args.run(args)
