// The small task of a form (core/challenge.py): looks for a number whose SHA-256 digest begins with enough zero bits.
// Without this file the same form asks a sum in words. crypto.subtle is not there on plain http, so the digest is our own.
(() => {
  "use strict";
  const box = document.querySelector("[data-challenge]");
  const form = box && box.closest("form");
  if (!form) return;
  const question = box.querySelector("[data-challenge-question]"), status = box.querySelector("[data-challenge-status]");
  const proof = box.querySelector("[name=proof]"), nonce = box.querySelector("[name=nonce]").value;
  const bits = Number(box.dataset.bits), encoder = new TextEncoder();

  const roots = new Uint32Array(64), first = new Uint32Array(8);
  for (let found = 0, candidate = 2; found < 64; candidate += 1) {
    let prime = true;
    for (let factor = 2; factor * factor <= candidate; factor += 1) if (candidate % factor === 0) prime = false;
    if (!prime) continue;
    const part = (power) => ((candidate ** power) % 1) * 2 ** 32;
    roots[found] = part(1 / 3);
    if (found < 8) first[found] = part(1 / 2);
    found += 1;
  }
  const words = new Uint32Array(64);
  const turn = (value, by) => (value >>> by) | (value << (32 - by));

  const digest = (message) => {
    const size = ((message.length + 9 + 63) >> 6) << 6, padded = new Uint8Array(size), state = first.slice();
    padded.set(message);
    padded[message.length] = 128;
    new DataView(padded.buffer).setUint32(size - 4, message.length * 8);
    const view = new DataView(padded.buffer);
    for (let at = 0; at < size; at += 64) {
      for (let i = 0; i < 16; i += 1) words[i] = view.getUint32(at + i * 4);
      for (let i = 16; i < 64; i += 1) {
        const before = words[i - 15], last = words[i - 2];
        words[i] = words[i - 16] + words[i - 7] + (turn(before, 7) ^ turn(before, 18) ^ (before >>> 3))
          + (turn(last, 17) ^ turn(last, 19) ^ (last >>> 10));
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < 64; i += 1) {
        const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + roots[i] + words[i]) | 0;
        const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
      }
      [a, b, c, d, e, f, g, h].forEach((value, i) => { state[i] += value; });
    }
    return state;
  };

  const proves = (number) => {
    const found = digest(encoder.encode(`${nonce}:${number}`));
    for (let left = bits, i = 0; left > 0; left -= 32, i += 1) {
      if (found[i] >>> (left >= 32 ? 0 : 32 - left)) return false;
    }
    return true;
  };

  let number = 0, started = Boolean(proof.value), submitter = null, waiting = false;
  const work = () => {
    const until = performance.now() + 24;
    while (performance.now() < until) {
      if (proves(number)) {
        proof.value = String(number);
        status.hidden = true;
        if (waiting) form.requestSubmit(submitter);
        return;
      }
      number += 1;
    }
    setTimeout(work, 0);
  };
  const begin = () => {
    if (started) return;
    started = true;
    // Never within the event of sending: a form cannot be sent again while it is being sent.
    setTimeout(work, 0);
  };

  question.hidden = true;
  form.addEventListener("input", begin, { once: true });
  form.addEventListener("submit", (event) => {
    if (proof.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = true;
    submitter = event.submitter;
    status.textContent = box.dataset.textWorking;
    status.hidden = false;
    begin();
  }, { capture: true });
})();
