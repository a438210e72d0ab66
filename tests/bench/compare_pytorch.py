"""Nevus beside PyTorch on the same machine: the same work, alternating, the median of the paired ratios.

Usage: python3 compare_pytorch.py build/bench/tests/bench/nevus_bench [rounds [words of the rows that are wanted]]
NEVUS_MAX_CPU_ISA=AVX2 limits both sides. Rows that the processor cannot run (bfloat16) are left out.
Needs the distribution's python3-torch and python3-torchvision. PyTorch runs in the memory format that is
faster for it (channels last), with two threads, torchvision's MobileNetV2 and random weights; inputs are the
same size, and nothing is decoded on either side. The last lines are the table.
"""
import json
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import time

BATCH = 32
THREADS = 2


def reference_head():
    from torch import nn
    return nn.Sequential(nn.BatchNorm1d(1280), nn.Dropout(0.5), nn.Linear(1280, 256), nn.ReLU(), nn.BatchNorm1d(256),
                         nn.Dropout(0.5), nn.Linear(256, 128), nn.ReLU(), nn.Dropout(0.3), nn.Linear(128, 1))


def timed(work, repeats, warm_up=2):
    for _ in range(warm_up):
        work()
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def torch_inference(batch):
    import torch
    import torchvision
    model = torchvision.models.mobilenet_v2(weights=None).features.eval().to(memory_format=torch.channels_last)
    images = torch.randn(batch, 3, 224, 224).to(memory_format=torch.channels_last)
    with torch.inference_mode():
        return batch / timed(lambda: model(images).mean([2, 3]), 5 if batch > 1 else 40)


def torch_step(first_trainable, frozen_statistics):
    """first_trainable: index into features; 19 trains the head only."""
    import torch
    import torchvision
    features = torchvision.models.mobilenet_v2(weights=None).features.to(memory_format=torch.channels_last)
    head = reference_head()
    prefix, tail = features[:first_trainable].eval().requires_grad_(False), features[first_trainable:]
    if frozen_statistics:
        tail.eval()
    optimizer = torch.optim.Adam(list(tail.parameters()) + list(head.parameters()), lr=1e-6)
    images = torch.randn(BATCH, 3, 224, 224).to(memory_format=torch.channels_last)
    targets = (torch.arange(BATCH) % 2).float().unsqueeze(1)

    def step():
        with torch.no_grad():
            cut = prefix(images) if len(prefix) else images
        optimizer.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(head(tail(cut).mean([2, 3])), targets)
        loss.backward()
        optimizer.step()
    return BATCH / timed(step, 4, 1)


def torch_head_epoch():
    import torch
    head = reference_head()
    optimizer = torch.optim.Adam(head.parameters(), lr=1e-6)
    features = torch.randn(2110, 1280)
    targets = (torch.arange(2110) % 2).float().unsqueeze(1)

    def epoch():
        for first in range(0, 2110, BATCH):
            optimizer.zero_grad()
            torch.nn.functional.binary_cross_entropy_with_logits(head(features[first:first + BATCH]), targets[first:first + BATCH]).backward()
            optimizer.step()
    return 1 / timed(epoch, 5)


# name, what is targeted, PyTorch's work, Nevus' benchmark
WORK = [
    ("inference, batch 32", 3.0, (torch_inference, 32), "features/1/32/"),
    ("inference, batch 1", 2.3, (torch_inference, 1), "features/1/1/"),
    ("inference, batch 32, ours in bfloat16", 6.0, (torch_inference, 32), "features_bfloat16/1/32/"),
    ("step, head, no cache", 3.0, (torch_step, 19, True), "step_head/"),
    ("step, tail, no cache", 1.7, (torch_step, 12, True), "step_tail/"),
    ("step, tail, cut cached", 2.4, (torch_step, 12, True), "step_tail_cached/"),
    ("step, whole network, stored statistics", 2.3, (torch_step, 0, True), "step_whole_stored/"),
    ("step, whole network, statistics of the batch", 2.3, (torch_step, 0, False), "step_whole/"),
    ("head epoch, features kept", None, (torch_head_epoch,), "head_epoch/"),
]


def in_torch(function, *arguments):
    if os.environ.get("NEVUS_MAX_CPU_ISA") == "AVX2":
        os.environ["ONEDNN_MAX_CPU_ISA"], os.environ["ATEN_CPU_CAPABILITY"] = "AVX2", "avx2"
    import torch
    torch.set_num_threads(THREADS)
    torch.manual_seed(1)
    rate = function(*arguments)
    return rate, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run_torch(work):
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(in_torch, work)


def run_nevus(program, name):
    """Rate and peak memory in MB; None where the benchmark cannot run on this processor."""
    command = [program, "--benchmark_filter=^" + name, "--benchmark_format=json", "--benchmark_min_time=1.5"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "1000"})
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command} failed")
    result = json.loads(output)["benchmarks"][0]
    if result.get("error_occurred"):
        return None
    return result.get("items_per_second", 1000 / result["real_time"]), usage.ru_maxrss / 1024


def main():
    program = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    wanted = sys.argv[3] if len(sys.argv) > 3 else ""
    rows = []
    for name, target, work, benchmark in WORK:
        theirs, ours = [], []
        if wanted not in name or run_nevus(program, benchmark) is None:
            continue
        for _ in range(rounds):
            theirs.append(run_torch(work))
            ours.append(run_nevus(program, benchmark))
        ratio = statistics.median(o[0] / t[0] for o, t in zip(ours, theirs))
        memory = statistics.median(o[1] / t[1] for o, t in zip(ours, theirs))
        rows.append((name, statistics.median(t[0] for t in theirs), statistics.median(o[0] for o in ours), ratio, target, memory))
        print(rows[-1], file=sys.stderr, flush=True)
    print("| work | PyTorch, 1/s | Nevus, 1/s | ratio | target | peak memory, ratio |\n|---|---|---|---|---|---|")
    for name, theirs, ours, ratio, target, memory in rows:
        print(f"| {name} | {theirs:.1f} | {ours:.1f} | {ratio:.2f} | {f'≥ {target}' if target else '–'} | {memory:.2f} |")


if __name__ == "__main__":
    main()
