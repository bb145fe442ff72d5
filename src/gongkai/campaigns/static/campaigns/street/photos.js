// A photo on its way into the store: upright, at most as long as the server keeps it, JPEG, and nothing but pixels.
(() => {
  "use strict";
  const street = window.gongkaiStreet;

  async function pixels(file) {
    if (window.createImageBitmap) {
      try {
        return await createImageBitmap(file, { imageOrientation: "from-image" });
      } catch {
        // Some browsers decode more in an <img>.
      }
    }
    const address = URL.createObjectURL(file), image = new Image();
    try {
      image.src = address;
      await image.decode();
      return image;
    } finally {
      URL.revokeObjectURL(address);
    }
  }

  /** The smaller photo; fails with a sentence for what is none. */
  street.shrink = async (file, longest) => {
    let image;
    try {
      image = await pixels(file);
    } catch {
      throw new Error(street.say("badPhoto", { name: file.name }));
    }
    const width = image.naturalWidth || image.width, height = image.naturalHeight || image.height;
    const scale = Math.min(1, longest / Math.max(width, height));
    const canvas = street.make("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
    const brush = canvas.getContext("2d");
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close?.();
    const made = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", 0.85); });
    canvas.width = canvas.height = 0;  // phones give a canvas little memory
    if (!made) throw new Error(street.say("badPhoto", { name: file.name }));
    return made;
  };
})();
