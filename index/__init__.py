"""Documents become chunks, chunks become vectors, vectors become stores; questions are unknown here."""

import os

# ONNX Runtime 1.32 reports its use to its maker, and keeps a number of the machine's under the user's cache, from the
# moment on in which it is imported: Footnote sends nothing anywhere. This is imported before it, wherever one begins.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
