"""What the machine can do at best: multiply matrices, move memory, write and read the disk."""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["disk", "matrices", "measured", "memory_bandwidth"]

REPEATS = 7
_SIZE = 1536
_MEMORY_BYTES = 1 << 29
_DISK_BYTES = 1 << 29
_BLOCK = 1 << 23


def measured(folder: Path) -> dict[str, Any]:
    """Return every limit: operations and bytes a second, the best of each library's way."""
    folder.mkdir(parents=True, exist_ok=True)
    return {"matrices": matrices(), "memory": memory_bandwidth(), "disk": disk(folder)}


def best(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Return the fewest seconds that something took."""
    work()
    seconds = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


def matrices(size: int = _SIZE) -> dict[str, dict[str, float]]:
    """Return operations a second of a square product, by kind of number and library."""
    operations = 2 * size**3
    found: dict[str, dict[str, float]] = {"float32": {}, "int8": {}}
    numbers = np.random.default_rng(7)
    a, b = (numbers.standard_normal((size, size), dtype=np.float32) for _ in range(2))
    found["float32"]["numpy"] = operations / best(lambda: a @ b)
    for kind, library, work in [*_torch(a, b), *_onnxruntime(a, b)]:
        found[kind][library] = operations / best(work)
    return found


def _torch(a: Any, b: Any) -> list[tuple[str, str, Callable[[], object]]]:
    try:
        import torch
    except ImportError:
        return []
    first, second = torch.from_numpy(a), torch.from_numpy(b)
    whole, other = (torch.randint(-63, 63, first.shape, dtype=torch.int8) for _ in range(2))
    multiply = torch._int_mm
    return [
        ("float32", "torch", lambda: first @ second),
        ("int8", "torch", lambda: multiply(whole, other)),
    ]


def _onnxruntime(a: Any, b: Any) -> list[tuple[str, str, Callable[[], object]]]:
    """Return the products as they stand in a file of a model: of floats, and of bytes by bytes of a fixed matrix."""
    try:
        import onnx
        import onnxruntime
    except ImportError:
        return []
    helper, types = onnx.helper, onnx.TensorProto
    size = len(a)
    whole = np.random.default_rng(7).integers(-63, 63, (size, size), dtype=np.int8)

    def run(operator: str, given: Any, fixed: Any, taken: int, made: int) -> Callable[[], object]:
        graph = helper.make_graph(
            [helper.make_node(operator, ["x", "w"], ["y"])],
            "product",
            [helper.make_tensor_value_info("x", taken, [size, size])],
            [helper.make_tensor_value_info("y", made, [size, size])],
            [onnx.numpy_helper.from_array(fixed, "w")],
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
        session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        return lambda: session.run(None, {"x": given})

    unsigned = (whole + 64).astype(np.uint8)
    return [
        ("float32", "onnxruntime", run("MatMul", a, b, types.FLOAT, types.FLOAT)),
        ("int8", "onnxruntime", run("MatMulInteger", unsigned, whole, types.UINT8, types.INT32)),
    ]


def memory_bandwidth(size: int = _MEMORY_BYTES) -> dict[str, float]:
    """Return bytes a second that all processors together read, and that they copy: a byte copied is two moved."""
    cores = os.cpu_count() or 1
    parts = np.array_split(np.ones(size // 4, dtype=np.float32), cores)
    targets = [np.empty_like(part) for part in parts]
    with ThreadPoolExecutor(cores) as pool:
        read = best(lambda: list(pool.map(np.max, parts)))
        copied = best(lambda: list(pool.map(np.copyto, targets, parts)))
    return {"read": size / read, "copy": 2 * size / copied}


def disk(folder: Path, size: int = _DISK_BYTES) -> dict[str, float]:
    """Return bytes a second of a file that is written and on the disk, and of one read that is not in memory."""
    path, block = folder / "bandwidth.tmp", os.urandom(_BLOCK)
    try:
        written, read = [], []
        for _ in range(3):
            began = time.perf_counter()
            with path.open("wb", buffering=0) as file:
                for _ in range(size // _BLOCK):
                    file.write(block)
                os.fsync(file.fileno())
            written.append(time.perf_counter() - began)
            with path.open("rb", buffering=0) as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
                began = time.perf_counter()
                while file.read(_BLOCK):
                    pass
            read.append(time.perf_counter() - began)
    finally:
        path.unlink(missing_ok=True)
    return {"write": size / min(written), "read": size / min(read)}
