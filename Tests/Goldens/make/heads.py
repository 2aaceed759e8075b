#!/usr/bin/env python3
"""Training steps of small heads by PyTorch, every loss, for `HeadTests`.

    heads.py Tests/Goldens/heads.json
"""
import json
import sys

import torch


def losses(name, out, target):
    if name == 'cross_entropy':
        return torch.nn.functional.cross_entropy(out, target.long())
    error = out[:, 0] - target
    if name == 'squared_error':
        return (error ** 2).mean()
    if name == 'entropy_weighted':
        return (error ** 2 / target.clamp(min=0.1)).mean()
    return (error ** 2 + torch.relu(-error) ** 2).mean()


def numbers(module):
    """Weights and biases of each layer, flat, as `Perceptron` holds them."""
    return [x for p in module.parameters() for x in p.detach().flatten().tolist()]


def run(name, hidden, seed, steps=25):
    torch.manual_seed(seed)
    width, rows = 5, 12
    outputs = 3 if name == 'cross_entropy' else 1
    widths = [width] + hidden + [outputs]
    layers = []
    for i, (a, b) in enumerate(zip(widths, widths[1:])):
        layers += [torch.nn.Linear(a, b)] + ([torch.nn.ReLU()] if i < len(hidden) else [])
    net = torch.nn.Sequential(*layers)
    x = torch.randn(rows, width)
    target = torch.randint(0, 3, (rows,)).float() if outputs == 3 else torch.rand(rows) * 3
    start = numbers(net)
    adam = torch.optim.Adam(net.parameters(), lr=0.01)
    history = []
    for _ in range(steps):
        adam.zero_grad()
        loss = losses(name, net(x), target)
        loss.backward()
        history.append(loss.item())
        if not history[1:]:
            gradient = [g for p in net.parameters() for g in p.grad.flatten().tolist()]
        adam.step()
    return {'loss': name, 'widths': widths, 'features': x.flatten().tolist(), 'targets': target.tolist(),
            'start': start, 'gradient': gradient, 'losses': history, 'end': numbers(net), 'outputs': net(x).flatten().tolist()}


def short(value):
    if isinstance(value, float):
        return float(f'{value:.8g}')
    if isinstance(value, list):
        return [short(v) for v in value]
    return {k: short(v) for k, v in value.items()} if isinstance(value, dict) else value


def main(path):
    names = ['cross_entropy', 'squared_error', 'entropy_weighted', 'underestimate_penalised']
    cases = [run(n, h, 10 * i + len(h)) for i, n in enumerate(names) for h in ([], [7], [6, 4])]
    with open(path, 'w') as f:
        f.write('[\n' + ',\n'.join(json.dumps(short(c), separators=(',', ':')) for c in cases) + ']\n')


if __name__ == '__main__':
    main(sys.argv[1])
