// Which addresses a link or a picture may carry. The server's sanitiser decides again.

const LINK = /^(https?:\/\/[^\s/]|mailto:[^\s@]+@[^\s@]+|tel:[+\d-]+$|\/(?!\/)|#[^\s_]|\?)/i;

/** The address as it will be stored, or null when it is not allowed. */
export function safeLink(address) {
  let text = (address || "").trim();
  if (/^www\.[^\s]+$/i.test(text)) text = `https://${text}`;
  else if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(text)) text = `mailto:${text}`;
  return LINK.test(text) && !/[\s"<>\\]/.test(text) ? text : null;
}

/** Pictures come from this installation only: the public site asks no other host for anything. */
export function safeImage(address) {
  const text = (address || "").trim();
  if (/^\/(?!\/)/.test(text) && !text.includes("\\")) return text;
  try {
    const url = new URL(text);
    return url.origin === window.location.origin && /^https?:$/.test(url.protocol)
      ? url.pathname + url.search
      : null;
  } catch {
    return null;
  }
}
