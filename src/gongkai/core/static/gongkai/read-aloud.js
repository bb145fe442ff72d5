// In the large-print view: reads the page with the browser's own voice. Nothing leaves the device.
(() => {
  const { read, stop } = document.currentScript.dataset;
  const main = document.getElementById("main");
  if (!("speechSynthesis" in window) || !main) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--secondary read-aloud";
  const rest = () => { button.textContent = read; button.setAttribute("aria-pressed", "false"); };
  rest();
  button.addEventListener("click", () => {
    if (speechSynthesis.speaking) { speechSynthesis.cancel(); rest(); return; }
    // Voices lose their breath in long texts: one block after another.
    const blocks = [...main.querySelectorAll("h1, h2, h3, p, li, dt, dd, th, td")].filter(
      (block) => block.innerText.trim() && !block.querySelector("p, li"));
    blocks.forEach((block, at) => {
      const words = new SpeechSynthesisUtterance(block.innerText);
      words.lang = block.closest("[lang]").lang;
      if (at === blocks.length - 1) words.onend = rest;
      speechSynthesis.speak(words);
    });
    button.textContent = stop;
    button.setAttribute("aria-pressed", "true");
  });
  addEventListener("pagehide", () => speechSynthesis.cancel());
  main.prepend(button);
})();
