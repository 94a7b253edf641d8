"""What docs/deploy offers works: under the unit's fences, behind Caddy, and with what is copied into an image."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import yaml

from index.address import Address, location_of
from index.parse.pdf.ocr.choice import picture_reader
from tests.index.parse.pdf.ocr.scans import pictured
from tests.index.parse.writers import placed_pdf
from tests.support.unit_filter import directives
from web.settings import ServerSettings

pytestmark = pytest.mark.slow

PATIENCE_SECONDS = 120
KEY = "a-key-of-these-tests-27182818"
FOOTNOTE = [sys.executable, "-c", "from index.commands.cli import main; main()"]

needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
needs_caddy = pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not installed")


@pytest.fixture(scope="module")
def unit(project_root: Path) -> Path:
    return project_root / "docs" / "deploy" / "footnote.service"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def serving(
    command: list[str], folder: Path, **settings: str | list[str]
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Serve a new index by a command, with settings in a file as the unit hands them over; ended by SIGTERM."""
    port = free_port()
    file = folder / "settings.toml"
    lines = {"api_key": KEY, "port": port, **settings}
    file.write_text("".join(f"{name} = {json.dumps(value)}\n" for name, value in lines.items()))
    file.chmod(0o600)
    environment = {
        **os.environ,
        "FOOTNOTE_SETTINGS": str(file),
        "FOOTNOTE_INDEX": str(folder / "index"),
        "FOOTNOTE_LOG_FORMAT": "json",
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stderr=log, stdout=log, env=environment)
    try:
        await_answer(process, f"http://127.0.0.1:{port}/readyz", folder / "log")
        yield process, port
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == 0
    finally:
        process.kill()
        process.wait()


def await_answer(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    headers = {"Authorization": f"Bearer {KEY}"}
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(url, headers=headers, verify=False).status_code == 200:  # noqa: S501 — Caddy's own certificate
                return
        time.sleep(0.2)
    raise AssertionError(log.read_text())


@needs_systemd
def test_systemd_finds_no_fault_in_the_unit_and_little_that_it_may_do(unit: Path, tmp_path: Path) -> None:
    copy = tmp_path / unit.name
    # What it starts has to be there.
    copy.write_text(re.sub(r"(?m)^ExecStart=\S+", f"ExecStart={sys.executable}", unit.read_text()))
    verified = subprocess.run(["systemd-analyze", "verify", str(copy)], capture_output=True, text=True, check=True)
    assert (verified.stdout + verified.stderr).strip() == ""
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=15", "--no-pager", str(copy)]
    judged = subprocess.run(command, capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stdout


@needs_systemd
@pytest.mark.skipif(sys.platform != "linux", reason="the unit's fences are Linux's")
def test_the_unit_s_fences_leave_footnote_all_that_it_needs(unit: Path, tmp_path: Path, project_root: Path) -> None:
    fenced = [
        sys.executable,
        str(project_root / "tests" / "support" / "unit_filter.py"),
        str(unit),
        *FOOTNOTE,
        "serve",
        "--create",
    ]
    if os.geteuid() == 0 and shutil.which("setpriv"):
        fenced = ["setpriv", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all", *fenced]
    scan = pictured(placed_pdf([[(100, 700, 24, "The harbour froze over"), (100, 600, 24, "in the winter of 1901.")]]))
    with (
        serving(fenced, tmp_path) as (process, port),
        httpx.Client(
            base_url=f"http://127.0.0.1:{port}", headers={"X-API-Key": KEY}, timeout=PATIENCE_SECONDS
        ) as client,
    ):
        status = Path(f"/proc/{process.pid}/status").read_text()
        assert re.search(r"^Seccomp:\t2$", status, re.MULTILINE)
        files = {"lamp.txt": b"The keeper of the lamp was Amalia.", "scan.pdf": scan}
        for name, data in files.items():
            sent = client.post("/api/documents", files={"file": (name, data)}, headers={"Prefer": "wait"})
            assert sent.status_code == (201 if name == "lamp.txt" or picture_reader("auto") else 422), sent.text
        answer = client.post("/api/ask", json={"question": "Who was the keeper of the lamp?"}).json()
        assert answer["passages"][0]["source"] == "lamp.txt"
        assert client.get("/api/status").json()["sandbox"]["complete"]
        assert b"process_resident_memory_bytes" in client.get("/metrics").content
    for line in (tmp_path / "log").read_text().splitlines():
        assert json.loads(line)["level"] == "info"
    assert KEY not in (tmp_path / "log").read_text()


def test_the_unit_keeps_to_itself_what_it_writes_and_reads_its_key_from_root_s_file(unit: Path) -> None:
    said = directives(unit)
    assert said["StateDirectoryMode"] == ["0700"]
    assert said["UMask"] == ["0077"]
    assert said["LoadCredential"] == ["settings.toml:/etc/footnote/settings.toml"]
    assert "FOOTNOTE_SETTINGS=%d/settings.toml" in said["Environment"]
    assert not [line for line in said["Environment"] if "KEY" in line]


@needs_caddy
def test_caddy_takes_its_file_and_footnote_answers_behind_it(project_root: Path, tmp_path: Path) -> None:
    port = free_port()
    public = f"https://localhost:{port}"
    with serving([*FOOTNOTE, "serve", "--create"], tmp_path, public_url=public, trusted_proxies=["127.0.0.1"]) as (
        _,
        own,
    ):
        file = (project_root / "docs" / "deploy" / "Caddyfile").read_text()
        assert "docs.example.org {" in file
        assert "127.0.0.1:8000" in file
        here = file.replace("docs.example.org {", f"{public} {{\n\ttls internal").replace(
            "127.0.0.1:8000", f"127.0.0.1:{own}"
        )
        # Nothing of it may listen elsewhere, or be installed in this machine's list of certificates.
        (tmp_path / "Caddyfile").write_text(
            "{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n}\n" + here
        )
        with (tmp_path / "caddy.log").open("wb") as log:
            environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
            command = ["caddy", "run", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile"]
            caddy = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        try:
            await_answer(caddy, f"{public}/readyz", tmp_path / "caddy.log")
            trusted = ssl.create_default_context(cafile=str(next(tmp_path.rglob("root.crt"))))
            headers = {"X-API-Key": KEY, "X-Forwarded-For": "192.0.2.7", "X-Forwarded-Prefix": "/elsewhere"}
            with httpx.Client(base_url=public, headers=headers, verify=trusted, timeout=PATIENCE_SECONDS) as client:
                sent = client.post("/api/documents", files={"file": ("lamp.txt", b"The keeper was Amalia.")})
                assert sent.status_code == 202
                page = client.get("/", headers={"Origin": public, "Sec-Fetch-Site": "same-origin"})
                assert page.status_code == 200
                assert "/elsewhere" not in page.text
                question = {"question": "Who was the keeper?", "stream": True}
                with client.stream("POST", "/api/ask", json=question) as response:
                    assert [line for line in response.iter_lines() if line.startswith("event: ")][-1] == "event: done"
        finally:
            caddy.terminate()
            caddy.wait(PATIENCE_SECONDS)
    clients = {json.loads(line).get("client") for line in (tmp_path / "log").read_text().splitlines()}
    assert "192.0.2.7" not in clients


def copied(containerfile: str) -> list[list[str]]:
    """Return what every COPY of the project's own files names: what is copied, and where to at last."""
    lines = re.findall(r"^COPY (?!--from)(.+)$", containerfile, re.MULTILINE)
    return [line.split() for line in lines]


def test_the_image_is_made_of_all_that_the_wheel_is_made_of(project_root: Path, tmp_path: Path) -> None:
    containerfile = (project_root / "docs" / "deploy" / "Containerfile").read_text()
    let_through = (project_root / ".dockerignore").read_text().splitlines()
    for *sources, target in copied(containerfile):
        place = tmp_path / target.strip("/")
        for source in sources:
            assert f"!{source}" in let_through
            if (project_root / source).is_dir():
                shutil.copytree(project_root / source, place)
            else:
                place.mkdir(exist_ok=True)
                shutil.copy(project_root / source, place)
    names = []
    for folder in (tmp_path / "source", project_root):
        out = tmp_path / "out" / folder.name
        command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(folder)]
        subprocess.run(command, check=True, capture_output=True)
        names.append(sorted(zipfile.ZipFile(next(out.glob("*.whl"))).namelist()))
    assert names[0] == names[1]
    assert (tmp_path / "source" / "constraints.txt").is_file()


def test_the_image_says_that_it_is_well_when_it_serves_and_not_when_it_does_not(
    project_root: Path, tmp_path: Path
) -> None:
    containerfile = (project_root / "docs" / "deploy" / "Containerfile").read_text()
    check = json.loads(re.search(r"^HEALTHCHECK .*\\\n\s+CMD (\[.*\])$", containerfile, re.MULTILINE)[1])  # type: ignore[index]  # none is a failure
    entry, command = (
        json.loads(line) for line in re.findall(r"^(?:ENTRYPOINT|CMD) (\[.*\])$", containerfile, re.MULTILINE)
    )
    assert (check[0], entry) == ("python", ["footnote"])
    with serving([*FOOTNOTE, *command], tmp_path) as (_, port):
        program = [sys.executable, *check[1:-1], check[-1].replace("127.0.0.1:8000", f"127.0.0.1:{port}")]
        assert program[-1] != check[-1]
        assert subprocess.run(program, check=False, timeout=PATIENCE_SECONDS).returncode == 0
    assert subprocess.run(program, check=False, capture_output=True, timeout=PATIENCE_SECONDS).returncode != 0


def test_the_image_runs_as_nobody_and_writes_nowhere_but_into_its_volume(project_root: Path) -> None:
    containerfile = (project_root / "docs" / "deploy" / "Containerfile").read_text()
    _, final = containerfile.rsplit("\nFROM ", 1)
    user, volume = re.search(r"^USER (\d+)$", final, re.MULTILINE), re.search(r"^VOLUME (\S+)$", final, re.MULTILINE)
    assert user
    assert int(user[1]) >= 10_000
    assert volume
    assert f"FOOTNOTE_INDEX={volume[1]}/" in final
    assert not re.search(r"https?://(?!127\.0\.0\.1)|index-url|KEY", containerfile)


def test_the_image_may_be_built_with_an_extra_whose_packages_are_pinned(project_root: Path) -> None:
    containerfile = (project_root / "docs" / "deploy" / "Containerfile").read_text()
    assert re.search(r"^ARG EXTRAS=$", containerfile, re.MULTILINE), "none unless one is asked for"
    assert '--constraint /source/constraints.txt "/source${EXTRAS}"' in containerfile
    extras = tomllib.loads((project_root / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    constraints = (project_root / "constraints.txt").read_text()
    for page in (containerfile, (project_root / "docs" / "deploy.md").read_text()):
        named = re.search(r"EXTRAS=\[(\w+)\]|“\[(\w+)\]”", page)
        assert named
        for requirement in extras[named[1] or named[2]]:
            assert f"\n{re.split('[=<>]', requirement)[0]}==" in constraints


def test_without_an_engine_the_trial_of_the_image_says_what_it_needs(project_root: Path, tmp_path: Path) -> None:
    (tmp_path / "dirname").symlink_to(shutil.which("dirname") or "")
    script = project_root / "docs" / "deploy" / "try_container.sh"
    done = subprocess.run(["/bin/sh", script], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "needs Podman, or Docker" in done.stderr


def test_the_settings_that_the_page_has_written_can_be_read_and_are_nobody_else_s(
    project_root: Path, tmp_path: Path
) -> None:
    page = (project_root / "docs" / "deploy.md").read_text()
    (line,) = [line for line in page.splitlines() if line.startswith("(umask 077;")]
    file = tmp_path / "settings.toml"
    subprocess.run(["/bin/sh", "-c", line.replace("/etc/footnote/settings.toml", str(file))], check=True)
    assert len(tomllib.loads(file.read_text())["api_key"]) == 64
    assert file.stat().st_mode & 0o777 == 0o600


def pip(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS)


def test_what_was_locked_is_installed_again_and_a_file_that_was_changed_is_not(
    project_root: Path, tmp_path: Path
) -> None:
    wheel = tmp_path / "lamps-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as written:
        written.writestr("lamps.py", "LIT = 1911\n")
        written.writestr("lamps-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: lamps\nVersion: 1.0\n")
        written.writestr("lamps-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        written.writestr("lamps-1.0.dist-info/RECORD", "")
    here = ("--quiet", "--no-index", "--find-links", tmp_path)
    told = pip("install", *here, "--dry-run", "--ignore-installed", "--report", tmp_path / "report.json", "lamps")
    assert told.returncode == 0, told.stderr
    program = [sys.executable, str(project_root / "docs" / "deploy" / "lock.py")]
    report = (tmp_path / "report.json").read_text()
    locked = subprocess.run(program, input=report, capture_output=True, text=True, check=True).stdout
    assert re.fullmatch(r"lamps==1\.0 --hash=sha256:[0-9a-f]{64}\n", locked)
    (tmp_path / "locked.txt").write_text(locked)
    again = ("install", *here, "--require-hashes", "--no-deps", "--requirement", tmp_path / "locked.txt", "--target")
    assert pip(*again, tmp_path / "first").returncode == 0
    with zipfile.ZipFile(wheel, "a") as changed:
        changed.writestr("forged.py", "")
    refused = pip(*again, tmp_path / "second")
    assert refused.returncode != 0
    assert "DO NOT MATCH THE HASHES" in refused.stderr
    assert not (tmp_path / "second" / "forged.py").exists()


def test_the_worker_s_unit_is_the_server_s_with_another_command(unit: Path, project_root: Path) -> None:
    page = (project_root / "docs" / "deploy.md").read_text(encoding="utf-8")
    [command] = re.findall(r"^(sed 's/\^Description.*?)>/etc", page, re.MULTILINE | re.DOTALL)
    made = subprocess.run(["sh", "-c", command], cwd=project_root, capture_output=True, text=True, check=True).stdout
    before = unit.read_text(encoding="utf-8").splitlines()
    changed = [(old, new) for old, new in zip(before, made.splitlines(), strict=True) if old != new]
    assert [new for _, new in changed] == [
        "Description=Footnote, at work on what is sent in",
        "ExecStart=/opt/footnote/bin/footnote work",
    ]


def test_the_compose_file_names_settings_and_commands_that_there_are(project_root: Path) -> None:
    folder = project_root / "docs" / "deploy"
    composed = yaml.safe_load((folder / "compose.yaml").read_text(encoding="utf-8"))
    services = composed["services"]
    own = [each for each in services.values() if each.get("image") == "footnote"]
    assert len(own) == 3
    for each in own:
        for name, value in each["environment"].items():
            assert name == "FOOTNOTE_SETTINGS" or name.removeprefix("FOOTNOTE_").lower() in ServerSettings.model_fields
            assert isinstance(value, str)
        assert isinstance(location_of(each["environment"]["FOOTNOTE_INDEX"]), Address)
        assert (folder / each["build"]["context"] / each["build"]["dockerfile"]).is_file()
        assert set(each["build"]["args"]["EXTRAS"].strip("[]").split(",")) <= _extras(project_root)
        if "command" in each:
            parsed = subprocess.run(
                [*FOOTNOTE, *each["command"], "--help"], capture_output=True, text=True, check=False
            )
            assert parsed.returncode == 0, parsed.stderr
        for volume in each["volumes"]:
            assert volume.partition(":")[0] in composed["volumes"]
        for secret in each["secrets"]:
            assert secret["source"] in composed["secrets"]


def _extras(project_root: Path) -> set[str]:
    described = tomllib.loads((project_root / "pyproject.toml").read_text(encoding="utf-8"))
    return set(described["project"]["optional-dependencies"])
