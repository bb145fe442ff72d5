// Marking words of a draft: they go into the form, or to its address. Without this file the words are copied by hand.
(() => {
  "use strict";
  const place = document.querySelector("[data-marking]"), bar = document.querySelector("[data-mark-bar]");
  if (!place || !bar) return;
  const words = bar.querySelector("[data-mark-words]"), go = bar.querySelector("[data-mark-go]");
  const take = bar.querySelector("[data-mark-take]"), status = document.querySelector("[data-mark-status]");
  const longest = 120;
  let marked = null;

  // What is selected within one provision: its key and the place of the words in it, counted as the server counts.
  const read = () => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0), inside = (node) => (node.nodeType === 1 ? node : node.parentElement);
    const clause = inside(range.startContainer)?.closest("[data-clause]");
    if (!clause || !place.contains(clause) || !clause.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.setStart(clause, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const signs = (text) => [...text].length;
    const raw = range.toString(), text = raw.trim();
    if (!text) return null;
    const start = signs(before.toString()) + signs(raw) - signs(raw.trimStart());
    return { key: clause.dataset.clause, start, end: start + signs(text), text };
  };

  const look = () => {
    const found = read();
    if (!found) {
      // The selection is lost when the button takes the focus; what was marked still stands in the bar.
      if (!bar.contains(document.activeElement)) bar.hidden = true;
      return;
    }
    marked = found;
    words.textContent = found.text.length > longest ? `${found.text.slice(0, longest)}…` : found.text;
    if (go) {
      const address = new URL(place.dataset.marking, location.href);
      address.search = new URLSearchParams({ on: found.key, start: found.start, end: found.end }).toString();
      go.href = address.href;
    }
    bar.hidden = false;
  };
  let wait = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(wait);
    wait = setTimeout(look, 200);
  });

  if (take) {
    const form = take.closest("form"), quote = form.elements.quote, start = form.elements.start;
    // A finger or a mouse on the button must not take the selection away before it is read.
    take.addEventListener("pointerdown", (event) => event.preventDefault());
    take.addEventListener("click", () => {
      if (!marked) return;
      form.elements.on.value = marked.key;
      quote.value = marked.text;
      start.value = String(marked.start);
      status.textContent = status.dataset.textTaken;
      bar.hidden = true;
      quote.focus();
    });
    quote.addEventListener("input", () => { start.value = ""; });
    form.elements.on.addEventListener("change", () => { start.value = ""; });
  }
})();
