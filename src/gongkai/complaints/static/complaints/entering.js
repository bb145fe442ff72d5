// The telephone seat: what stands beside the form follows what is typed. Without this file the button "Look up"
// does the same; nothing is lost either way.
(() => {
  "use strict";

  const form = document.querySelector("form[data-seat]");
  if (!form) return;
  const told = form.querySelector("[data-told]");
  const parts = [...form.querySelectorAll("[data-beside]")];
  const field = (name) => form.elements.namedItem(name);
  const chosen = (name) => new FormData(form).get(name) || "";
  let waiting = 0;
  let asking = null;

  // What has the focus and what was typed there while the answer was on its way must survive the exchange.
  function exchange(part, fresh) {
    const active = part.contains(document.activeElement) ? document.activeElement : null;
    const kept = [...part.querySelectorAll("input, textarea, select")].map((each) => [each.id, each.value, each.checked]);
    part.replaceChildren(...fresh.childNodes);
    kept.forEach(([id, value, checked]) => {
      const now = id && document.getElementById(id);
      if (!now) return;
      if (now.type === "checkbox" || now.type === "radio") now.checked = checked;
      else now.value = value;
    });
    if (!active) return;
    const same = active.id
      ? document.getElementById(active.id)
      : [...part.querySelectorAll("a, button")].find((each) => each.textContent === active.textContent);
    same?.focus();
  }

  async function refresh() {
    asking?.abort();
    asking = new AbortController();
    const data = new FormData(form);
    data.delete("scans");
    try {
      const answer = await fetch(form.dataset.seat, { method: "POST", body: data, signal: asking.signal });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      parts.forEach((part) => {
        const fresh = page.querySelector(`[data-part="${part.dataset.beside}"]`);
        if (fresh && fresh.innerHTML.trim() !== part.innerHTML.trim()) exchange(part, fresh);
      });
      const words = page.querySelector("[data-told]")?.dataset.told || "";
      if (told.textContent !== words) told.textContent = words;
    } catch (error) {
      if (error.name !== "AbortError") console.warn("The column beside could not be filled.", error);
    }
  }

  function soon(pause) {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, pause);
  }

  function unfold(name, open) {
    const fold = form.querySelector(`[data-fold="${name}"]`);
    if (fold && open) fold.open = true;
  }

  form.addEventListener("change", (event) => {
    const { name } = event.target;
    if (name === "kind") {
      unfold("against", chosen("kind") === "report");
      unfold("answer", form.dataset.direct.split(" ").includes(chosen("kind")));
    }
    if (name === "session" && event.target.value) field("channel").value = "broadcast";
    if (name !== "safe" && !name.startsWith("q_") && name !== "scans") soon(0);
  });
  form.addEventListener("input", (event) => {
    if (["text", "title", "asset"].includes(event.target.name)) soon(600);
  });
  // The map sets its fields itself.
  form.querySelector("[data-place]")?.addEventListener("pointerup", () => soon(500));
  form.querySelector("[data-place]")?.addEventListener("keyup", () => soon(900));

  form.addEventListener("click", (event) => {
    const pick = event.target.closest("[data-pick]");
    if (!pick) return;
    event.preventDefault();
    field("category").value = pick.dataset.pick;
    field("category").focus();
    soon(0);
  });
  // Enter in a line looks up instead of sending half a form.
  form.addEventListener("submit", (event) => {
    if (!event.submitter?.matches("[data-look]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    refresh();
  }, true);

  document.getElementById("id_asset")?.setAttribute("list", "assets");
})();
