// The pages of a matter: a warning while somebody writes, photos looked at before they are sent, one click one matter.
// Everything works without this file; the server asks all of it again.
(() => {
  "use strict";
  const $ = (selector, within = document) => within.querySelector(selector);

  // ------------------------------------------------------------- danger first
  const box = $("[data-danger]"), list = $("#danger-words"), text = $("[data-report] [name=text]");
  if (box && list && text) {
    const rows = JSON.parse(list.textContent);
    const stands = (word, where) => /^[ -~]+$/.test(word)
      ? new RegExp(`(^|[^a-z])${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![a-z])`).test(where)
      : where.includes(word);
    const look = () => {
      const said = text.value.normalize("NFKC").toLowerCase();
      const found = rows.find((row) => {
        const left = row.unless.reduce((rest, phrase) => rest.replaceAll(phrase.toLowerCase(), "\n"), said);
        return row.words.some((word) => stands(word.toLowerCase(), left));
      });
      if (found) {
        const call = $("[data-danger-call]", box);
        $("[data-danger-sentence]", box).textContent = found.sentence;
        call.textContent = call.dataset.text.replace("{number}", found.number);
        call.href = `tel:${found.number}`;
      }
      box.hidden = !found;
    };
    let wait = 0;
    text.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(look, 400);
    });
    look();
  }

  // ------------------------------------------------------------------- photos
  const photos = $("[data-photos]"), input = photos && $("input[type=file]", photos);
  if (input) {
    input.addEventListener("change", () => {
      const { most, maxBytes, textMany, textLarge } = photos.dataset;
      const large = [...input.files].find((file) => file.size > Number(maxBytes));
      const many = input.files.length > Number(most);
      input.setCustomValidity(many ? textMany : large ? textLarge.replace("{name}", large.name) : "");
      if (many || large) input.reportValidity();
    });
  }

  // ------------------------------------------------------------------ sending
  const form = $("[data-report]"), button = form && $("[data-send]", form);
  if (button) {
    const label = button.textContent;
    let sending = false;
    form.addEventListener("submit", (event) => {
      if (sending) {
        event.preventDefault();
        return;
      }
      sending = true;
      button.setAttribute("aria-disabled", "true");
      if (event.submitter === button) button.textContent = form.dataset.textSending;
    });
    addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      sending = false;
      button.removeAttribute("aria-disabled");
      button.textContent = label;
    });
  }

  // ---------------------------------------------- number and code of a receipt
  const follow = $("[data-follow]");
  if (follow && location.hash.length > 1) {
    const held = new URLSearchParams(location.hash.slice(1));
    for (const name of ["number", "code"]) {
      if (held.has(name) && !follow.elements[name].value) follow.elements[name].value = held.get(name).slice(0, 60);
    }
    // The code stays in no address and in no history.
    history.replaceState(null, "", location.pathname + location.search);
    $("button", follow).focus();
  }
})();
