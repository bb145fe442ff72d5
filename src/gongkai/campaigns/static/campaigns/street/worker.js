// Answers for the page on the phone where there is no net, and for nothing else: the page, its files and its sites.
// The server puts before this: self.STREET = {version, page, bundle, files}.
(() => {
  "use strict";
  const { version, page, bundle, files } = self.STREET;
  // The page and the sites are kept whatever the version; the files with their version.
  const OWN = `gongkai-street ${page}`, FILES = `${OWN} ${version}`;
  const PATIENCE = 5000;

  const good = (answer) => answer && answer.ok && answer.type === "basic" && !answer.redirected;

  async function keep(name, request, answer) {
    const cache = await caches.open(name);
    await cache.put(request, answer);
  }

  async function take(address) {
    const answer = await fetch(address, { credentials: "same-origin", cache: "reload", redirect: "manual" });
    if (good(answer)) await keep(OWN, address, answer);
  }

  self.addEventListener("install", (event) => {
    event.waitUntil((async () => {
      const cache = await caches.open(FILES);
      await cache.addAll(files.map((address) => new Request(address, { cache: "reload" })));
      // Where the session is over, the page that was kept before stays.
      await Promise.allSettled([take(page), take(bundle)]);
      await self.skipWaiting();
    })());
  });

  self.addEventListener("activate", (event) => {
    event.waitUntil((async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith(`${OWN} `) && name !== FILES) await caches.delete(name);
      }
      await self.clients.claim();
    })());
  });

  const kept = async (address) => (await caches.open(OWN)).match(address);

  function marked(answer, word) {
    const headers = new Headers(answer.headers);
    headers.set("X-Street", word);
    return new Response(answer.body, { status: answer.status, headers });
  }

  /** The net first; what was kept where it does not answer in time. */
  async function fresh(request, address) {
    const known = await kept(address);
    const asking = fetch(request);
    asking.catch(() => {});
    const waiting = known && new Promise((resolve) => { setTimeout(resolve, PATIENCE, null); });
    let answer = null;
    try {
      answer = await (waiting ? Promise.race([asking, waiting]) : asking);
    } catch (problem) {
      if (!known) throw problem;
    }
    if (!answer || answer.status >= 500) return known ? marked(known, "kept") : answer;
    if (good(answer)) await keep(OWN, address, answer.clone());
    else if (answer.type === "opaqueredirect" && address === bundle && known) return marked(known, "signed-out");
    return answer;
  }

  /** A file of the page: as it was kept; a version that is not kept, from the net; else whichever there is. */
  async function file(request) {
    const cache = await caches.open(FILES);
    const known = await cache.match(request);
    if (known) return known;
    try {
      return await fetch(request);
    } catch (problem) {
      const other = await cache.match(request, { ignoreSearch: true });
      if (other) return other;
      throw problem;
    }
  }

  const plain = files.map((address) => address.split("?")[0]);

  self.addEventListener("fetch", (event) => {
    const { request } = event, { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== self.location.origin) return;
    if (pathname === bundle) event.respondWith(fresh(request, bundle));
    else if (pathname === page && request.mode === "navigate") event.respondWith(fresh(request, page));
    else if (plain.includes(pathname)) event.respondWith(file(request));
  });
})();
