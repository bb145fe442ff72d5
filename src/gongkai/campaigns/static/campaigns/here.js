// The place of the device in the ordinary form of an inspection. Without this file the fields are typed or left empty.
(() => {
  "use strict";
  for (const box of document.querySelectorAll("[data-here]")) {
    const button = box.querySelector("[data-here-button]"), said = box.querySelector("[data-here-status]");
    if (!navigator.geolocation || !button) continue;
    const field = (name) => document.getElementById(box.dataset[name]);
    const found = ({ coords }) => {
      field("lat").value = coords.latitude.toFixed(6);
      field("lon").value = coords.longitude.toFixed(6);
      field("accuracy").value = Math.round(coords.accuracy);
      said.textContent = box.dataset.textPlaced.replace("{lat}", field("lat").value)
        .replace("{lon}", field("lon").value).replace("{metres}", field("accuracy").value);
    };
    const failed = (error) => {
      said.textContent = error.code === error.PERMISSION_DENIED ? box.dataset.textDenied : box.dataset.textUnknown;
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      said.textContent = box.dataset.textSeeking;
      navigator.geolocation.getCurrentPosition(found, failed, { enableHighAccuracy: true, timeout: 20000 });
    });
    // A place that is typed is as sure as who types it.
    for (const name of ["lat", "lon"]) field(name).addEventListener("input", () => { field("accuracy").value = ""; });
  }
})();
