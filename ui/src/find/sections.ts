// Actions on the section that has the focus, or had it last.
import { Copy, Eye, EyeOff, PanelRight, Trash2 } from "@lucide/svelte";

import { desk, type Section } from "../lib/desk.svelte";
import { fill, settings } from "../lib/settings.svelte";
import type { Action } from "./actions.svelte";

let last = "";

/** Remembers the section that gets the focus. */
document.addEventListener("focusin", (event) => {
  const key = (event.target as Element | null)?.closest<HTMLElement>("[data-section]")?.dataset["section"];
  if (key) last = key;
});

const section = (): Section | undefined => (desk.readOnly === undefined ? desk.section(last) : undefined);

function what(): string {
  const kind = desk.kinds.get(section()?.kind ?? "");
  return kind ? settings.text(kind.label) : settings.words.item;
}

export function sectionActions(): Action[] {
  const act = (id: string, title: () => string, icon: Action["icon"], on: (one: Section) => boolean, run: (one: Section) => void): Action => ({
    id: `section-${id}`,
    title: () => `${title()}: ${what()}`,
    ...(icon ? { icon } : {}),
    on: () => { const one = section(); return one !== undefined && on(one); },
    run: () => { const one = section(); if (one) run(one); },
  });
  const flag = (one: Section): boolean => one.kind !== "";
  return [
    act("hide", () => settings.words.hide, EyeOff, (one) => flag(one) && !one.hidden, (one) => void desk.act({ do: "hide", section: one.key, hidden: true })),
    act("show", () => settings.words.show, Eye, (one) => flag(one) && one.hidden, (one) => void desk.act({ do: "hide", section: one.key, hidden: false })),
    act("duplicate", () => settings.words.duplicate, Copy, () => true, (one) => void desk.act({ do: "duplicate", section: one.key })),
    act("aside", () => (section()?.aside ? settings.words.notAside : settings.words.aside), PanelRight, flag, (one) => void desk.act({ do: "aside", section: one.key, aside: !one.aside })),
    act("remove", () => settings.words.remove, Trash2, () => true, (one) => {
      const removed = what();
      void desk.act({ do: "remove", section: one.key }).then(() => (desk.notice = { text: fill(settings.words.removed, { what: removed }), undo: true }));
    }),
  ];
}
