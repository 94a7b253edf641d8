"""A name becomes an encoder: one of Footnote's own, or one that an installed distribution offers."""

import subprocess
import sys
from pathlib import Path

import pytest

from index.encoding.load import OWN_ENCODERS, load_encoder
from index.errors import EncoderError

MODULE = """
import hashlib
from index.encoding.encoders.hash import HashEncoder

class Shouting(HashEncoder):
    def __init__(self, model: str) -> None:
        self.name = f"shouting:{model}" if model else "shouting"
        self.fingerprint = hashlib.sha256(self.name.encode()).hexdigest()
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path with a distribution that offers an encoder, one that cannot be imported, and a “hash”."""
    (tmp_path / "shouting_encoder.py").write_text(MODULE)
    information = tmp_path / "shouting_encoder-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: shouting-encoder\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text(
        "[footnote.encoders]\n"
        "shouting = shouting_encoder:Shouting\n"
        "broken = shouting_encoder:Missing\n"
        "hash = shouting_encoder:Shouting\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "shouting_encoder", raising=False)
    return tmp_path


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("name", ["shouting", "shouting:large"])
def test_an_installed_distribution_offers_an_encoder_and_is_told_the_model(name: str) -> None:
    assert load_encoder(name).name == name


@pytest.mark.usefixtures("installed")
def test_nothing_that_is_installed_takes_the_place_of_an_encoder_of_footnotes_own() -> None:
    assert type(load_encoder("hash")).__module__ == "index.encoding.encoders.hash"
    with pytest.raises(EncoderError, match="no encoder named “hash:large”"):
        load_encoder("hash:large")


@pytest.mark.usefixtures("installed")
def test_an_unknown_name_is_answered_with_those_that_are_installed() -> None:
    with pytest.raises(EncoderError) as caught:
        load_encoder("nosuch")
    assert str(caught.value).endswith(
        "Use “bundled”, “sentence-transformers:NAME_OR_PATH”, “broken”, “shouting” or “hash”."
    )


def test_without_such_a_distribution_the_message_names_footnotes_own() -> None:
    with pytest.raises(EncoderError, match="Use “bundled”, “sentence-transformers:NAME_OR_PATH” or “hash”"):
        load_encoder("shouting")


@pytest.mark.usefixtures("installed")
def test_an_encoder_that_cannot_be_imported_names_its_distribution() -> None:
    with pytest.raises(EncoderError, match=r"“broken” of shouting-encoder cannot be imported: .*Missing"):
        load_encoder("broken")


def test_an_index_is_made_and_asked_with_an_offered_encoder(installed: Path) -> None:
    (installed / "letter.txt").write_text("The lamp was lit in 1911.\n")
    program = "import sys; sys.path.insert(0, sys.argv.pop(1)); from index.commands.cli import main; main()"
    for command in (["index", str(installed / "letter.txt"), "--encoder", "shouting:large"], ["search", "lamp lit"]):
        done = subprocess.run(
            [sys.executable, "-c", program, str(installed), *command, "--index", str(installed / "made")],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
    assert "lit in 1911" in done.stdout


@pytest.mark.parametrize("name", OWN_ENCODERS)
def test_each_of_footnotes_own_is_loaded_by_the_name_that_it_bears(name: str) -> None:
    assert load_encoder(name).name == name


def test_an_unknown_name_is_an_error_that_lists_the_known_ones() -> None:
    for name in ("nonsense", "sentence-transformers:", "sentence-transformers", ""):
        with pytest.raises(EncoderError, match="Use “bundled”"):
            load_encoder(name)
