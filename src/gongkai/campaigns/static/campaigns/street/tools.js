// What the parts of the page on the phone share: words, small builders of the page, sizes and days.
// The parts are files of their own in the order of staff/inspections/shell.py; each hangs its deeds on this object.
window.gongkaiStreet = (() => {
  "use strict";
  const read = (id) => JSON.parse(document.getElementById(id)?.textContent || "{}");
  const texts = read("street-texts"), addresses = read("street-addresses");
  const language = document.documentElement.lang;

  const say = (key, values = {}) =>
    (texts[key] || key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

  /** An element with its properties and what is in it; words only ever as text. */
  function make(tag, properties = {}, ...inside) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...inside.filter((each) => each !== null && each !== undefined && each !== ""));
    return made;
  }

  /** The first element of a template of the page. */
  const fromTemplate = (name) =>
    document.querySelector(`[data-street-template="${name}"]`).content.firstElementChild.cloneNode(true);

  const badge = (words, kind) => make("span", { className: `badge badge--${kind}` }, words);

  const size = (bytes) =>
    bytes < 1024 * 1024 ? `${Math.max(bytes ? 1 : 0, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

  const when = (iso) =>
    new Date(iso).toLocaleString(language, { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });

  const day = (iso) =>
    new Date(iso.length === 10 ? `${iso}T00:00` : iso).toLocaleDateString(language, { month: "numeric", day: "numeric" });

  /** Today where the device is, as 2026-11-23. */
  function today() {
    const now = new Date(), two = (number) => String(number).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  /** A key nobody else makes. */
  function key() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  return { texts, addresses, say, make, fromTemplate, badge, size, when, day, today, key };
})();
