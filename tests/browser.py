"""A real browser for tests of pages: Chromium without a window, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests, as it takes a second to start."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip(f"no browser: none of {', '.join(NAMES)} on PATH, and CHROMIUM is not set")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """`open_page(html or path)` gives the page in the browser, and fails the test at its end if
    the page met an error, wrote one to the console or asked for anything but itself.

    `at` is what follows in the address, as in "#step=3"; other options are those of Playwright's
    contexts. Nothing moves unless `reduced_motion="no-preference"` says so.
    """
    faults: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(
        html: str | Path, at: str = "", viewport: tuple[int, int] = (1280, 720), **options: Any
    ) -> Page:
        path = html if isinstance(html, Path) else tmp_path / f"page{len(contexts)}.html"
        if isinstance(html, str):
            path.write_text(html, encoding="utf-8")
        size = {"width": viewport[0], "height": viewport[1]}
        context = chromium.new_context(
            viewport=size,  # type: ignore[arg-type]
            **{"reduced_motion": "reduce"} | options,
        )
        contexts.append(context)
        context.set_default_timeout(5000)
        page = context.new_page()
        _watch(page, path.as_uri(), faults)
        page.goto(path.as_uri() + at)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults


def _watch(page: Page, own: str, faults: list[str]) -> None:
    def asked(url: str) -> None:
        if not url.startswith((own, "data:", "about:", "blob:")):
            faults.append(f"request for {url}")

    page.on("request", lambda request: asked(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda line: faults.append(line.text) if line.type in ("error", "warning") else None,
    )
