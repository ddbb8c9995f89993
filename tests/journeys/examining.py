"""axe on the page that is open: only what is wrong comes back (the whole report costs more than the look)."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_AXE = Axe().axe_script
_RUN = """async (only) => {
  const options = {resultTypes: ["violations"], preload: false, ...(only ? {runOnly: only} : {})};
  const found = await axe.run(document, options);
  const where = (one) => one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" ");
  return found.violations.map((one) => `${one.id}: ${where(one)}`);
}"""


def violations(page: Page, *, only: list[str] | None = None) -> list[str]:
    """What axe finds on this page; `only` rules with these tags (None: all of its rules)."""
    page.evaluate(_AXE)
    found = page.evaluate(_RUN, only)
    return [f"{page.url} {one}" for one in found]
