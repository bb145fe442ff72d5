// The answer's page: shows the fields that the chosen kind of answer needs, and puts the others into the fold.
// Without this file every field is there and says which kinds of answer it is for.
(() => {
  "use strict";

  const form = document.querySelector("[data-answer]");
  const rest = form?.querySelector("[data-answer-rest]");
  if (!rest) return;
  const parts = [...form.querySelectorAll("[data-answer-part]")];
  const home = rest.parentElement;
  const saved = form.querySelector("[data-answer-saved]");
  const row = form.querySelector("[data-answer-row]");
  const other = form.querySelector("[data-answer-other]");
  const hint = form.querySelector("[data-answer-hint]");
  const chosen = () => form.querySelector("[name=kind]:checked")?.value || "";
  const filled = (part) => [...part.querySelectorAll("input, textarea, select")].some((field) => field.value.trim());

  function arrange() {
    const kind = chosen();
    for (const part of parts) {
      const needed = part.dataset.answerPart.split(" ").includes(kind) || filled(part);
      if (needed && part.parentElement === rest) home.insertBefore(part, rest);
      if (!needed && part.parentElement !== rest) rest.append(part);
    }
    if (hint) hint.hidden = Boolean(kind);
    if (!saved || !row || !other) return;
    const same = saved.dataset.answerSaved === kind;
    saved.hidden = row.hidden = !same;
    other.hidden = same;
  }

  form.addEventListener("change", (event) => {
    if (event.target.name === "kind") arrange();
  });
  arrange();
  rest.open = false;
})();
