"""Inference beside ONNX Runtime and OpenVINO: the same folded MobileNetV2 1.0/224 (convolutions with bias, ReLU6 as
Clip, residual sums, mean over the map), two threads, alternating, the median of the paired ratios. Where the processor
has bfloat16, ours in it stands beside theirs in int8 (a quantised network, calibrated on noise).

Usage: python3 compare_runtimes.py build/bench/tests/bench/nevus_bench [rounds]
Needs numpy, onnx, onnxruntime and openvino (PyPI). Weights are random; the last lines are the table.
The peers choose their instruction sets themselves, so NEVUS_MAX_CPU_ISA=AVX2 would limit ours only: compare on the
processor that is meant.
"""
import multiprocessing
import os
import statistics
import sys
import tempfile
import time

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from compare_pytorch import THREADS, run_nevus

# t, c, n, s of MobileNetV2 (Sandler et al. 2018, table 2)
STAGES = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]


class Folded:
    """Builds the graph one convolution after another."""

    def __init__(self):
        self.nodes, self.weights, self.random = [], [], np.random.default_rng(1)
        self.constant("low", np.float32(0))
        self.constant("high", np.float32(6))

    def constant(self, name, value):
        self.weights.append(numpy_helper.from_array(np.asarray(value, dtype=np.float32), name))
        return name

    def add(self, operation, inputs, **attributes):
        name = f"x{len(self.nodes)}"
        self.nodes.append(helper.make_node(operation, inputs, [name], **attributes))
        return name

    def conv(self, x, inputs, outputs, kernel, stride=1, group=1, clip=True):
        fan_in = inputs // group * kernel * kernel
        weight = self.random.standard_normal((outputs, inputs // group, kernel, kernel)) * np.sqrt(2 / fan_in)
        n = len(self.nodes)
        y = self.add("Conv", [x, self.constant(f"w{n}", weight), self.constant(f"b{n}", np.zeros(outputs))], kernel_shape=[kernel, kernel],
                     strides=[stride, stride], pads=[(kernel - 1) // 2] * 4, group=group)
        return self.add("Clip", [y, "low", "high"]) if clip else y

    def block(self, x, inputs, outputs, stride, expansion):
        y, width = x, inputs * expansion
        if expansion > 1:
            y = self.conv(y, inputs, width, 1)
        y = self.conv(self.conv(y, width, width, 3, stride, width), width, outputs, 1, clip=False)
        return self.add("Add", [x, y]) if stride == 1 and inputs == outputs else y


def folded_mobilenet_v2():
    graph = Folded()
    x, channels = graph.conv("images", 3, 32, 3, 2), 32
    for expansion, outputs, repeats, first_stride in STAGES:
        for i in range(repeats):
            x = graph.block(x, channels, outputs, first_stride if i == 0 else 1, expansion)
            channels = outputs
    x = graph.add("GlobalAveragePool", [graph.conv(x, channels, 1280, 1)])
    images = helper.make_tensor_value_info("images", TensorProto.FLOAT, ["n", 3, 224, 224])
    pooled = helper.make_tensor_value_info(x, TensorProto.FLOAT, ["n", 1280, 1, 1])
    model = helper.make_model(helper.make_graph(graph.nodes, "mobilenet_v2", [images], [pooled], graph.weights),
                              opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    return model.SerializeToString()


def images_of(batch):
    return np.random.default_rng(2).standard_normal((batch, 3, 224, 224)).astype(np.float32)


def quantised(network):
    """The network with quantisation and its reverse around every convolution, which both runtimes turn into int8."""
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, quantize_static

    class Noise(CalibrationDataReader):
        def __init__(self):
            self.left = [{"images": images_of(1)} for _ in range(4)]

        def get_next(self):
            return self.left.pop() if self.left else None

    with tempfile.TemporaryDirectory() as folder:
        source, target = os.path.join(folder, "float.onnx"), os.path.join(folder, "int8.onnx")
        with open(source, "wb") as file:
            file.write(network)
        quantize_static(source, target, Noise(), quant_format=QuantFormat.QDQ, per_channel=True)
        with open(target, "rb") as file:
            return file.read()


def rate(run, batch):
    images, times = images_of(batch), []
    for _ in range(3 + (8 if batch > 1 else 150)):
        begin = time.perf_counter()
        run(images)
        times.append(time.perf_counter() - begin)
    return batch / statistics.median(times[3:])


def onnxruntime_rate(network, batch):
    import onnxruntime
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    return rate(lambda images: session.run(None, {"images": images}), batch)


def openvino_rate(network, batch):
    import openvino
    core = openvino.Core()
    model = core.read_model(network)
    model.reshape([batch, 3, 224, 224])
    # float32 is asked for, as elsewhere it would compute in bfloat16 where the processor has it.
    compiled = core.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY",
                                                 "INFERENCE_NUM_THREADS": THREADS})
    request = compiled.create_infer_request()
    return rate(lambda images: request.infer({0: images}), batch)


PEERS = {"ONNX Runtime": onnxruntime_rate, "OpenVINO": openvino_rate}


# A process each time: no runtime's threads stand in another's way.
def in_process(function, *arguments):
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)


def main():
    program = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    network = folded_mobilenet_v2()
    works = [("float32", network, "features")]
    if run_nevus(program, "features_bfloat16/1/1/") is not None:
        works.append(("int8, ours bfloat16", in_process(quantised, network), "features_bfloat16"))
    print("| inference | peer | its images/s | Nevus, images/s | median ratio |\n|---|---|---|---|---|")
    for numbers, peer_network, benchmark in works:
        for batch in (32, 1):
            theirs, ours = {peer: [] for peer in PEERS}, []
            for _ in range(rounds):
                ours.append(run_nevus(program, f"{benchmark}/1/{batch}/")[0])
                for peer, peer_rate in PEERS.items():
                    theirs[peer].append(in_process(peer_rate, peer_network, batch))
            for peer, rates in theirs.items():
                ratio = statistics.median(o / t for o, t in zip(ours, rates))
                print(f"| {numbers}, batch {batch} | {peer} | {statistics.median(rates):.0f} | {statistics.median(ours):.0f} | {ratio:.2f} |",
                      flush=True)


if __name__ == "__main__":
    main()
