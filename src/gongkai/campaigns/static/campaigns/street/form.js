// The check-list of a site on the device. Everything is kept as it is written; what is wrong is said before it is sent.
(() => {
  "use strict";
  const street = window.gongkaiStreet, { store, say, make, fromTemplate } = street;
  const PLAIN = ["second", "cause_number", "days", "present", "remark"];
  const urls = new Set();

  /** A new record of a site, with everything needed to go on with it without the list it came from. */
  function fresh(site, bundle) {
    const late = site.stand === "overdue" || site.stand === "to_correct";
    return {
      key: street.key(), person: bundle.person.id, listed: site.listed, state: "draft",
      began_at: new Date().toISOString(), made_at: "", site, list: bundle.lists[site.checklist],
      answers: {}, second: "", cause: late ? "follow_up" : "plan", cause_number: "", days: String(bundle.rules.days),
      present: "", remark: "", lat: "", lon: "", accuracy: "",
    };
  }

  class Form {
    constructor(record, bundle, closed) {
      this.record = record;
      this.bundle = bundle;
      this.closed = closed;
      this.root = fromTemplate("form");
      this.items = new Map();
      this.saving = Promise.resolve();
    }

    $(selector) { return this.root.querySelector(selector); }

    async draw() {
      const { record, bundle } = this;
      this.$("[data-site-name]").textContent = record.site.name;
      this.$("[data-site-code]").textContent = record.site.code;
      this.$("[data-site-address]").textContent = record.site.address;
      this.$("[data-site-more]").textContent =
        [record.site.works, record.site.permit, record.site.campaign].filter(Boolean).join(" · ");
      this.$("[data-list-name]").textContent = record.list.name;
      record.list.items.forEach((item, at) => this.item(item, at + 1));
      this.causes();
      const second = this.$("[name=second]");
      second.append(make("option", { value: "" }, "—"),
        ...record.site.colleagues.map(([id, name]) => make("option", { value: String(id) }, name)));
      for (const name of PLAIN) this.$(`[name=${name}]`).value = record[name] ?? "";
      this.limits();
      this.place();
      for (const photo of await store.photos(record.key)) this.snap(photo);
      this.listen();
      if (record.error) this.refusedAs(record);
      if (!record.site.colleagues.length) this.fault("second", say("noColleague"));
      return this.root;
    }

    limits() {
      const { rules } = this.bundle;
      this.$("[name=days]").max = rules.most_days;
      for (const name of ["cause_number", "present", "remark"]) this.$(`[name=${name}]`).maxLength = rules[name];
    }

    item(item, number) {
      const row = fromTemplate("item"), answer = this.record.answers[item.key] || {};
      const id = `street-${item.key}`, name = `verdict_${item.key}`;
      row.querySelector("legend").textContent = say("item", { number, name: item.name });
      const seen = row.querySelector(".item__seen");
      seen.textContent = item.looked_for;
      seen.id = `${id}-seen`;
      row.querySelector("[data-errors]").id = `${id}-errors`;
      row.setAttribute("aria-describedby", `${id}-seen ${id}-errors`);
      const box = row.querySelector(".verdicts");
      this.bundle.verdicts.forEach(([value, words], at) => {
        const radio = make("input", { type: "radio", name, value, id: `${id}-${at}`, checked: answer.verdict === value });
        box.append(make("label", { className: `verdict verdict--${value}`, htmlFor: radio.id }, radio, words));
      });
      const note = row.querySelector("textarea");
      Object.assign(note, { id: `${id}-note`, name: `note_${item.key}`, value: answer.note || "" });
      note.maxLength = this.bundle.rules.note;
      row.querySelector(".item__note label").htmlFor = note.id;
      for (const each of row.querySelectorAll("[data-name]")) each.textContent = ` ${item.name}`;
      for (const input of row.querySelectorAll("[type=file]")) {
        input.addEventListener("change", () => this.take(item, row, input));
      }
      this.items.set(item.key, { item, row });
      this.$("[data-items]").append(row);
    }

    causes() {
      this.bundle.causes.forEach(([value, words], at) => {
        const radio = make("input", {
          type: "radio", name: "cause", value, id: `street-cause-${at}`, checked: this.record.cause === value,
        });
        this.$("[data-causes]").append(make("label", { className: "choice", htmlFor: radio.id }, radio, words));
      });
    }

    // ------------------------------------------------------------ photos
    async take(item, row, input) {
      const status = row.querySelector("[data-photo-status]"), { rules } = this.bundle;
      const files = [...input.files];
      input.value = "";
      const all = this.root.querySelectorAll(".snaps li").length, here = row.querySelectorAll(".snaps li").length;
      if (here + files.length > rules.most_of_item || all + files.length > rules.most_photos) {
        status.textContent = say("tooMany", { most: rules.most_of_item, all: rules.most_photos });
        return;
      }
      for (const file of files) {
        status.textContent = say("shrinking");
        try {
          const blob = await street.shrink(file, rules.longest_side);
          const photo = { id: street.key(), record: this.record.key, item: item.key, blob, taken: Date.now() };
          await this.save();
          await store.addPhoto(photo);
          this.snap(photo);
          status.textContent = "";
        } catch (problem) {
          status.textContent = problem instanceof DOMException ? say("notKept", { problem: problem.message }) : problem.message;
        }
      }
    }

    snap(photo) {
      const known = this.items.get(photo.item);
      if (!known) return;
      const list = known.row.querySelector("[data-snaps]"), address = URL.createObjectURL(photo.blob);
      urls.add(address);
      const values = { count: list.children.length + 1, name: known.item.name };
      const remove = make("button", { type: "button", className: "button button--link", ariaLabel: say("removePhoto", values) },
        document.querySelector("[data-street-template=close]").content.cloneNode(true));
      const shown = make("li", {}, make("img", { src: address, alt: say("photoOf", values), width: 104, height: 78 }), remove);
      remove.addEventListener("click", async () => {
        await store.dropPhoto(photo.id);
        shown.remove();
        known.row.querySelector("[type=file]").focus();
      });
      list.append(shown);
    }

    // ------------------------------------------------------------- place
    place() {
      const button = this.$("[data-place]"), status = this.$("[data-place-status]");
      button.hidden = !navigator.geolocation;
      const told = () => {
        const { lat, lon, accuracy } = this.record;
        status.textContent = lat === "" ? "" : say("placed", { lat, lon, metres: accuracy });
      };
      told();
      button.addEventListener("click", () => {
        status.textContent = say("seeking");
        navigator.geolocation.getCurrentPosition(({ coords }) => {
          this.record.lat = coords.latitude.toFixed(6);
          this.record.lon = coords.longitude.toFixed(6);
          this.record.accuracy = String(Math.round(coords.accuracy));
          told();
          this.save();
        }, (error) => {
          status.textContent = say(error.code === error.PERMISSION_DENIED ? "placeDenied" : "placeUnknown");
        }, { enableHighAccuracy: true, timeout: 20000 });
      });
    }

    // ----------------------------------------------------------- keeping
    read() {
      const { record } = this;
      for (const name of PLAIN) record[name] = this.$(`[name=${name}]`).value;
      record.cause = this.$("[name=cause]:checked")?.value || "";
      for (const [key, { row }] of this.items) {
        record.answers[key] = {
          verdict: row.querySelector(".verdicts :checked")?.value || "", note: row.querySelector("textarea").value,
        };
      }
    }

    /** Keeps what stands in the form now; one deed after the other. */
    save(changes = {}) {
      this.read();
      Object.assign(this.record, changes);
      const copy = structuredClone(this.record);
      this.saving = this.saving.catch(() => {}).then(() => store.put(copy));
      return this.saving;
    }

    saved() {
      this.save().then(
        () => { this.$("[data-saved]").textContent = say("savedAt", { time: street.when(new Date().toISOString()) }); },
        (problem) => { this.$("[data-saved]").textContent = say("notKept", { problem: problem.message }); },
      );
    }

    listen() {
      let wait = 0;
      this.root.addEventListener("input", ({ target }) => {
        if (target.type === "file") return;
        clearTimeout(wait);
        wait = setTimeout(() => this.saved(), 250);
      });
      for (const button of this.root.querySelectorAll("[data-back]")) {
        button.addEventListener("click", async () => {
          clearTimeout(wait);
          await this.save();
          this.close("");
        });
      }
      this.root.addEventListener("submit", async (event) => {
        event.preventDefault();
        clearTimeout(wait);
        if (this.busy) return;
        this.busy = true;
        try {
          await this.finish();
        } finally {
          this.busy = false;
        }
      });
    }

    async finish() {
      this.read();
      const faults = await this.faults();
      this.show(faults);
      if (faults.length) {
        await this.save();
        return;
      }
      // The moment stays what it was, unless the clock of the device ran ahead and was set right since.
      const now = new Date().toISOString(), before = this.record.made_at;
      const made_at = before && before <= now ? before : now;
      await this.save({ state: "waiting", made_at, error: "", field: "", last: "" });
      this.close("kept");
    }

    close(how) {
      for (const address of urls) URL.revokeObjectURL(address);
      urls.clear();
      this.root.remove();
      this.closed(how, this.record);
    }

    // ------------------------------------------------------------ faults
    async faults() {
      const { record, bundle } = this, found = [];
      const taken = (await store.photos(record.key)).map((photo) => photo.item);
      for (const [key] of this.items) {
        const { verdict, note } = record.answers[key], add = (word) => found.push([key, say(word)]);
        if (!verdict) add("whether");
        if (verdict === "unmet" && !note.trim()) add("wrong");
        if (verdict === "unmet" && !taken.includes(key)) add("photo");
        if (verdict === "not_applicable" && !note.trim()) add("why");
      }
      const said = Object.values(record.answers).map((answer) => answer.verdict);
      if (said.every((verdict) => verdict === "not_applicable")) found.push(["", say("nothingApplies")]);
      if (!record.second) found.push(["second", say("second")]);
      if (!record.cause) found.push(["cause", say("cause")]);
      const days = record.days === "" ? bundle.rules.days : Number(record.days);
      if (!Number.isInteger(days) || days < 0 || days > bundle.rules.most_days) {
        found.push(["days", say("daysRange", { most: bundle.rules.most_days })]);
      }
      return found;
    }

    /** Draws the sentences at their places and on top, and leads there. */
    show(faults) {
      for (const { row } of this.items.values()) {
        row.classList.remove("field--error");
        row.querySelector("[data-errors]").replaceChildren();
      }
      for (const field of this.root.querySelectorAll("[data-field]")) {
        field.classList.remove("field--error");
        field.querySelector(".field__error")?.remove();
      }
      const list = this.$("[data-faults-list]"), box = this.$("[data-faults]");
      list.replaceChildren();
      this.$("[data-faults-title]").textContent = say("faults");
      for (const [at, sentence] of faults) list.append(make("li", {}, this.fault(at, sentence)));
      box.hidden = !faults.length;
      if (faults.length) box.focus();
    }

    /** One sentence at its place; gives the way there for the summary. */
    fault(at, sentence) {
      const line = fromTemplate("error"), known = this.items.get(at);
      line.querySelector("span").append(make("span", { className: "visually-hidden" }, `${say("error")} `), sentence);
      if (known) {
        known.row.classList.add("field--error");
        known.row.querySelector("[data-errors]").append(line);
        return make("a", { href: `#street-${at}-0` }, `${known.item.name}: ${sentence}`);
      }
      const field = at && this.root.querySelector(`[data-field="${CSS.escape(at)}"]`);
      if (!field) return sentence;
      field.classList.add("field--error");
      field.querySelector("label, legend, p").after(line);
      const control = field.querySelector("input, select, textarea");
      return control ? make("a", { href: `#${control.id}` }, sentence) : sentence;
    }

    /** The sentence the server gave, where it belongs. */
    refusedAs(record) {
      this.show([[record.field.replace(/^item:/, ""), record.error]]);
    }
  }

  street.form = { fresh, Form };
})();
