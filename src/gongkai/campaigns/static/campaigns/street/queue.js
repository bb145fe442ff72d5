// Sending what waits: one after the other, by itself when the net is back. The key of a record makes a second try safe.
// Before each record the server is asked who is signed in and for a fresh form token; only one's own is sent.
(() => {
  "use strict";
  const street = window.gongkaiStreet, { store, say, addresses } = street;
  const FIELDS = ["made_at", "cause", "cause_number", "second", "days", "remark", "present", "lat", "lon", "accuracy"];
  const sendTo = (record) => addresses.send.replace(/\/0\/$/, `/${record.listed}/`);
  /** Key → percent, of what is on its way now; and what the page is told. */
  const progress = new Map();
  let heard = () => {};

  /** Who is signed in, with a fresh token; "out" where nobody is, null where there is no net. */
  async function door(record) {
    try {
      const answer = await fetch(sendTo(record), {
        headers: { Accept: "application/json" }, cache: "no-store", redirect: "manual",
      });
      if (answer.type === "opaqueredirect") return "out";
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  async function body(record) {
    const data = new FormData();
    data.append("device_key", record.key);
    for (const name of FIELDS) data.append(name, record[name] ?? "");
    for (const [item, answer] of Object.entries(record.answers)) {
      data.append(`verdict_${item}`, answer.verdict || "");
      data.append(`note_${item}`, answer.note || "");
    }
    const taken = await store.photos(record.key);
    taken.sort((one, two) => one.taken - two.taken);
    for (const photo of taken) data.append(`photos_${photo.item}`, photo.blob, `${photo.id}.jpg`);
    return data;
  }

  /** One try: {status, told}; status 0 where the net went away. */
  const post = (record, data, token) => new Promise((resolve) => {
    const asked = new XMLHttpRequest();
    asked.open("POST", sendTo(record));
    asked.setRequestHeader("Accept", "application/json");
    asked.setRequestHeader("X-CSRFToken", token);
    asked.timeout = 10 * 60 * 1000;
    asked.upload.onprogress = ({ loaded, total }) => {
      progress.set(record.key, total ? Math.round(100 * loaded / total) : 0);
      heard("progress", record);
    };
    asked.onload = () => {
      let told = null;
      try {
        told = JSON.parse(asked.responseText);
      } catch {
        // A page instead of an answer: the sign-in, or a gate on the way.
      }
      resolve({ status: asked.status, told });
    };
    asked.onerror = asked.ontimeout = asked.onabort = () => resolve({ status: 0, told: null });
    asked.send(data);
  });

  const sent = (record, told) => ({
    key: record.key, person: record.person, listed: record.listed, began_at: record.began_at,
    site: { name: record.site.name, code: record.site.code },
    state: "sent", number: told.number, url: told.url, sent_at: new Date().toISOString(),
  });

  /** What became of a try; whether the next record may go. */
  async function settle(record, { status, told }) {
    if (status === 200 && told?.number) {
      await store.wiped(sent(record, told));
      heard("sent", record, told);
      return true;
    }
    const sentence = told?.error || told?.message || (status === 413 ? say("tooLarge") : "");
    if (sentence && status >= 400 && status < 500) {
      await store.put({ ...record, state: "refused", error: sentence, field: told?.field || "", tried: false });
      heard("refused", record);
      return true;
    }
    await store.put({ ...record, last: status ? say("tryAgain") : "" });
    return false;
  }

  async function one(record, person) {
    const known = await door(record);
    if (known === null) return false;
    if (known === "out") {
      heard("out");
      return false;
    }
    if (known.person !== person) {
      heard("other");
      return false;
    }
    progress.set(record.key, 0);
    heard("progress", record);
    // From here on it may have arrived, whatever becomes of this window: it is not changed any more, only sent again.
    const tried = { ...record, tried: true };
    try {
      await store.put(tried);
      return await settle(tried, await post(tried, await body(tried), known.token));
    } finally {
      progress.delete(record.key);
    }
  }

  async function all(person) {
    for (const record of await store.of(person)) {
      if (record.state === "waiting" && !await one(record, person)) return;
    }
  }

  street.queue = {
    progress,
    /** Sends what waits of this person, unless another window is at it. */
    async send(person) {
      if (!navigator.onLine) return;
      const work = () => all(person);
      if (navigator.locks) {
        await navigator.locks.request("gongkai-street-send", { ifAvailable: true }, (lock) => (lock ? work() : null));
      } else {
        await work();
      }
    },
    listen(work) { heard = work; },
  };
})();
