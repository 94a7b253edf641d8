"""The bundled BERT models in torch, to be trained, and as they ship."""
