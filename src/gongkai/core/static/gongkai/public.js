// The public pages' conveniences. The buttons carry `hidden` and appear only where they can work.
(() => {
  "use strict";
  const each = (selector, deed) => document.querySelectorAll(selector).forEach(deed);

  // Copy the page's address; answers in the button itself or in the element its data-status names.
  each("[data-copy-link]", (button) => {
    const status = document.querySelector(button.dataset.status || null) || button;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const address = button.dataset.copyLink || location.href;
      let copied = true;
      try {
        await navigator.clipboard.writeText(address);
      } catch {
        // Plain http inside an office network has no clipboard object.
        const field = document.createElement("textarea");
        field.value = address;
        document.body.append(field);
        field.select();
        copied = document.execCommand("copy");
        field.remove();
        button.focus();
      }
      status.textContent = copied ? button.dataset.textDone || "Copied" : address;
    });
  });

  each("[data-print]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  // Read aloud with the browser's own voice, a paragraph at a time: long texts are cut off otherwise.
  const speech = window.speechSynthesis;
  each("[data-read-aloud]", (button) => {
    const target = document.querySelector(button.dataset.readAloud || "main");
    if (!speech || !target) return;
    const label = button.textContent;
    let run = 0;
    const show = (reading) => {
      button.setAttribute("aria-pressed", String(reading));
      button.textContent = reading ? button.dataset.textStop || label : label;
    };
    const read = (parts, turn) => {
      if (turn !== run) return;
      if (!parts.length) {
        show(false);
        return;
      }
      const speaker = new SpeechSynthesisUtterance(parts[0]);
      const language = target.closest("[lang]")?.lang || "zh-CN";
      speaker.lang = /^zh/i.test(language) ? "zh-CN" : language;
      speaker.voice = speech.getVoices().find((voice) => voice.lang.replace("_", "-") === speaker.lang) || null;
      speaker.rate = 0.9;
      speaker.onend = () => read(parts.slice(1), turn);
      speaker.onerror = () => turn === run && show(false);
      speech.speak(speaker);
    };
    const stop = () => {
      run += 1;
      speech.cancel();
      show(false);
    };
    button.hidden = false;
    show(false);
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-pressed") === "true") {
        stop();
        return;
      }
      stop();
      const parts = target.innerText.split(/\n+|(?<=[。！？；])/).map((part) => part.trim()).filter(Boolean);
      show(true);
      read(parts, run);
    });
    window.addEventListener("pagehide", stop);
  });

  // The summary of errors takes the focus, and its links lead to the fields.
  each("[data-error-summary]", (summary) => {
    summary.tabIndex = -1;
    summary.focus();
    summary.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      const field = link && document.getElementById(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      field.focus();
    });
  });
})();
