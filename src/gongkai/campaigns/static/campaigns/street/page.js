// The page on the phone: which sites, what is on the device, and the form; whoever is signed in sees only their own.
(async () => {
  "use strict";
  const street = window.gongkaiStreet, { store, queue, say, make, badge, addresses } = street;
  const root = document.querySelector("[data-street]");
  if (!root) return;
  const $ = (name) => root.querySelector(`[data-street-${name}]`);
  const SENT_DAYS = 7, LAST = "gongkai.person";
  let bundle = null, form = null;

  const tell = (sentence) => { $("said").textContent = sentence; };
  const notices = new Map();
  /** A notice by its name; nothing said takes it away. */
  function notice(name, sentence = "", link = null) {
    notices.get(name)?.remove();
    notices.delete(name);
    if (!sentence) return;
    const made = street.fromTemplate("notice");
    made.querySelector("p").append(sentence, link ? " " : "", link || "");
    made.querySelector("p").setAttribute("role", "alert");
    notices.set(name, made);
    $("notices").append(made);
  }
  const signIn = (words) => make("a", { href: addresses.sign_in }, words);

  // --------------------------------------------------------------- the net
  function net() {
    $("net").textContent = say(navigator.onLine ? "online" : "offline");
    $("net").classList.toggle("street-net--off", !navigator.onLine);
  }

  /** The sites, from the net or as they were last kept; whether anything came. */
  async function load() {
    let answer;
    try {
      answer = await fetch(addresses.bundle, {
        headers: { Accept: "application/json" }, cache: "no-store", redirect: "manual",
      });
    } catch {
      return bundle !== null;
    }
    const out = answer.type === "opaqueredirect" || answer.headers.get("X-Street") === "signed-out";
    notice("out", out ? say("signedOut") : "", out ? signIn(say("signIn")) : null);
    if (!answer.ok) return bundle !== null;
    const told = await answer.json();
    if (bundle && bundle.person.id !== told.person.id) {
      notice("other", say("otherPerson", { person: told.person.name }));
      form?.root.remove();
      form = null;
      showSites(true);
    }
    bundle = told;
    if (!answer.headers.has("X-Street")) lastHere(told.person.id);
    return true;
  }

  /** Who used this browser last, by any page that came from the net; ``person``: it is this one now. */
  function lastHere(person = null) {
    try {
      if (person !== null) localStorage.setItem(LAST, String(person));
      return localStorage.getItem(LAST);
    } catch {
      return null;
    }
  }

  // ------------------------------------------------------------- the sites
  const standOf = (site) =>
    site.stand === "to_correct" && site.correct_by && site.correct_by < street.today() ? "overdue" : site.stand;

  // A site may be in two campaigns at a time: only then their names tell its lines apart.
  const several = () => new Set(bundle.sites.map((each) => each.campaign)).size > 1;

  function siteRow(site, draft) {
    const [words, kind] = bundle.stands[standOf(site)];
    const about = [
      make("span", { className: "number" }, site.code), make("span", {}, site.address),
      several() ? make("span", {}, site.campaign) : null,
      site.correct_by ? make("span", {}, say("by", { day: street.day(site.correct_by) })) : null,
      site.newest ? make("span", {}, say("seenOn", { day: street.day(site.newest) })) : null,
    ];
    const button = make("button", { type: "button", className: draft ? "button" : "button button--secondary" },
      say(draft ? "goOn" : "inspect"), make("span", { className: "visually-hidden" }, ` ${site.name}${several() ? ` ${site.campaign}` : ""}`));
    button.addEventListener("click", () => openForm(draft || street.form.fresh(site, bundle)));
    return make("li", {}, make("div", { className: "work-row" },
      make("div", {}, make("p", { className: "work-row__title" }, site.name),
        make("p", { className: "work-row__meta" }, ...about.filter(Boolean))),
      make("div", { className: "work-row__state" }, badge(words, kind), button)));
  }

  function drawSites(records) {
    const drafts = new Map(records.filter((each) => each.state === "draft").map((each) => [each.listed, each]));
    const order = ["overdue", "to_correct", "unseen", "passed"];
    const rows = [...bundle.sites].sort((one, two) => order.indexOf(standOf(one)) - order.indexOf(standOf(two)));
    $("as-of").textContent = say("asOf", { time: street.when(bundle.made_at) });
    $("list").replaceChildren(...rows.map((site) => siteRow(site, drafts.get(site.listed))));
    if (!rows.length) $("list").replaceChildren(make("li", { className: "soft" }, say("noSites")));
  }

  // ------------------------------------------------------------- the queue
  function stateBadge(record) {
    if (queue.progress.has(record.key)) return badge(say("sending", { percent: queue.progress.get(record.key) }), "info");
    if (record.state === "sent") return badge(say("sent", { number: record.number }), "done");
    return badge(say(record.state), { draft: "quiet", waiting: "soon", refused: "danger" }[record.state]);
  }

  function deeds(record) {
    if (record.state === "sent") {
      return [make("a", { href: record.url }, say("open"), make("span", { className: "visually-hidden" }, ` ${record.number}`))];
    }
    if (queue.progress.has(record.key)) return [];
    const found = [];
    // What may have arrived already is not changed any more: the same again is the same record.
    if (record.state !== "waiting" || !record.tried) {
      const word = { draft: "goOn", waiting: "change", refused: "mend" }[record.state];
      const button = make("button", { type: "button", className: record.state === "refused" ? "button" : "button button--secondary" },
        say(word), make("span", { className: "visually-hidden" }, ` ${record.site.name}`));
      button.addEventListener("click", () => openForm(record));
      found.push(button);
    }
    const ask = street.fromTemplate("discard");
    ask.querySelector("p").textContent = say("discardAsk");
    ask.querySelector("button").addEventListener("click", async () => {
      await store.drop(record.key);
      await refresh();
    });
    return [...found, ask];
  }

  function recordRow(record, count) {
    const rules = bundle.rules, waits = record.state !== "sent";
    const last = record.made_at && new Date(Date.parse(record.made_at) + rules.send_days * 86400000);
    const about = [
      make("span", { className: "number" }, record.site.code),
      make("span", {}, street.when(record.sent_at || record.made_at || record.began_at)),
      waits && count ? make("span", {}, say("photos", { count })) : null,
      waits && last ? make("span", {}, say("lateBy", { days: rules.send_days, day: street.day(last.toISOString()) })) : null,
    ];
    const said = record.state === "refused" ? record.error : record.state === "waiting" ? record.last : "";
    const percent = queue.progress.get(record.key);
    const row = make("li", {}, make("div", { className: "work-row" },
      make("div", {}, make("p", { className: "work-row__title" }, record.site.name),
        make("p", { className: "work-row__meta" }, ...about.filter(Boolean)),
        said ? make("p", { className: "queue__error" }, said) : null,
        percent === undefined ? null : make("progress", { max: 100, value: percent, ariaLabel: record.site.name })),
      make("div", { className: "work-row__state" }, stateBadge(record), ...deeds(record))));
    row.dataset.streetRecord = record.key;
    row.dataset.state = record.state;
    return row;
  }

  async function drawQueue(records) {
    let count = 0, bytes = 0;
    const rows = [];
    for (const record of records) {
      const taken = record.state === "sent" ? [] : await store.photos(record.key);
      count += taken.length;
      bytes += taken.reduce((sum, photo) => sum + photo.blob.size, 0);
      rows.push(recordRow(record, taken.length));
    }
    $("mine").textContent = say("mine", { person: bundle.person.name });
    $("records").replaceChildren(...(rows.length ? rows : [make("li", { className: "soft" }, say("nothing"))]));
    const waiting = records.filter((each) => each.state === "waiting").length;
    const open = records.filter((each) => each.state !== "sent").length;
    $("send").hidden = !waiting;
    const promised = await navigator.storage?.persisted?.();
    $("kept").textContent = [
      say("kept", { records: open, photos: count, size: street.size(bytes) }), say(promised ? "persisted" : "notPersisted"),
    ].join(" ");
  }

  /** What was sent some days ago is on the server: the device need not remember it. */
  async function forget(records) {
    const before = Date.now() - SENT_DAYS * 86400000;
    for (const each of records) {
      if (each.state === "sent" && Date.parse(each.sent_at) < before) await store.drop(each.key);
    }
  }

  let drawing = Promise.resolve();
  function refresh() {
    drawing = drawing.catch(() => {}).then(async () => {
      const records = await store.of(bundle.person.id);
      drawSites(records);
      await drawQueue(records);
    });
    return drawing;
  }

  // -------------------------------------------------------------- the form
  function showSites(shown) {
    for (const name of ["queue", "sites"]) $(name).hidden = !shown;
  }

  async function openForm(record) {
    form = new street.form.Form(structuredClone(record), bundle, closed);
    const drawn = await form.draw();
    showSites(false);
    $("form").replaceChildren(drawn);
    (form.record.error ? drawn.querySelector("[data-faults]") : drawn.querySelector("[data-site-name]")).focus();
    drawn.scrollIntoView({ block: "start" });
    navigator.storage?.persist?.();
  }

  async function closed(how, record) {
    form = null;
    showSites(true);
    await refresh();
    if (how === "kept") tell(say("keptNow", { site: record.site.name }));
    root.querySelector(`[data-street-record="${record.key}"] button`)?.focus();
    if (how === "kept") send();
  }

  // --------------------------------------------------------------- sending
  let again = 0;
  async function send() {
    if (!bundle) return;
    await queue.send(bundle.person.id);
    await refresh();
    clearTimeout(again);
    again = setTimeout(send, 60000);
  }

  queue.listen((what, record, told) => {
    if (what === "out") notice("out", say("signedOut"), signIn(say("signIn")));
    if (what === "other") load().then(refresh);
    if (what === "progress") {
      const row = root.querySelector(`[data-street-record="${record.key}"]`);
      const bar = row?.querySelector("progress"), percent = queue.progress.get(record.key);
      if (bar) {
        bar.value = percent;
        row.querySelector(".badge").textContent = say("sending", { percent });
      } else if (!form) {
        refresh();
      }
    }
    if (what === "sent") {
      notice("out");
      tell(say("sentNow", { site: record.site.name, number: told.number }));
      refresh();
    }
    if (what === "refused") refresh();
  });

  async function back() {
    net();
    if (navigator.onLine) {
      if (await load()) await refresh();
      await send();
    }
  }

  // ---------------------------------------------------------- the beginning
  const plain = document.querySelector("[data-street-plain]");
  root.hidden = false;
  net();
  if (navigator.serviceWorker) {
    navigator.serviceWorker.register(addresses.worker).catch(() => {});
  } else {
    notice("worker", say("noWorker"));
  }
  try {
    await store.open();
  } catch {
    notice("store", say("noStore"));
    showSites(false);
    return;
  }
  if (!await load()) {
    showSites(false);
    addEventListener("online", () => location.reload());
    return;
  }
  plain.hidden = true;
  if (![null, String(bundle.person.id)].includes(lastHere())) {
    // The page is the one kept for whoever had the phone before, and there is no net to ask for one's own.
    notice("other", say("keptForOther"));
    showSites(false);
    addEventListener("online", () => location.reload());
    return;
  }
  await forget(await store.of(bundle.person.id));
  await refresh();
  addEventListener("online", back);
  addEventListener("offline", net);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) back(); });
  $("send").addEventListener("click", send);
  root.dataset.ready = "yes";
  await send();
})();
