// Pictures of section kinds: rendered once each by the real templates, then kept until the site changes.
import { call } from "../lib/call";
import { desk } from "../lib/desk.svelte";

let known = new Map<string, Promise<string>>();
let of: unknown = null;

/** The document that shows a kind; empty when there is none. */
export function thumbnail(kind: string, locale: string, look: string): Promise<string> {
  if (of !== desk.index) {
    of = desk.index;
    known = new Map();
  }
  const name = `${kind} ${locale} ${look}`;
  let html = known.get(name);
  if (!html) {
    html = call.kindThumbnail(kind, locale, look).then((text) => text ?? "", () => "");
    known.set(name, html);
  }
  return html;
}
