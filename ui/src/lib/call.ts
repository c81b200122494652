// The only file that speaks to the program around the window.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

import type { BoxRequest } from "./types/BoxRequest";
import type { Edit } from "./types/Edit";
import type { DataEdit } from "./types/DataEdit";
import type { DataView } from "./types/DataView";
import type { EditRequest } from "./types/EditRequest";
import type { ExportProgress } from "./types/ExportProgress";
import type { ExportReport } from "./types/ExportReport";
import type { ImportRequest } from "./types/ImportRequest";
import type { ImportView } from "./types/ImportView";
import type { IndexView } from "./types/IndexView";
import type { LinkBox } from "./types/LinkBox";
import type { PageRef } from "./types/PageRef";
import type { PageView } from "./types/PageView";
import type { RecordPlace } from "./types/RecordPlace";
import type { SaveState } from "./types/SaveState";
import type { SiteView } from "./types/SiteView";
import type { Update } from "./types/Update";
import type { Use } from "./types/Use";

export type { Edit, EditRequest };

/** A site that was opened before. */
export interface Recent {
  folder: string;
  name: string;
  missing: boolean;
}

/** The preview as of a day. */
export interface DayView {
  day: string;
  other: boolean;
  body: string;
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
  addPage: (locale: string, address: string, title: string) =>
    invoke<IndexView>("add_page", { locale, address, title }),
  data: (file: string) => invoke<DataView>("data", { file }),
  editData: (file: string, edit: DataEdit) => invoke<Update>("edit_data", { request: { file, edit } }),
  recordCounts: (collection: string) => invoke<Record<string, number | undefined>>("record_counts", { collection }),
  recordPlaces: (collection: string, record: string) => invoke<RecordPlace[]>("record_places", { collection, record }),
  linkBoxes: (collection: string, record: string) => invoke<LinkBox[]>("link_boxes", { collection, record }),
  setLinkBoxes: (request: BoxRequest) => invoke<Update>("set_link_boxes", { request }),
  chooseTable: () => invoke<string | null>("choose_table"),
  planImport: (request: ImportRequest) => invoke<ImportView>("plan_import", { request }),
  importRecords: (request: ImportRequest) => invoke<Update>("import_records", { request }),
  exportRecords: (collection: string, records: string[], language: string) => invoke<string | null>("export_records", { collection, records, language }),
  usesOf: (used: Used) => invoke<Use[]>("uses_of", { used }),
  previewDay: (page: PageRef, day: string | null) => invoke<DayView>("preview_day", { page, day }),
  kindThumbnail: (kind: string, locale: string, look: string) => invoke<string | null>("kind_thumbnail", { kind, locale, look }),
  openInBrowser: (page: PageRef) => invoke<string>("open_in_browser", { page }),
  forgetSite: (folder: string) => invoke<void>("forget_site", { folder }),
  textSize: (percent: number) => invoke<void>("text_size", { percent }),
};

export const on = {
  update: (then: (update: Update) => void) => listen<Update>("update", (event) => then(event.payload)),
  follow: (then: (url: string) => void) => listen<string>("follow", (event) => then(event.payload)),
  exportProgress: (then: (progress: ExportProgress) => void) =>
    listen<ExportProgress>("export-progress", (event) => then(event.payload)),
  /** Files dropped on the window. */
  drop: (then: (paths: string[]) => void) => listen<{ paths: string[] }>("tauri://drag-drop", (event) => then(event.payload.paths)),
};
