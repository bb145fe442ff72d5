// What is kept on the device: records and their photos, each with the person who wrote it. Nothing here asks the net.
(() => {
  "use strict";
  const street = window.gongkaiStreet;
  let opening = null;

  function open() {
    opening ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open("gongkai-street", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("records", { keyPath: "key" }).createIndex("person", "person");
        asked.result.createObjectStore("photos", { keyPath: "id" }).createIndex("record", "record");
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
      asked.onblocked = () => reject(new Error("blocked"));
    });
    return opening;
  }

  const answer = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  /** A deed on both stores: done when it is on the disk, or not at all. */
  async function deed(work) {
    const base = await open();
    const transaction = base.transaction(["records", "photos"], "readwrite", { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = transaction.onabort = () => reject(transaction.error || new Error("not kept"));
    });
    work(transaction.objectStore("records"), transaction.objectStore("photos"));
    await done;
  }

  async function look(store, work) {
    const base = await open();
    return answer(work(base.transaction(store).objectStore(store)));
  }

  function eachPhoto(photos, record, work) {
    photos.index("record").openKeyCursor(IDBKeyRange.only(record)).onsuccess = ({ target }) => {
      if (!target.result) return;
      work(target.result.primaryKey);
      target.result.continue();
    };
  }

  street.store = {
    open,
    /** The records of one person and nobody else's, the oldest first. */
    async of(person) {
      const found = await look("records", (records) => records.index("person").getAll(person));
      return found.sort((one, two) => one.began_at.localeCompare(two.began_at));
    },
    get: (key) => look("records", (records) => records.get(key)),
    photos: (record) => look("photos", (photos) => photos.index("record").getAll(record)),
    put: (record) => deed((records) => records.put(record)),
    addPhoto: (photo) => deed((_records, photos) => photos.put(photo)),
    dropPhoto: (id) => deed((_records, photos) => photos.delete(id)),
    /** The record in its last state, and no photo of it on the device any more. */
    wiped: (record) => deed((records, photos) => {
      records.put(record);
      eachPhoto(photos, record.key, (id) => photos.delete(id));
    }),
    drop: (key) => deed((records, photos) => {
      records.delete(key);
      eachPhoto(photos, key, (id) => photos.delete(id));
    }),
  };
})();
