#!/usr/bin/env python3
"""Records forward values, gradients and optimiser steps of small networks in PyTorch (float64).

Writes network.json beside this script. The weights are not stored: both this script and the test make
them from the same integer hash (see `numbers`). Of every gradient tensor its norm, its projection on a
hashed direction and a few values are kept, so any wrong element shows while the file stays small.

Run: python3 record_network.py      (needs torch and torchvision)
"""
import json
import pathlib

import numpy as np
import torch
import torchvision

torch.set_num_threads(2)
torch.set_default_dtype(torch.float64)

SAMPLES = 6


def numbers(stream, count):
    """Uniform numbers in [0, 1) that are a function of (stream, position): splitmix64."""
    with np.errstate(over="ignore"):
        z = (np.uint64(stream) << np.uint64(32)) + np.arange(count, dtype=np.uint64)
        z = (z + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(40)).astype(np.float64) * 2.0**-24


def stream_of(name):
    """FNV-1a, 32 bits."""
    value = 2166136261
    for byte in name.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value


def tensor_values(name, shape):
    u = numbers(stream_of(name), int(np.prod(shape)))
    if name.endswith("running_var"):
        values = 0.5 + u
    elif name.endswith("running_mean"):
        values = 0.6 * u - 0.3
    elif len(shape) > 1:
        fan_in = int(np.prod(shape[1:]))
        values = (2 * u - 1) * np.float32(np.sqrt(6.0 / fan_in))
    elif name.endswith("weight"):
        values = 0.5 + u
    else:
        values = 0.6 * u - 0.3
    return torch.from_numpy(values.astype(np.float32).astype(np.float64).reshape(shape))


class Network(torch.nn.Module):
    """torchvision's MobileNetV2, whose classifier may read mean and deviation of earlier blocks beside the last map."""

    def __init__(self, net, blocks):
        super().__init__()
        self.features, self.blocks = net.features, blocks
        self.read = 1280 + sum(2 * net.features[block].out_channels for block in blocks)

    def pooled(self, image):
        read, x = [], image
        for number, block in enumerate(self.features):
            x = block(x)
            if number in self.blocks:
                read.append((x, x.mean((2, 3)), (x.var((2, 3), unbiased=False) + 1e-5).sqrt()))
        return x, read

    @staticmethod
    def row(last, read):
        return torch.cat([last] + [part for _, mean, deviation in read for part in (mean, deviation)], 1)

    def forward(self, image):
        x, read = self.pooled(image)
        return self.classifier(self.row(x.mean((2, 3)), read))


def make_network(head, outputs, blocks=()):
    net = Network(torchvision.models.mobilenet_v2(weights=None, width_mult=0.35), blocks)
    features = net.read
    bn = lambda c: torch.nn.BatchNorm1d(c, eps=1e-3, momentum=0.01)
    if head == "linear":
        net.classifier = torch.nn.Sequential(torch.nn.Dropout(0.0), torch.nn.Linear(features, outputs))
    else:
        net.classifier = torch.nn.Sequential(
            bn(features), torch.nn.Dropout(0.0), torch.nn.Linear(features, 24), torch.nn.ReLU(),
            bn(24), torch.nn.Dropout(0.0), torch.nn.Linear(24, 12), torch.nn.ReLU(), torch.nn.Dropout(0.0),
            torch.nn.Linear(12, outputs))
    state = {name: tensor_values(name, tuple(t.shape)) for name, t in net.state_dict().items()
             if not name.endswith("num_batches_tracked")}
    net.load_state_dict(state, strict=False)
    return net.double()


def learns(name, depth):
    if name.startswith("classifier."):
        return True
    if depth == "head":
        return False
    if depth == "whole":
        return True
    block = int(name.split(".")[1])
    return block > 12 or (block == 12 and not name.startswith("features.12.conv.0."))


def set_modes(net, depth, batch_statistics):
    net.eval()
    for name, module in net.named_modules():
        if name.startswith("classifier"):
            module.train()
        elif isinstance(module, torch.nn.BatchNorm2d) and batch_statistics and learns(name + ".", depth):
            module.train()


def digits(value):
    return float(f"{value:.7g}")


def summary(name, tensor):
    flat = tensor.detach().numpy().reshape(-1)
    direction = 2 * numbers(stream_of("direction of " + name), flat.size) - 1
    at = np.unique(np.linspace(0, flat.size - 1, SAMPLES).astype(int))
    return {"norm": digits(np.linalg.norm(flat)), "projection": digits(flat @ direction),
            "at": at.tolist(), "values": [digits(v) for v in flat[at]]}


def images_of(case, number):
    px, batch = case["input_px"], case["batch"]
    values = 4 * numbers(stream_of(f"images {number}"), batch * 3 * px * px) - 2
    return torch.from_numpy(values.astype(np.float32).astype(np.float64).reshape(batch, 3, px, px))


def corner_inputs(net, images, depth):
    """What goes into every ReLU and ReLU6 behind which something learns."""
    seen = []
    kinds = (torch.nn.ReLU, torch.nn.ReLU6)
    hooks = [m.register_forward_pre_hook(lambda m, x: seen.append((m, x[0].detach().double().clone())))
             for name, m in net.named_modules() if isinstance(m, kinds) and learns(name + ".", depth)]
    with torch.no_grad():
        net(images)
    for hook in hooks:
        hook.remove()
    return seen


class Learner:
    """A network with its images, in float64 or float32, and the Adam that it learns by."""

    def __init__(self, case, number, dtype=torch.float64):
        self.case = case
        self.net = make_network(case["head"], case["outputs"], case["blocks"]).to(dtype)
        self.images = images_of(case, number).to(dtype)
        self.targets = torch.tensor([i % max(2, case["outputs"]) for i in range(case["batch"])])
        set_modes(self.net, case["depth"], case["batch_statistics"])
        self.parameters = {name: p for name, p in self.net.named_parameters() if learns(name, case["depth"])}
        for name, p in self.net.named_parameters():
            p.requires_grad_(name in self.parameters)
        self.adam = torch.optim.Adam(self.parameters.values(), lr=case["rate"], eps=case["epsilon"])

    def corners(self):
        return corner_inputs(self.net, self.images, self.case["depth"])

    def gradient(self):
        self.adam.zero_grad()
        logits = self.net(self.images)
        loss = loss_of(self.net, logits, self.targets, self.case["l2"])
        loss.backward()
        return logits.detach(), loss.detach()


def rounding_decides(case, number):
    """Whether float32 rounding could decide the mask of some ReLU6 in the first `sure_steps`: then no float32 program
    can be expected to give the same gradient, because one element more or less is half a percent of it, and after a few
    steps more one decides the next."""
    exact, rounded = Learner(case, number), Learner(case, number, torch.float32)
    for step in range(case["sure_steps"]):
        for (module, x), (_, y) in zip(exact.corners(), rounded.corners()):
            distance = x.abs()
            if isinstance(module, torch.nn.ReLU6):
                distance = torch.minimum(distance, (x - 6).abs())
            if float(distance.min()) < 4 * float((x - y).square().mean().sqrt()):
                return True
        if step + 1 < case["sure_steps"]:
            for learner in (exact, rounded):
                learner.gradient()
                learner.adam.step()
    return False


def loss_of(net, logits, targets, l2):
    if logits.shape[1] == 1:
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits[:, 0], targets.to(logits.dtype))
    else:
        loss = torch.nn.functional.cross_entropy(logits, targets)
    kernels = [m.weight for m in net.classifier if isinstance(m, torch.nn.Linear)][:-1]
    return loss + l2 * sum((k * k).sum() for k in kernels)


def grad_cam(net, image, output):
    net.eval()
    activation, read = net.pooled(image)
    pooled = activation.mean((2, 3))
    for tensor in [pooled] + [part for _, mean, deviation in read for part in (mean, deviation)]:
        tensor.retain_grad()
    logit = net.classifier(net.row(pooled, read))[0, output]
    logit.backward()
    spread = lambda vector: vector[:, :, None, None]
    raw = (spread(pooled.grad) * activation).sum(1)
    for x, mean, deviation in read:  # each place's share of the mean, and of the deviation
        off = (x - spread(mean)).square() / spread(deviation)
        share = (spread(mean.grad) * x + spread(deviation.grad) * off).sum(1)
        raw = raw + torch.nn.functional.adaptive_avg_pool2d(share, raw.shape[-1])
    raw = raw[0].detach()
    net.zero_grad()
    return {"output": output, "logit": float(logit), "raw": raw.reshape(-1).tolist()}


def record(case):
    number = next(number for number in range(1000) if not rounding_decides(case, number))
    result = dict(case, images=number)
    before = make_network(case["head"], case["outputs"], case["blocks"])
    result["grad_cam"] = grad_cam(before, images_of(case, number)[:1], case["outputs"] - 1)
    learner = Learner(case, number)
    losses = []
    for step in range(case["steps"]):
        logits, loss = learner.gradient()
        if step == 0:
            result["logits"] = logits.reshape(-1).tolist()
            result["gradients"] = {name: summary(name, p.grad) for name, p in learner.parameters.items()}
        losses.append(float(loss))
        learner.adam.step()
    result["losses"] = losses
    stepped = dict(learner.parameters)
    stepped.update({n: b for n, b in learner.net.named_buffers() if "running" in n and learns(n, case["depth"])})
    state = before.state_dict()
    result["moved"] = {name: summary(name, t - state[name]) for name, t in stepped.items()}
    learner.net.eval()
    result["evaluated"] = learner.net(learner.images).detach().reshape(-1).tolist()
    return result


def main():
    common = {"input_px": 64, "batch": 4, "l2": 0.0, "rate": 1e-5, "epsilon": 1e-4, "blocks": [],
              "steps": 10, "sure_steps": 1}
    # Where every layer learns, masks that rounding decides part float32 from float64 within a few steps, so that one is
    # recorded. Small images have so few places that none does so on the way of more, and a large epsilon keeps nearly
    # zero gradients, of which rounding makes the sign, from moving weights as far as any other.
    cases = [
        {"name": "head_linear", "depth": "head", "head": "linear", "outputs": 1, "batch_statistics": False,
         "rate": 1e-3},
        {"name": "head_mlp", "depth": "head", "head": "mlp", "outputs": 1, "batch_statistics": False, "l2": 1e-3,
         "rate": 1e-3},
        {"name": "tail_mlp_stored", "depth": "tail", "head": "mlp", "outputs": 1, "batch_statistics": False, "l2": 1e-3},
        {"name": "tail_linear_batch", "depth": "tail", "head": "linear", "outputs": 3, "batch_statistics": True},
        {"name": "whole_linear_stored", "depth": "whole", "head": "linear", "outputs": 3, "batch_statistics": False,
         "steps": 1},
        {"name": "head_mlp_blocks", "depth": "head", "head": "mlp", "outputs": 1, "batch_statistics": False, "l2": 1e-3,
         "rate": 1e-3, "blocks": [13, 16, 17]},
        {"name": "tail_mlp_blocks", "depth": "tail", "head": "mlp", "outputs": 1, "batch_statistics": False, "l2": 1e-3,
         "blocks": [13, 16, 17]},
        {"name": "whole_linear_blocks", "depth": "whole", "head": "linear", "outputs": 3, "batch_statistics": False,
         "blocks": [12, 13], "input_px": 32, "batch": 2, "rate": 1e-4, "epsilon": 0.1, "steps": 7, "sure_steps": 7},
        {"name": "whole_linear_batch", "depth": "whole", "head": "linear", "outputs": 1, "batch_statistics": True,
         "steps": 1},
    ]
    recorded = [record({**common, **case}) for case in cases]
    out = pathlib.Path(__file__).with_name("network.json")
    text = json.dumps({"torch": torch.__version__, "torchvision": torchvision.__version__, "cases": recorded}, separators=(",", ":"))
    out.write_text(text + "\n")
    for case in recorded:
        print(case["name"], case["images"], case["logits"][:3], case["losses"][0], case["losses"][-1], case["grad_cam"])
    print(f"{out.name}: {len(text)} bytes")


if __name__ == "__main__":
    main()
