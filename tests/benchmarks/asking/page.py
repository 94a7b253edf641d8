"""From the key press to the first sentence on the page, beside the API's own time to its first sentence.

python tests/benchmarks/asking/page.py [--rounds 3]

A server of its own answers from an index of seeds/. Each round asks the same questions by turns: over the API, and in a
real Chromium, each time on a new page. Prints medians in milliseconds as one JSON object.
"""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import httpx
from playwright.sync_api import Page, sync_playwright

from tests.support.announced import announced

ROOT = Path(__file__).resolve().parents[3]
SETTLED_MS = 1_000
"""Between opening a page and asking, as long as somebody types: a browser that loads a page takes both cores."""

QUESTIONS = (
    "How much will the Puerto Almendro harbour expansion cost in total?",
    "Who was the night watchman at the warehouse?",
    "How many sacks of coffee burned in Las Lajas?",
    "When did the museum of tides open?",
    "How many people were treated after the fire?",
)
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")

# The clock starts at the key and stops when the first sentence has been painted.
WATCH = """() => {
  window.pressed = window.painted = 0;
  addEventListener("keydown", (event) => { if (event.key === "Enter") window.pressed = performance.now(); }, true);
  new MutationObserver((_, watching) => {
    const last = [...document.querySelectorAll(".exchange")].pop();
    if (!window.pressed || !last?.querySelector(".sentence")) return;
    watching.disconnect();
    requestAnimationFrame(() => { window.painted = performance.now(); });
  }).observe(document.body, { childList: true, subtree: true });
}"""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve an index of the seeds, and give the address."""
    footnote = [sys.executable, "-c", "from index.commands.cli import main; main()"]
    subprocess.run([*footnote, "index", str(ROOT / "seeds"), "--index", str(folder)], check=True, capture_output=True)
    command = [*footnote, "serve", "--index", str(folder), "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            yield announced(server)["url"]
        finally:
            server.terminate()


def over_the_api(client: httpx.Client, question: str) -> float:
    """Return the milliseconds to the first sentence's event."""
    started = time.perf_counter()
    asked = {"question": question, "stream": True}
    with client.stream("POST", "/api/ask", json=asked) as response:
        for line in response.iter_lines():
            if line == "event: sentence":
                return 1000 * (time.perf_counter() - started)
    raise click.ClickException(f"“{question}” is not answered")


def on_the_page(page: Page, question: str) -> float:
    """Return the milliseconds from Enter to the first sentence in view."""
    page.evaluate(WATCH)
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    page.wait_for_function("() => window.painted")
    page.locator(".exchange:last-of-type:not([aria-busy])").wait_for()
    return float(page.evaluate("() => window.painted - window.pressed"))


@click.command()
@click.option("--rounds", default=3, show_default=True)
def main(rounds: int) -> None:
    """Print one JSON object."""
    times: dict[str, list[float]] = {"api": [], "page": []}
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        client = httpx.Client(base_url=url, timeout=60)
        for number in range(rounds + 1):
            for question in QUESTIONS:
                page = browser.new_page(base_url=url)
                page.goto("/")
                page.wait_for_timeout(SETTLED_MS)
                if number % 2:  # what is asked again may be answered sooner
                    api, shown = over_the_api(client, question), on_the_page(page, question)
                else:
                    shown, api = on_the_page(page, question), over_the_api(client, question)
                page.close()
                if number:  # the first round warms everything up
                    times["api"].append(api)
                    times["page"].append(shown)
    medians = {f"{name}_ms": round(statistics.median(values), 1) for name, values in times.items()}
    above = [shown - api for api, shown in zip(times["api"], times["page"], strict=True)]
    result = {"questions": len(QUESTIONS), "rounds": rounds, **medians}
    click.echo(json.dumps({**result, "page_above_api_ms": round(statistics.median(above), 1)}))


if __name__ == "__main__":
    main()
