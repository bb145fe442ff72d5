// Maps that move. The page works without: each map is an SVG with its list or fields beside it, and the fields stay the
// truth. Leaflet is fetched when a map comes near the screen. Fields and markers are WGS-84 throughout; `shown` and
// `kept` convert where the pictures behind are GCJ-02 (the formula is that of gongkai.domain.coordinates; a test
// holds the two together).
(() => {
  "use strict";
  const { abs, cos, sin, sqrt, PI } = Math;
  const radians = (degrees) => degrees * PI / 180;

  function shift(lat, lon) {
    const x = lon - 105, y = lat - 35, root = sqrt(abs(x));
    const ripple = (20 * sin(6 * PI * x) + 20 * sin(2 * PI * x)) * 2 / 3;
    let north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple;
    north += (20 * sin(PI * y) + 40 * sin(PI * y / 3)) * 2 / 3;
    north += (160 * sin(PI * y / 12) + 320 * sin(PI * y / 30)) * 2 / 3;
    let east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple;
    east += (20 * sin(PI * x) + 40 * sin(PI * x / 3)) * 2 / 3;
    east += (150 * sin(PI * x / 12) + 300 * sin(PI * x / 30)) * 2 / 3;
    const axis = 6378245, ecc = 0.00669342162296594323, curve = 1 - ecc * sin(radians(lat)) ** 2;
    const meridian = axis * (1 - ecc) / (curve * sqrt(curve));
    return [north / meridian * 180 / PI, east / (axis / sqrt(curve) * cos(radians(lat))) * 180 / PI];
  }
  const inChina = (lat, lon) => lat >= 0.8293 && lat <= 55.8271 && lon >= 72.004 && lon <= 137.8347;
  const systems = {
    wgs84: { shown: (at) => at, kept: (at) => at },
    gcj02: {
      shown([lat, lon]) {
        if (!inChina(lat, lon)) return [lat, lon];
        const [north, east] = shift(lat, lon);
        return [lat + north, lon + east];
      },
      kept([lat, lon]) {
        if (!inChina(lat, lon)) return [lat, lon];
        let found = [lat, lon];
        for (let step = 0; step < 12; step += 1) {
          const [north, east] = shift(...found);
          found = [lat - north, lon - east];
        }
        return found;
      },
    },
  };
  window.gongkaiPlaces = { systems };

  // ------------------------------------------------------------------ Leaflet, once for all maps of the page
  let coming = null;
  function leaflet(box) {
    if (!coming) {
      const style = document.createElement("link");
      const script = document.createElement("script");
      const arrived = (element) => new Promise((resolve, reject) => {
        element.addEventListener("load", resolve);
        element.addEventListener("error", () => reject(new Error("Leaflet did not arrive")));
      });
      style.rel = "stylesheet";
      style.href = box.dataset.leafletStyle;
      script.src = box.dataset.leafletScript;
      coming = Promise.all([arrived(style), arrived(script)]).then(() => window.L);
      document.head.append(style, script);
    }
    return coming;
  }

  // The pin: its point is the place.
  const shape = "M0 0C-5-9-11-13-11-21a11 11 0 0 1 22 0C11-13 5-9 0 0Z";
  function svg(markup) {
    const holder = document.createElement("span");
    holder.innerHTML = markup;
    return holder.firstElementChild;
  }
  const mark = (L) => L.divIcon({
    className: "map__marker", iconSize: [35, 45], iconAnchor: [17.5, 42.5],
    html: svg(`<svg viewBox="-14 -34 28 36" aria-hidden="true"><g class="map__mark"><path d="${shape}"/><circle cy="-21" r="4"/></g></svg>`),
  });

  // The outline becomes a layer of the map: same shapes, same colours, no second copy of the data.
  function open(L, box) {
    const frame = box.querySelector("[data-map-frame]");
    const drawn = frame.querySelector("svg");
    const [south, west, north, east] = box.dataset.bounds.split(",").map(Number);
    const city = L.latLngBounds([south, west], [north, east]);
    const system = systems[box.dataset.system] || systems.wgs84;
    frame.style.height = `${Math.max(300, drawn.getBoundingClientRect().height)}px`;
    const map = L.map(frame, {
      attributionControl: false, zoomControl: false, scrollWheelZoom: false, zoomSnap: 0.25, maxZoom: 18,
      maxBounds: city.pad(0.15), maxBoundsViscosity: 0.8, zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    });
    L.control.zoom({ position: "bottomright", zoomInTitle: box.dataset.textIn, zoomOutTitle: box.dataset.textOut, zoomInText: "+", zoomOutText: "−" }).addTo(map);
    map.createPane("names").style.zIndex = 450; // under the pins
    map.fitBounds(city, { animate: false });
    map.setMinZoom(map.getZoom());
    // The wheel scrolls the page until somebody works on the map.
    map.on("focus", () => map.scrollWheelZoom.enable());
    map.on("blur", () => map.scrollWheelZoom.disable());
    if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { maxZoom: 18 }).addTo(map);

    const layer = drawn.cloneNode(true);
    layer.querySelectorAll("foreignObject, defs, .map__names, .map__mark, .map__pin").forEach((part) => part.remove());
    layer.removeAttribute("class");
    layer.setAttribute("preserveAspectRatio", "none");
    layer.setAttribute("aria-hidden", "true");
    L.svgOverlay(layer, city).addTo(map);

    // Sheet units and degrees of the map, through Mercator's projection on both sides.
    const corner = map.project(city.getNorthWest(), 18), end = map.project(city.getSouthEast(), 18);
    const [, , width, height] = drawn.getAttribute("viewBox").split(" ").map(Number);
    const unit = [(end.x - corner.x) / width, (end.y - corner.y) / height];
    const onMap = (x, y) => map.unproject(L.point(corner.x + x * unit[0], corner.y + y * unit[1]), 18);
    const onSheet = (latlng) => {
      const at = map.project(latlng, 18);
      return new DOMPoint((at.x - corner.x) / unit[0], (at.y - corner.y) / unit[1]);
    };
    drawn.querySelectorAll(".map__names text").forEach((text) => {
      L.tooltip(onMap(Number(text.getAttribute("x")), Number(text.getAttribute("y"))), {
        permanent: true, direction: "center", pane: "names", className: "map__name", content: document.createTextNode(text.textContent), interactive: false,
      }).addTo(map);
    });
    drawn.hidden = true;
    drawn.remove();
    const find = (kind, latlng) => {
      const at = onSheet(latlng);
      const path = [...layer.querySelectorAll(`[data-${kind}]`)].find((each) => each.isPointInFill(at));
      return path ? path.dataset[kind] : "";
    };
    const show = (latlng) => city.contains(latlng) && map.panInside(latlng, { padding: [30, 50] });
    return { map, layer, system, find, show, drawn, frame };
  }

  // ------------------------------------------------------------------ a list of pins
  function list(L, box) {
    const { map, system, drawn, frame } = open(L, box);
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", box.dataset.textMap || "");
    const rows = new Map();
    const around = box.closest(".places");
    if (around) around.querySelectorAll("li[data-number]").forEach((row) => rows.set(row.dataset.number, row));
    const spots = [];
    drawn.querySelectorAll(".map__pin").forEach((pin) => {
      const { number, label } = pin.dataset;
      const href = pin.getAttribute("href");
      const at = system.shown([Number(pin.dataset.lat), Number(pin.dataset.lon)]);
      const face = document.createElement("span");
      face.textContent = number;
      const marker = L.marker(at, {
        icon: number ? L.divIcon({ className: "map__marker map__marker--number", html: face, iconSize: [30, 30] }) : mark(L),
        keyboard: Boolean(href), interactive: Boolean(href || label), riseOnHover: true,
      }).addTo(map);
      const element = marker.getElement();
      if (label) {
        marker.bindTooltip(document.createTextNode(label), { className: "map__tip", direction: "top", offset: [0, number ? -14 : -44] });
        element.setAttribute("aria-label", number ? `${number} ${label}` : label);
        element.setAttribute("role", href ? "link" : "img");
      }
      if (href) marker.on("click keypress", (event) => {
        if (event.type === "click" || event.originalEvent.key === "Enter") location.assign(href);
      });
      const row = rows.get(number);
      if (row) {
        const show = (on) => () => [row, element].forEach((each) => each.classList.toggle("is-current", on));
        for (const each of [row, element]) {
          each.addEventListener("pointerenter", show(true));
          each.addEventListener("pointerleave", show(false));
          each.addEventListener("focusin", show(true));
          each.addEventListener("focusout", show(false));
        }
      }
      spots.push(at);
    });
    // Without pictures behind it, a corner of an outline says little.
    const pictures = Boolean(box.dataset.tiles), room = { paddingTopLeft: [40, 40], paddingBottomRight: [64, 40], animate: false };
    if (spots.length > (pictures ? 0 : 1)) map.fitBounds(L.latLngBounds(spots), { ...room, maxZoom: pictures ? 15 : map.getMinZoom() + 1 });
  }

  // ------------------------------------------------------------------ a pin to be set
  function pick(L, box) {
    const place = box.closest("[data-place]");
    const words = place.dataset;
    const lat = document.getElementById(words.lat), lon = document.getElementById(words.lon);
    const districts = [...place.querySelectorAll(`[name="${words.district}"]`)];
    const grid = words.grid ? place.querySelector(`[name="${words.grid}"]`) : null;
    const status = box.querySelector("[data-map-status]");
    const button = (name) => box.querySelector(`[data-pin-${name}]`);
    const { map, layer, system, find, show, frame } = open(L, box);
    const names = new Map(districts[0].matches("select")
      ? [...districts[0].options].map((each) => [each.value, each.text])
      : districts.map((each) => [each.value, each.closest("label").textContent.trim()]));
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", box.querySelector("[data-map-live]").textContent);
    box.querySelector("[data-map-plain]").hidden = true;
    box.querySelector("[data-map-live]").hidden = false;
    box.querySelector("[data-map-tools]").hidden = false;
    let marker = null;

    const said = (text) => { status.textContent = text; };
    const number = (field) => (/^\s*[+-]?\d+(\.\d*)?\s*°?\s*$/.test(field.value) ? parseFloat(field.value) : NaN);
    const chosen = () => (districts[0].matches("select") ? districts[0].value : (districts.find((each) => each.checked) || {}).value || "");
    const colour = () => layer.querySelectorAll("[data-district]").forEach((path) =>
      path.classList.toggle("map__district--chosen", path.dataset.district === chosen()));
    function choose(code) {
      if (districts[0].matches("select")) districts[0].value = code;
      else districts.forEach((each) => { each.checked = each.value === code; });
      colour();
    }
    function put(latlng) {
      if (!marker) {
        marker = L.marker(latlng, { icon: mark(L), draggable: true, keyboard: true, autoPan: true }).addTo(map);
        marker.on("dragend", () => moved(marker.getLatLng()));
        const element = marker.getElement();
        element.setAttribute("aria-describedby", `${lat.id}_keys`);
        element.addEventListener("keydown", (event) => {
          const step = event.shiftKey ? 2 : 16;
          const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
          if (!way) return;
          event.preventDefault();
          event.stopPropagation();
          const at = map.latLngToContainerPoint(marker.getLatLng()).add([way[0] * step, way[1] * step]);
          moved(map.containerPointToLatLng(at));
        });
      }
      marker.setLatLng(latlng);
      const [north, east] = system.kept([latlng.lat, latlng.lng]);
      marker.getElement().setAttribute("aria-label", words.textPin.replace("{place}", `${north.toFixed(6)}, ${east.toFixed(6)}`));
      button("remove").hidden = false;
    }
    // The pin was moved by hand: the fields follow.
    function moved(latlng) {
      put(latlng);
      show(latlng);
      const [north, east] = system.kept([latlng.lat, latlng.lng]);
      lat.value = north.toFixed(6);
      lon.value = east.toFixed(6);
      const district = find("district", latlng);
      if (district) choose(district);
      if (grid) grid.value = grid.matches("select") ? find("grid", latlng) : "";
      said(district ? words.textSet.replace("{area}", names.get(district)) : words.textNowhere);
    }
    // The fields were typed in: the pin follows.
    function typed() {
      const at = [number(lat), number(lon)];
      if (at.some(Number.isNaN) || abs(at[0]) > 90 || abs(at[1]) > 180) {
        take();
        return;
      }
      const latlng = L.latLng(system.shown(at));
      put(latlng);
      show(latlng);
      differs();
    }
    function differs() {
      if (!marker) return said("");
      const district = find("district", marker.getLatLng());
      if (!district) return said(words.textNowhere);
      if (chosen() && chosen() !== district) return said(words.textDiffers);
      return said(words.textSet.replace("{area}", names.get(district)));
    }
    function take() {
      if (marker) marker.remove();
      marker = null;
      button("remove").hidden = true;
    }

    map.on("click", (event) => moved(event.latlng));
    [lat, lon].forEach((field) => field.addEventListener("change", typed));
    districts.forEach((each) => each.addEventListener("change", () => {
      colour();
      const path = layer.querySelector(`[data-district="${CSS.escape(chosen())}"]`);
      if (path && grid && grid.matches("select") && !marker) grid.value = "";
      differs();
    }));
    button("middle").addEventListener("click", () => {
      moved(map.getCenter());
      marker.getElement().focus();
    });
    button("remove").addEventListener("click", () => {
      take();
      lat.value = "";
      lon.value = "";
      if (grid) grid.value = "";
      said(words.textRemoved);
      button("middle").focus();
    });
    const here = button("here");
    if (navigator.geolocation && isSecureContext) {
      here.hidden = false;
      here.addEventListener("click", () => {
        said(words.textSeeking);
        navigator.geolocation.getCurrentPosition(
          ({ coords }) => {
            const latlng = L.latLng(system.shown([coords.latitude, coords.longitude]));
            if (!find("district", latlng)) return said(words.textAway);
            map.setView(latlng, Math.max(map.getZoom(), 15), { animate: false });
            return moved(latlng);
          },
          (error) => said(error.code === error.PERMISSION_DENIED ? words.textDenied : words.textUnknown),
          { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
        );
      });
    }
    colour();
    typed();
  }

  // ------------------------------------------------------------------ start, when a map comes near the screen
  const kinds = { list, pick };
  const start = (box) => leaflet(box).then((L) => kinds[box.dataset.map](L, box)).catch((error) => {
    // The outline and the fields are still there.
    box.dataset.failed = error.message;
  });
  const watch = new IntersectionObserver((seen) => seen.filter((each) => each.isIntersecting).forEach((each) => {
    watch.unobserve(each.target);
    start(each.target);
  }), { rootMargin: "200px" });
  document.querySelectorAll("[data-map]").forEach((box) => watch.observe(box));
})();
