// The only file that speaks to the program around the window.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

import type { Edit } from "./types/Edit";
import type { DataEdit } from "./types/DataEdit";
import type { DataView } from "./types/DataView";
import type { EditRequest } from "./types/EditRequest";
import type { Effect } from "./types/Effect";
import type { ExportProgress } from "./types/ExportProgress";
import type { ExportReport } from "./types/ExportReport";
import type { LinkSpot } from "./types/LinkSpot";
import type { NewPage } from "./types/NewPage";
import type { PageMove } from "./types/PageMove";
import type { PageRef } from "./types/PageRef";
import type { PageTemplate } from "./types/PageTemplate";
import type { PageView } from "./types/PageView";
import type { Removal } from "./types/Removal";
import type { SaveState } from "./types/SaveState";
import type { SiteView } from "./types/SiteView";
import type { TrashView } from "./types/TrashView";
import type { Update } from "./types/Update";
import type { Use } from "./types/Use";

export type { Edit, EditRequest };

/** A site that was opened before. */
export interface Recent {
  folder: string;
  name: string;
}

/** What can be used somewhere. */
export type Used =
  | { kind: "page"; address: string }
  | { kind: "media"; path: string }
  | { kind: "record"; collection: string; id: string }
  | { kind: "shared"; id: string }
  | { kind: "outside"; address: string };

/** A failed command: a stable code, and words for the person. */
export interface Failure {
  code: string;
  message: string;
}

export function failure(error: unknown): Failure {
  if (typeof error === "object" && error !== null && "message" in error) {
    const { code = "unknown", message } = error as { code?: string; message: unknown };
    return { code, message: String(message) };
  }
  return { code: "unknown", message: String(error) };
}

export const call = {
  recentSites: () => invoke<Recent[]>("recent_sites"),
  sampleSite: () => invoke<string | null>("sample_site"),
  chooseFolder: (purpose: "open" | "new" | "export") => invoke<string | null>("choose_folder", { purpose }),
  openSite: (folder: string) => invoke<SiteView>("open_site", { folder }),
  newSite: (folder: string, name: string, example: boolean) => invoke<SiteView>("new_site", { folder, name, example }),
  closeSite: () => invoke<void>("close_site"),
  currentSite: () => invoke<SiteView | null>("current_site"),
  openPage: (page: PageRef) => invoke<PageView>("open_page", { page }),
  edit: (request: EditRequest) => invoke<Update>("edit", { request }),
  undo: () => invoke<Update | null>("undo"),
  redo: () => invoke<Update | null>("redo"),
  save: () => invoke<SaveState>("save"),
  settleOverlap: (page: PageRef, id: number, keep: "mine" | "theirs") =>
    invoke<Update>("settle_overlap", { page, id, keep }),
  exportSite: (folder: string) => invoke<ExportReport>("export_site", { folder }),
  cancelExport: () => invoke<void>("cancel_export"),
  lastExportFolder: () => invoke<string | null>("last_export_folder"),
  showFolder: (folder: string) => invoke<void>("show_folder", { folder }),
  openOutside: (url: string) => invoke<void>("open_outside", { url }),
  chooseAsset: (accept: string) => invoke<string | null>("choose_asset", { accept }),
  pageTemplates: () => invoke<PageTemplate[]>("page_templates"),
  addPage: (wanted: NewPage) => invoke<Update>("add_page", { wanted }),
  addShared: (locale: string, title: string) => invoke<Update>("add_shared", { locale, title }),
  duplicatePage: (address: string) => invoke<Update>("duplicate_page", { address }),
  hidePage: (address: string, hidden: boolean) => invoke<Update>("hide_page", { address, hidden }),
  moveEffect: (from: string, to: string) => invoke<Effect>("move_effect", { from, to }),
  movePage: (wanted: PageMove) => invoke<Update>("move_page", { wanted }),
  placePage: (address: string, under: string, before: string | undefined, redirect: boolean) =>
    invoke<Update>("place_page", { address, under, before, redirect }),
  removalEffect: (removal: Removal) => invoke<Effect>("removal_effect", { removal }),
  removePage: (removal: Removal) => invoke<Update>("remove_page", { removal }),
  trash: () => invoke<TrashView[]>("trash"),
  restorePage: (id: string, to?: string) => invoke<Update>("restore_page", { id, to }),
  forgetPage: (id: string) => invoke<void>("forget_page", { id }),
  setRedirect: (before: string | undefined, old: string, to: string) =>
    invoke<Update>("set_redirect", { before, old, new: to }),
  moveLink: (list: string, from: LinkSpot, to: LinkSpot) => invoke<Update>("move_link", { list, from, to }),
  copySection: (page: PageRef, section: string) => invoke<string>("copy_section", { page, section }),
  pasteSection: (page: PageRef, after: string | undefined, text: string) =>
    invoke<Update>("paste_section", { page, after, text }),
  moveSection: (page: PageRef, section: string, to: PageRef) => invoke<Update>("move_section", { page, section, to }),
  shareSection: (page: PageRef, section: string, title: string) =>
    invoke<Update>("share_section", { page, section, title }),
  ownSection: (page: PageRef, section: string) => invoke<Update>("own_section", { page, section }),
  data: (file: string) => invoke<DataView>("data", { file }),
  editData: (file: string, edit: DataEdit) => invoke<Update>("edit_data", { request: { file, edit } }),
  usesOf: (used: Used) => invoke<Use[]>("uses_of", { used }),
};

export const on = {
  update: (then: (update: Update) => void) => listen<Update>("update", (event) => then(event.payload)),
  follow: (then: (url: string) => void) => listen<string>("follow", (event) => then(event.payload)),
  exportProgress: (then: (progress: ExportProgress) => void) =>
    listen<ExportProgress>("export-progress", (event) => then(event.payload)),
};
