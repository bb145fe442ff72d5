// The draft's page: finding a catalogue row by its words, and opening what the chosen openness asks for.
// The form works without this file: the tree is long, the fold is there.
(() => {
  "use strict";

  const field = document.querySelector("[data-tree-filter]");
  const tree = field && document.getElementById(field.dataset.treeFilter);
  if (tree) {
    field.closest("[hidden]").hidden = false;
    const words = (row) => row.querySelector("label").textContent.toLowerCase();
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLowerCase();
      const show = (row, within) => {
        const here = within || words(row).includes(wanted);
        const below = [...row.querySelectorAll(":scope > details > ul > [data-tree-row]")].map((child) => show(child, here));
        const fold = row.querySelector(":scope > details");
        if (fold && wanted) fold.open = below.some(Boolean) && !here ? true : fold.open;
        row.hidden = Boolean(wanted) && !here && !below.some(Boolean);
        return !row.hidden;
      };
      tree.querySelectorAll(":scope > ul > [data-tree-row]").forEach((row) => show(row, false));
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  }

  document.querySelectorAll("[data-open-unless]").forEach((fold) => {
    const [name, value] = fold.dataset.openUnless.split(":");
    document.querySelectorAll(`input[name="${name}"]`).forEach((radio) => {
      radio.addEventListener("change", () => {
        if (radio.checked) fold.open = radio.value !== value;
      });
    });
  });
})();
