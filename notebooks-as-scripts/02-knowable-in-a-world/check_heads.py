#!/usr/bin/env python3
"""The heads of `knowable pair` beside PyTorch and scikit-learn, on the very same positions.

    knowable label --small OUT/small.store --large OUT/large.store --output labels.jsonl
    check_heads.py OUT/small.store labels.jsonl block.2 [hidden] [learning rate]

Trains the paper's recipe (one hidden layer, dropout 0.1 in front of the ReLU, Adam, batch 64, validated
every 200 steps, 20 validations of patience, lowest validation loss kept) for three seeds, and a logistic
regression (StandardScaler, C by grouped cross-validation), and prints test AUROCs. Needs numpy, torch,
safetensors, scikit-learn.
"""
import json
import sys

import numpy as np
import torch
from safetensors.torch import load_file
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GridSearchCV, GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def rows(store, tap):
    manifest = json.load(open(f'{store}/manifest.json'))
    place, features, start = {}, [], 0
    for shard in manifest['shards']:
        tensors = load_file(f"{store}/{shard['file']}")
        documents = [json.loads(l)['id'] for l in open(f"{store}/{shard['file'].replace('.safetensors', '.documents.jsonl')}")]
        numbers = tensors['document'].tolist()
        first = numbers[0] if numbers else 0
        for i, (d, p) in enumerate(zip(numbers, tensors['position'].tolist())):
            place[documents[d - first], p] = start + i
        features.append(tensors['tap.' + tap].float())
        start += len(numbers)
    return place, torch.cat(features)


def main(store, labels, tap, hidden=2048, rate=1e-4):
    place, features = rows(store, tap)
    lines = [l for l in map(json.loads, open(labels)) if l['balanced']]
    parts = {}
    for name in ['train', 'validation', 'test']:
        chosen = [l for l in lines if l['part'] == name]
        x = features[[place[l['document'], l['position']] for l in chosen]]
        y = torch.tensor([l['class'] == 'aleatoric' for l in chosen]).long()
        parts[name] = x, y, [l['document'] for l in chosen]
    (x, y, groups), (vx, vy, _), (tx, ty, _) = parts['train'], parts['validation'], parts['test']
    print(f'{len(y)} train, {len(vy)} validation, {len(ty)} test positions')
    grid = GridSearchCV(make_pipeline(StandardScaler(), LogisticRegression(max_iter=5000)),
                        {'logisticregression__C': [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10]},
                        scoring='neg_log_loss', cv=GroupKFold(5))
    grid.fit(x.numpy(), y.numpy(), groups=groups)
    print('logistic regression', roc_auc_score(ty, grid.decision_function(tx.numpy())), grid.best_params_)
    for seed in range(3):
        torch.manual_seed(seed)
        net = torch.nn.Sequential(torch.nn.Linear(x.shape[1], hidden), torch.nn.Dropout(0.1), torch.nn.ReLU(),
                                  torch.nn.Linear(hidden, 2))
        adam, loss = torch.optim.Adam(net.parameters(), lr=rate), torch.nn.CrossEntropyLoss()
        best, kept, step, misses = np.inf, None, 0, 0
        while misses < 20:
            for batch in torch.randperm(len(y)).split(64):
                net.train()
                adam.zero_grad()
                loss(net(x[batch]), y[batch]).backward()
                adam.step()
                step += 1
                if step % 200 == 0:
                    net.eval()
                    with torch.no_grad():
                        value = loss(net(vx), vy).item()
                    misses += 1
                    if value < best:
                        best, kept, misses = value, {k: v.clone() for k, v in net.state_dict().items()}, 0
        net.load_state_dict(kept)
        net.eval()
        with torch.no_grad():
            out = net(tx)
        print(f'MLP {hidden}, seed {seed}', roc_auc_score(ty, (out[:, 1] - out[:, 0]).numpy()), f'{step} steps')


if __name__ == '__main__':
    args = sys.argv[1:]
    main(*args[:3], *(int(a) for a in args[3:4]), *(float(a) for a in args[4:5]))
