// The picture follows what is typed: the form is sent to an address that draws it and keeps nothing. Rows of the steps
// are moved in place. Without this file "Show the picture" and the rows' buttons send the form and give it back.
(() => {
  "use strict";
  const live = document.querySelector("[data-chart-preview]");
  const form = live?.closest("form");
  if (!form) return;
  const drawn = live.querySelector("[data-chart-drawn]");
  const status = live.querySelector("[data-chart-status]");
  const table = () => form.querySelector('[data-power-table="steps"]');
  const WAIT = 450; // milliseconds after the last key
  let timer = 0;
  let asked = null;

  live.classList.add("chart-live--live");
  live.querySelector("[data-chart-show]").hidden = true;
  form.querySelector("[data-chart-keys]")?.removeAttribute("hidden");

  async function draw() {
    asked?.abort();
    asked = new AbortController();
    const box = drawn.querySelector(".process__picture");
    const at = box ? [box.scrollLeft, box.scrollTop] : [0, 0];
    try {
      const answer = await fetch(live.dataset.chartPreview, {
        method: "POST", body: new FormData(form), signal: asked.signal, credentials: "same-origin", redirect: "error",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      drawn.replaceChildren(...page.body.childNodes);
      drawn.querySelector(".process__picture")?.scrollTo(...at);
      status.textContent = "";
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = live.dataset.failed;
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(draw, WAIT);
  }

  const controls = (row) => [...row.querySelectorAll("input, textarea, select")];

  // What is written changes places; names and numbers of the rows stay where they are.
  function swap(row, other) {
    const theirs = controls(other);
    controls(row).forEach((control, at) => {
      [control.value, theirs[at].value] = [theirs[at].value, control.value];
    });
    soon();
  }

  function neighbour(row, step) {
    const rows = [...table().querySelectorAll("[data-power-row]")];
    return rows[rows.indexOf(row) + step];
  }

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const row = event.target.closest?.("[data-power-row]");
    if (!step || !event.altKey || !row || !table()?.contains(row)) return;
    event.preventDefault();
    const other = neighbour(row, step);
    if (!other) return;
    swap(row, other);
    (controls(other)[controls(row).indexOf(event.target)] || controls(other)[0]).focus();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[name=row]");
    const row = button?.closest("[data-power-row]");
    if (row && button.value.startsWith("up:steps:")) {
      const other = neighbour(row, -1);
      event.preventDefault();
      if (other) {
        swap(row, other);
        controls(other)[0].focus();
      }
    } else if (button && form.contains(button)) {
      soon(); // a row was added or taken out in place
    }
  });
})();
