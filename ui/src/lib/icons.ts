// Icons by the names that kinds use.
import {
  BadgeCheck, CircleHelp, Contact, Files, Image, Layers, LayoutGrid, Link, Megaphone, Newspaper, PanelTop, Square, Type,
} from "@lucide/svelte";

const icons: Record<string, typeof Square> = {
  "panel-top": PanelTop,
  text: Type,
  link: Link,
  "circle-help": CircleHelp,
  "layout-grid": LayoutGrid,
  megaphone: Megaphone,
  image: Image,
  "badge-check": BadgeCheck,
  files: Files,
  contact: Contact,
  layers: Layers,
  newspaper: Newspaper,
};

export const icon = (name: string | undefined): typeof Square => icons[name ?? ""] ?? Square;
