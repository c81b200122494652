// Icons by the names that kinds use.
import {
  Accessibility, Activity, BadgeCheck, Bell, CircleHelp, Code, Columns3, Contact, Crosshair, Database, FileCheck, Files, FileText, Handshake, History, Image, Layers, LayoutGrid, Link, List, ListChecks,
  ListOrdered, MapPin, Megaphone, Newspaper, PanelTop, Quote, Shapes, Share2, ShieldAlert, Sparkles, Square, Table, Type,
} from "@lucide/svelte";

const icons: Record<string, typeof Square> = {
  "panel-top": PanelTop,
  text: Type,
  code: Code,
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
  accessibility: Accessibility,
  activity: Activity,
  bell: Bell,
  "columns-3": Columns3,
  crosshair: Crosshair,
  database: Database,
  "file-check": FileCheck,
  "file-text": FileText,
  handshake: Handshake,
  history: History,
  list: List,
  "list-checks": ListChecks,
  "list-ordered": ListOrdered,
  "map-pin": MapPin,
  quote: Quote,
  shapes: Shapes,
  "share-2": Share2,
  "shield-alert": ShieldAlert,
  sparkles: Sparkles,
  table: Table,
};

export const icon = (name: string | undefined): typeof Square => icons[name ?? ""] ?? Square;
