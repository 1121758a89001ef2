"""What Chromium sees of a page: measured in the page itself, by scripts that only the tests bring."""

import json
import sys

from running import ROOT

sys.path.insert(0, str(ROOT / "tools"))

import chromium

WIDER = """
(() => {
  const wide = document.documentElement.clientWidth, found = [];
  for (const one of document.body.querySelectorAll('*')) {
    const box = one.getBoundingClientRect();
    const name = one.tagName + '.' + (one.getAttribute('class') || '') + ' ' + one.textContent.slice(0, 20);
    if (box.width && (box.right > wide + 0.5 || box.left < -0.5)) found.push(name + ' ends at ' + box.right);
    else if (one.clientWidth && !one.closest('svg') && one.scrollWidth > one.clientWidth + 1)
      found.push(name + ' is ' + one.clientWidth + ' wide and holds ' + one.scrollWidth);
  }
  return [document.documentElement.scrollWidth, wide, found];
})()
"""
"""The width of the page, that of the screen, and what does not fit in its place."""

PALER = """
(() => {
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => numbers(colour).slice(0, 3).map(n => n / 255)
    .map(n => n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4)
    .reduce((sum, n, i) => sum + n * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = one => { for (; one; one = one.parentElement) {
    const colour = getComputedStyle(one).backgroundColor;
    if (numbers(colour)[3] !== 0) return colour; } };
  const found = {}, walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let seen = 0;
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !one.getClientRects().length) continue;
    const style = getComputedStyle(one), ink = one.closest('svg') ? style.fill : style.color, under = ground(one);
    const pair = [light(ink), light(under)].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    seen += 1;
    if (ratio < LEAST) found[ink + ' on ' + under] = ratio;
  }
  return [seen, found];
})()
"""
"""How many texts were seen, and which colours stand out too little (WCAG 2.2, 1.4.3)."""

NOISE = ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")


def wider(browser):
    """Return the page's width, the screen's, and what overflows."""
    return browser.evaluate(WIDER)


def paler(browser, least=4.5):
    """Return the number of texts, and the colours whose contrast is less than what they need."""
    return browser.evaluate(PALER.replace("LEAST", str(least)))


def complaints(browser):
    """Return what the console said, errors of the page's own policy too."""
    return [json.dumps(one["params"], ensure_ascii=False) for one in browser.told if one["method"] in NOISE]


def requests(browser):
    """Return the addresses that the page asked for."""
    return [one["params"]["request"]["url"] for one in browser.told if one["method"] == "Network.requestWillBeSent"]


__all__ = ["chromium", "complaints", "paler", "requests", "wider"]
