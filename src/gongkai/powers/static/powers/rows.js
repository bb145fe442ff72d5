// Rows of a table are added and taken out in place. Without this file the same buttons send the form, and the
// server gives it back with its rows changed; nothing typed is lost either way.
(() => {
  "use strict";

  const rowsOf = (table) => [...table.querySelectorAll("[data-power-row]")];
  const count = (table) => table.querySelector(`input[name="${table.dataset.powerTable}-rows"]`);

  // A row's names and identities carry its number: basis-0-article becomes basis-1-article.
  function renumber(row, key, from, to) {
    const before = new RegExp(`(^|id_|\\s)${key}-${from}-`, "g");
    for (const element of row.querySelectorAll("*")) {
      for (const name of ["id", "name", "for", "aria-describedby"]) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, value.replace(before, `$1${key}-${to}-`));
      }
    }
    row.id = `${key}-row-${to}`;
    for (const button of row.querySelectorAll("button[name=row]")) {
      button.value = button.value.replace(/:\d+$/, `:${to}`);
    }
    const legend = row.querySelector("legend").firstChild;
    legend.textContent = legend.textContent.replace(/\d+/, to + 1);
  }

  function add(table) {
    const rows = rowsOf(table);
    const last = rows.at(-1);
    if (!last) return false;
    const fresh = last.cloneNode(true);
    renumber(fresh, table.dataset.powerTable, rows.length - 1, rows.length);
    for (const control of fresh.querySelectorAll("input, textarea, select")) control.value = "";
    for (const error of fresh.querySelectorAll("[id$=_error]")) error.remove();
    for (const part of fresh.querySelectorAll(".field--error")) part.classList.remove("field--error");
    last.after(fresh);
    count(table).value = rows.length + 1;
    fresh.querySelector("input, textarea, select")?.focus();
    return true;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-power-add], [data-power-drop]");
    const table = button?.closest("[data-power-table]");
    if (!table) return;
    if (button.matches("[data-power-add]")) {
      if (add(table)) event.preventDefault();
      return;
    }
    const rows = rowsOf(table);
    const row = button.closest("[data-power-row]");
    if (rows.length < 2) return;
    event.preventDefault();
    const at = rows.indexOf(row);
    const key = table.dataset.powerTable;
    row.remove();
    rows.slice(at + 1).forEach((later, place) => renumber(later, key, at + 1 + place, at + place));
    count(table).value = rows.length - 1;
    (rows[at + 1] || rows[at - 1]).querySelector("input, textarea, select")?.focus();
  });
})();
