// Draws boxes over the pages of a document: by mouse, pen, finger and keyboard. The boxes are lines of a textarea, which
// is what the form sends and what is typed where there is no script; see components/redact.html for the contract.
(() => {
  "use strict";

  const SIDES = ["x", "y", "width", "height"];
  const STEP = 0.5; // percent of the page that an arrow key moves a box; with Ctrl a fifth of it
  const SMALLEST = 0.2; // percent: no box becomes smaller than this
  const SLIP = 4; // pixels: a shorter drag is a click, not a box
  const ZOOMS = [1, 1.5, 2, 3];
  const MOST = 5000;

  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  const between = (value, low, high) => Math.min(Math.max(value, low), high);
  const shown = (value) => String(Math.round(value * 10) / 10);

  // --- Lines. Rounded outward, like the server's: a box never shrinks on its way.
  const below = (value) => Math.floor(value * 1000 + 1e-6) / 1000;
  const above = (value) => Math.ceil(value * 1000 - 1e-6) / 1000;
  const number = (value) => String(Math.round(value * 1000) / 1000);

  function write({ page, x, y, width, height, ground }) {
    const [left, top] = [Math.min(below(x), 99.999), Math.min(below(y), 99.999)];
    const sides = [left, top, Math.max(above(x + width) - left, 0.001), Math.max(above(y + height) - top, 0.001)];
    return [page, ...sides.map(number), ground].join(" ");
  }

  function read(line, pages, grounds) {
    const parts = line.trim().split(/[\s,，;；]+/);
    const numbers = parts.slice(0, 5).map((part) => (/^[+-]?[\d.]+[%％]?$/.test(part) ? parseFloat(part) : NaN));
    const said = parts.slice(5).join(" ");
    const ground = grounds.find(({ value, text }) => value === said || text === said)?.value;
    const [page, left, top, wide, high] = numbers;
    if (numbers.length < 5 || numbers.some(Number.isNaN) || !pages.has(page) || ground === undefined) return null;
    const [x, y] = [between(left, 0, 100), between(top, 0, 100)];
    const box = { page, x, y, width: between(left + wide, 0, 100) - x, height: between(top + high, 0, 100) - y, ground };
    return wide > 0 && high > 0 && box.width > 0 && box.height > 0 ? box : null;
  }

  function start(root) {
    const $ = (selector) => root.querySelector(selector);
    const on = (selector, type, deed) => $(selector).addEventListener(type, deed);
    const words = root.dataset;
    const field = $("[data-redact-lines]");
    const list = $("[data-redact-list]");
    const desk = $(".redact__pages");
    const sheets = new Map([...root.querySelectorAll("[data-redact-page]")].map((sheet) => [Number(sheet.dataset.redactPage), sheet]));
    const grounds = [...$("[data-redact-ground]").options].map(({ value, text }) => ({ value, text: text.trim() }));
    const parts = new Map(); // a box: its element on the page and its row in the list
    let boxes = []; // in the order they were made
    let kept = []; // lines that cannot be read as boxes: sent back as they are, never lost
    let current = null;
    let past = []; // earlier states, for undo
    let noted = ""; // the last change that was noted, so that ten steps in one direction are one
    let order = new Map(); // a box: its number in the list

    const say = (text) => { $("[data-redact-status]").textContent = text; };
    const named = (box) => grounds.find(({ value }) => value === box.ground)?.text || box.ground;
    const sorted = () => [...boxes].sort((a, b) => a.page - b.page || a.y - b.y || a.x - b.x);
    const place = (box) => fill(words.textPlace, { left: shown(box.x), top: shown(box.y), width: shown(box.width), height: shown(box.height) });

    // --- What is seen
    function show(box) {
      const { element, row } = parts.get(box);
      const state = JSON.stringify([box, order.get(box)]);
      if (parts.get(box).state === state) return; // with a thousand boxes, what has not changed must cost nothing
      parts.get(box).state = state;
      SIDES.forEach((side) => element.style.setProperty({ x: "left", y: "top" }[side] || side, `${box[side]}%`));
      const name = fill(words.textBox, { number: order.get(box) || boxes.length, page: box.page, ground: named(box) });
      element.setAttribute("aria-label", `${name}. ${place(box)}`);
      element.firstChild.textContent = named(box);
      row.querySelector("[data-redact-go]").textContent = name;
      row.querySelector("[data-redact-row-ground]").value = box.ground;
      row.querySelectorAll("[data-redact-side]").forEach((input) => {
        if (input !== document.activeElement) input.value = shown(box[input.dataset.redactSide]);
      });
    }

    function showAll() {
      const here = new Set(boxes);
      for (const [box, { element, row }] of parts) {
        if (here.has(box)) continue;
        element.remove();
        row.remove();
        parts.delete(box);
      }
      boxes.forEach((box) => parts.has(box) || build(box));
      order = new Map(sorted().map((box, at) => [box, at + 1]));
      const rows = [...order.keys()].map((box) => parts.get(box).row);
      rows.forEach((row, at) => { if (list.children[at] !== row) list.insertBefore(row, list.children[at] || null); });
      boxes.forEach(show);
      choose(boxes.includes(current) ? current : null);
      $("[data-redact-count]").textContent = fill(words.textCount, { count: boxes.length });
      $("[data-redact-none]").hidden = boxes.length > 0;
      $("[data-redact-undo]").disabled = !past.length;
      field.value = [...boxes.map(write), ...kept].join("\n");
    }

    function choose(box) {
      current = box;
      for (const [each, { element, row }] of parts) {
        element.classList.toggle("is-current", each === box);
        row.classList.toggle("is-current", each === box);
      }
    }

    // --- What changes
    function note(change = "") {
      if (change && change === noted) return;
      noted = change;
      past = [...past, JSON.stringify(boxes)].slice(-200);
    }

    function changed(box, spoken) {
      if (box && parts.has(box)) {
        show(box);
        field.value = [...boxes.map(write), ...kept].join("\n");
        $("[data-redact-undo]").disabled = !past.length;
      } else showAll();
      if (spoken) say(spoken);
    }

    function undo() {
      if (!past.length) return;
      const at = boxes.indexOf(current);
      boxes = JSON.parse(past.pop());
      noted = "";
      current = boxes[at] || null;
      showAll();
      if (current) parts.get(current).element.focus();
      say(fill(words.textUndone, { count: boxes.length }));
    }

    function remove(box) {
      note();
      const next = sorted()[sorted().indexOf(box) + 1] || sorted().at(-2);
      boxes = boxes.filter((each) => each !== box);
      changed(null, fill(words.textRemoved, { count: boxes.length }));
      if (next && boxes.includes(next)) parts.get(next).element.focus();
      else $("[data-redact-add]").focus();
    }

    function reshape(box, sides) {
      const width = between(sides.width ?? box.width, SMALLEST, 100);
      const height = between(sides.height ?? box.height, SMALLEST, 100);
      box.x = between(sides.x ?? box.x, 0, 100 - SMALLEST);
      box.y = between(sides.y ?? box.y, 0, 100 - SMALLEST);
      if (sides.moved) { // keeps its size and stops at the edge of the page
        box.x = between(box.x, 0, 100 - width);
        box.y = between(box.y, 0, 100 - height);
      }
      box.width = Math.min(width, 100 - box.x);
      box.height = Math.min(height, 100 - box.y);
    }

    function add(page, sides) {
      if (boxes.length >= MOST) { say(words.textFull); return null; }
      const box = { page, ...sides, ground: $("[data-redact-ground]").value };
      boxes.push(box);
      return box;
    }

    // --- One box: its element and its row
    function build(box) {
      const element = make("button", { type: "button", className: "redact__box" });
      element.setAttribute("aria-describedby", $("[data-redact-keys]").id);
      element.append(make("span"), ...["nw", "ne", "sw", "se"].map((corner) => {
        const grip = make("i", { className: `redact__grip redact__grip--${corner}` });
        grip.dataset.corner = corner;
        return grip;
      }));
      element.addEventListener("focus", () => choose(box));
      element.addEventListener("keydown", (event) => key(event, box));
      element.addEventListener("pointerdown", (event) => { if (event.button === 0) grab(event, box); });
      sheets.get(box.page).append(element);

      const row = $("[data-redact-row]").content.firstElementChild.cloneNode(true);
      const inside = (selector, type, deed) => row.querySelector(selector).addEventListener(type, deed);
      inside("[data-redact-go]", "click", () => {
        element.focus();
        element.scrollIntoView({ block: "center", inline: "nearest" });
      });
      inside("[data-redact-remove]", "click", () => remove(box));
      inside("[data-redact-row-ground]", "change", (event) => {
        note();
        box.ground = event.target.value;
        changed(box);
      });
      row.querySelectorAll("[data-redact-side]").forEach((input) => input.addEventListener("change", () => {
        if (Number.isNaN(input.valueAsNumber)) { input.value = shown(box[input.dataset.redactSide]); return; }
        note();
        reshape(box, { [input.dataset.redactSide]: input.valueAsNumber });
        input.value = shown(box[input.dataset.redactSide]);
        changed(box, place(box));
      }));
      parts.set(box, { element, row });
    }

    // --- Keyboard
    function key(event, box) {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (event.altKey || event.metaKey) return;
      if (way) {
        const by = event.ctrlKey ? STEP / 5 : STEP;
        note(`${boxes.indexOf(box)} ${event.key} ${event.shiftKey}`);
        reshape(box, event.shiftKey
          ? { width: box.width + way[0] * by, height: box.height + way[1] * by }
          : { x: box.x + way[0] * by, y: box.y + way[1] * by, moved: true });
        changed(box, place(box));
        parts.get(box).element.scrollIntoView({ block: "nearest", inline: "nearest" });
      } else if (event.key === "Delete" || event.key === "Backspace") remove(box);
      else return;
      event.preventDefault();
    }

    root.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      if (event.target.closest("input, textarea")) return; // those have their own undo
      event.preventDefault();
      undo();
    });

    // --- Mouse, pen, finger
    function where(event, sheet) {
      const frame = sheet.getBoundingClientRect();
      return [
        between((100 * (event.clientX - frame.left)) / frame.width, 0, 100),
        between((100 * (event.clientY - frame.top)) / frame.height, 0, 100),
      ];
    }

    /** Follows a pointer until it is lifted; `moved` gets the place, `done` whether the gesture counts. */
    function follow(event, sheet, moved, done) {
      const move = (next) => { if (next.pointerId === event.pointerId) moved(where(next, sheet)); };
      const end = (next) => {
        if (next.type === "keydown" ? next.key !== "Escape" : next.pointerId !== event.pointerId) return;
        sheet.removeEventListener("pointermove", move);
        ["pointerup", "pointercancel"].forEach((type) => sheet.removeEventListener(type, end));
        document.removeEventListener("keydown", end, true);
        const slipped = Math.hypot(next.clientX - event.clientX, next.clientY - event.clientY) < SLIP;
        done(next.type === "pointerup" && !slipped);
      };
      event.preventDefault();
      sheet.setPointerCapture(event.pointerId);
      sheet.addEventListener("pointermove", move);
      ["pointerup", "pointercancel"].forEach((type) => sheet.addEventListener(type, end));
      document.addEventListener("keydown", end, true);
    }

    function draw(event, page, sheet) {
      const [x, y] = where(event, sheet);
      const state = JSON.stringify(boxes);
      const box = add(page, { x, y, width: SMALLEST, height: SMALLEST });
      if (!box) return;
      const opposite = ([toX, toY]) => {
        Object.assign(box, { x: Math.min(x, toX), y: Math.min(y, toY), width: Math.abs(x - toX), height: Math.abs(y - toY) });
        reshape(box, {});
        show(box);
      };
      build(box);
      follow(event, sheet, opposite, (counts) => {
        if (counts) {
          past = [...past, state].slice(-200);
          noted = "";
        } else boxes = boxes.filter((each) => each !== box);
        showAll();
        if (counts) parts.get(box).element.focus({ preventScroll: true });
      });
    }

    function grab(event, box) {
      const sheet = sheets.get(box.page);
      const corner = event.target.dataset.corner || "";
      const old = { ...box };
      const state = JSON.stringify(boxes);
      const [fromX, fromY] = where(event, sheet);
      event.stopPropagation();
      parts.get(box).element.focus({ preventScroll: true });
      follow(event, sheet, ([toX, toY]) => {
        const [byX, byY] = [toX - fromX, toY - fromY];
        if (!corner) reshape(box, { x: old.x + byX, y: old.y + byY, moved: true });
        else {
          const [west, north] = [corner.includes("w"), corner.includes("n")];
          const left = west ? Math.min(old.x + byX, old.x + old.width - SMALLEST) : old.x;
          const top = north ? Math.min(old.y + byY, old.y + old.height - SMALLEST) : old.y;
          reshape(box, {
            x: left, y: top,
            width: west ? old.x + old.width - Math.max(left, 0) : old.width + byX,
            height: north ? old.y + old.height - Math.max(top, 0) : old.height + byY,
          });
        }
        show(box);
      }, (counts) => {
        if (counts) {
          past = [...past, state].slice(-200);
          noted = "";
        } else Object.assign(box, old);
        changed(null, counts ? place(box) : "");
      });
    }

    for (const [page, sheet] of sheets) {
      sheet.querySelector("img").draggable = false;
      sheet.addEventListener("pointerdown", (event) => {
        const finger = event.pointerType === "touch" && !root.classList.contains("is-finger"); // scrolls instead
        if (event.button === 0 && event.isPrimary && !finger) draw(event, page, sheet);
      });
    }

    // --- Tools
    /** The page that fills most of the view, and the middle of what is seen of it in percent. */
    function inView() {
      const view = desk.getBoundingClientRect();
      const [high, low] = [Math.max(view.top, 0), Math.min(view.bottom, innerHeight)];
      const seen = [...sheets].map(([page, sheet]) => {
        const frame = sheet.getBoundingClientRect();
        const [top, bottom] = [Math.max(frame.top, high), Math.min(frame.bottom, low)];
        return { page, much: bottom - top, middle: (100 * ((top + bottom) / 2 - frame.top)) / frame.height };
      });
      return seen.reduce((best, each) => (each.much > best.much ? each : best));
    }

    on("[data-redact-add]", "click", () => {
      const { page, much, middle } = inView();
      const state = JSON.stringify(boxes);
      const height = Number(words.newHeight) || 3; // a line of text; on a photo a face
      const box = add(page, { x: 40, y: between((much > 0 ? middle : 50) - height / 2, 0, 100 - height), width: 20, height });
      if (!box) return;
      past = [...past, state].slice(-200);
      noted = "";
      showAll();
      parts.get(box).element.focus();
    });
    on("[data-redact-undo]", "click", undo);
    const press = (selector, name) => on(selector, "click", (event) => {
      event.currentTarget.setAttribute("aria-pressed", String(root.classList.toggle(name)));
    });
    press("[data-redact-finger]", "is-finger");
    press("[data-redact-solid]", "is-solid");
    let zoom = 0;
    root.querySelectorAll("[data-redact-zoom]").forEach((button) => button.addEventListener("click", () => {
      zoom = between(zoom + Number(button.dataset.redactZoom), 0, ZOOMS.length - 1);
      root.style.setProperty("--redact-zoom", String(ZOOMS[zoom]));
      root.querySelectorAll("[data-redact-zoom]").forEach((each) => {
        each.disabled = each.dataset.redactZoom === "1" ? zoom === ZOOMS.length - 1 : zoom === 0;
      });
    }));

    // --- Taking over from the lines
    for (const line of field.value.split("\n").filter((each) => each.trim())) {
      const box = read(line, sheets, grounds);
      if (box) boxes.push(box);
      else kept.push(line);
    }
    root.classList.add("is-live");
    $("[data-redact-text]").hidden = !kept.length;
    field.addEventListener("change", () => { // only where unreadable lines are shown to be mended
      note();
      const lines = field.value.split("\n").filter((each) => each.trim());
      const made = lines.map((line) => read(line, sheets, grounds));
      boxes = made.filter(Boolean);
      kept = lines.filter((line, at) => !made[at]);
      showAll();
    });
    ["[data-redact-tools]", "[data-redact-keys]", "[data-redact-boxes]"].forEach((selector) => { $(selector).hidden = false; });
    $("[data-redact-finger]").hidden = !matchMedia("(any-pointer: coarse)").matches;
    showAll();

    // Nothing drawn is lost by a wrong click.
    const before = field.value;
    let leaving = false;
    field.form?.addEventListener("submit", (event) => { leaving = !event.defaultPrevented; });
    window.addEventListener("pageshow", () => { leaving = false; });
    window.addEventListener("beforeunload", (event) => {
      if (!leaving && field.value !== before) event.preventDefault();
    });
  }

  document.querySelectorAll("[data-redact]").forEach(start);
})();
