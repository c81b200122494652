// The only file that speaks to the program around the window.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

import type { Change } from "./types/Change";
import type { Changes as PublicChanges } from "./types/Changes";
import type { BoxRequest } from "./types/BoxRequest";
import type { Edit } from "./types/Edit";
import type { Decided } from "./types/Decided";
import type { ReviewView } from "./types/ReviewView";
import type { SeenPage } from "./types/SeenPage";
import type { Speaker } from "./types/Speaker";
import type { Taken } from "./types/Taken";
import type { Thread } from "./types/Thread";
import type { DataEdit } from "./types/DataEdit";
import type { DataView } from "./types/DataView";
import type { EditRequest } from "./types/EditRequest";
import type { Effect } from "./types/Effect";
import type { ExportProgress } from "./types/ExportProgress";
import type { ExportReport } from "./types/ExportReport";
import type { Found } from "./types/Found";
import type { Added } from "./types/Added";
import type { Describe } from "./types/Describe";
import type { FileFacts } from "./types/FileFacts";
import type { FileView } from "./types/FileView";
import type { LeftAlone } from "./types/LeftAlone";
import type { LinkSpot } from "./types/LinkSpot";
import type { Localised } from "./types/Localised";
import type { NewPage } from "./types/NewPage";
import type { PageMove } from "./types/PageMove";
import type { Horizon } from "./types/Horizon";
import type { ImportDifference } from "./types/ImportDifference";
import type { ImportLanguage } from "./types/ImportLanguage";
import type { ImportProgress } from "./types/ImportProgress";
import type { ImportReport } from "./types/ImportReport";
import type { ImportRequest } from "./types/ImportRequest";
import type { ImportView } from "./types/ImportView";
import type { LinkBox } from "./types/LinkBox";
import type { IndexView } from "./types/IndexView";
import type { Only } from "./types/Only";
import type { OutsideOutcome } from "./types/OutsideOutcome";
import type { OutsideProgress } from "./types/OutsideProgress";
import type { OutsideView } from "./types/OutsideView";
import type { PageRef } from "./types/PageRef";
import type { PageTemplate } from "./types/PageTemplate";
import type { PageView } from "./types/PageView";
import type { Problem } from "./types/Problem";
import type { ReplaceOrder } from "./types/ReplaceOrder";
import type { Shrink } from "./types/Shrink";
import type { Part } from "./types/Part";
import type { Piece } from "./types/Piece";
import type { RestoredView } from "./types/RestoredView";
import type { Query } from "./types/Query";
import type { RichView } from "./types/RichView";
import type { Ignored } from "./types/Ignored";
import type { Report } from "./types/Report";
import type { LanguagesView } from "./types/LanguagesView";
import type { PairView } from "./types/PairView";
import type { Removal } from "./types/Removal";
import type { RecordPlace } from "./types/RecordPlace";
import type { RecordPreview } from "./types/RecordPreview";
import type { Checklist } from "./types/Checklist";
import type { ReleaseOrder } from "./types/ReleaseOrder";
import type { ReleaseDrafts } from "./types/ReleaseDrafts";
import type { ReleaseAttempt } from "./types/ReleaseAttempt";
import type { ReleasedPage } from "./types/ReleasedPage";
import type { ReleaseArticle } from "./types/ReleaseArticle";
import type { ReleaseProgress } from "./types/ReleaseProgress";
import type { ReleaseView } from "./types/ReleaseView";
import type { Saved } from "./types/Saved";
import type { SectionChange } from "./types/SectionChange";
import type { SiteView } from "./types/SiteView";
import type { Spot } from "./types/Spot";
import type { Thrown } from "./types/Thrown";
import type { TargetView } from "./types/TargetView";
import type { TranslationRequest } from "./types/TranslationRequest";
import type { TrashView } from "./types/TrashView";
import type { Update } from "./types/Update";
import type { VersionPage } from "./types/VersionPage";
import type { VersionView } from "./types/VersionView";
import type { Use } from "./types/Use";
import type { Message } from "./types/Message";
import type { Verified } from "./types/Verified";

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
  problems: Problem[];
  index: IndexView;
}

/** What a replacement did. */
export interface Replacement {
  update: Update;
  replaced: number;
  places: number;
  left: LeftAlone[];
}
/** What can be used somewhere. */
export type Used =
  | { kind: "page"; address: string }
  | { kind: "media"; path: string }
  | { kind: "record"; collection: string; id: string }
  | { kind: "shared"; id: string }
  | { kind: "outside"; address: string };

/** A file that was chosen, dropped or pasted and waits for what is done with it. */
export interface Offered {
  id: number;
  name: string;
  bytes: number;
  refusal: string | null;
  notes: string[];
}

/** What an existing site can be given as. */
export type SourceKind = "folder" | "zip" | "page";

/** What would become of an existing site: what it will be called, the report, and names and icons of its kinds. */
export interface ImportLook {
  name: string;
  report: ImportReport;
  kinds: Record<string, { label: Localised; icon: string } | undefined>;
}

/** One page that is different in an existing site since it was brought in, with its title there. */
export type Difference = ImportDifference & { title: string };

/** What is different, pictures and documents by their path there, and how many pages are the same. */
export interface Differences {
  items: Difference[];
  media: string[];
  same: number;
}

/** How serious a verdict is. */
export type Tone = "good" | "doubtful" | "bad";

/** A review file that was written. */
export interface SentReview {
  update: Update;
  file: string;
}

/** What is compared with what; the later side is the site as it is now where none is named. */
export type Comparison = { of: "last" } | { of: "releases"; from: number; to: number | null } | { of: "bundles"; before: string; after: string | null };

/** What changed for visitors, and which pages of the site the paths are. */
export interface ComparedSides {
  changes: PublicChanges;
  pages: Record<string, PageRef | undefined>;
}

/** What verifying a bundle found, in facts and in words. */
export interface VerifiedLook {
  place: string;
  verified: Verified;
  words: { tone: Tone; name: Message; means: Message; next: Message };
  opens: boolean;
  /** What is held here of the key that signed it. */
  standing: "none" | "unknown" | "trusted" | "revoked";
}

/** Language and appearance of this window, for the one that shows a bundle. */
export interface Dress {
  language: string;
  appearance: string;
}

/** Every release, the newest first; and today. */
export interface ReleaseHistory {
  releases: ReleaseView[];
  today: string;
}

/** A failed command: a stable code, and words for the person. */
export interface Failure {
  code: string;
  message: Localised;
}

export function failure(error: unknown): Failure {
  if (typeof error === "object" && error !== null && "message" in error) {
    const { code = "unknown", message } = error as { code?: string; message: unknown };
    return { code, message: typeof message === "object" && message !== null ? (message as Localised) : String(message) };
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
  save: () => invoke<Saved>("save"),
  settleOverlap: (page: PageRef, id: number, keep: "mine" | "theirs") =>
    invoke<Update>("settle_overlap", { page, id, keep }),
  dueDates: () => invoke<Horizon>("due_dates"),
  saveCalendar: (only: Only, language: string) => invoke<string | null>("save_calendar", { only, language }),
  releaseOutlook: (order: ReleaseOrder, drafted: boolean) => invoke<[ReleaseDrafts, Checklist]>("release_outlook", { order, drafted }),
  makeRelease: (order: ReleaseOrder) => invoke<ReleaseAttempt>("make_release", { order }),
  cancelRelease: () => invoke<void>("cancel_release"),
  releaseHistory: () => invoke<ReleaseHistory>("release_history"),
  releasePages: (number: number) => invoke<ReleasedPage[]>("release_pages", { number }),
  releasePage: (number: number, path: string) => invoke<string>("release_page", { number, path }),
  bringBackRelease: (number: number) => invoke<Update>("bring_back_release", { number }),
  publishArticle: (article: ReleaseArticle) => invoke<Update>("publish_article", { article }),
  signRelease: (number: number, key: string, password: string) => invoke<string>("sign_release", { number, key, password }),
  exportRelease: (number: number, since: number | null, to: string) =>
    invoke<{ place: string; files: number; bytes: number; sha256: string }>("export_release", { number, since, to }),
  releaseChanges: (from: number, to: number | null) => invoke<PublicChanges>("release_changes", { from, to }),
  chooseBundlePlace: (name: string, form: "folder" | "zip") => invoke<string | null>("choose_bundle_place", { name, form }),
  chooseKey: () => invoke<string | null>("choose_key"),
  exportSite: (folder: string) => invoke<ExportReport>("export_site", { folder }),
  cancelExport: () => invoke<void>("cancel_export"),
  lastExportFolder: () => invoke<string | null>("last_export_folder"),
  showFolder: (folder: string) => invoke<void>("show_folder", { folder }),
  openOutside: (url: string) => invoke<void>("open_outside", { url }),
  restored: () => invoke<RestoredView[]>("restored"),
  restoredChanges: (page: PageRef) => invoke<SectionChange[]>("restored_changes", { page }),
  decideRestored: (keep: boolean) => invoke<Update>("decide_restored", { keep }),
  pageVersions: (page: PageRef) => invoke<VersionView[]>("page_versions", { page }),
  pageVersion: (page: PageRef, id: string) => invoke<VersionPage>("page_version", { page, id }),
  bringBack: (page: PageRef, revision: number, id: string, part: Part) =>
    invoke<Update>("bring_back", { page, revision, id, part }),
  putBack: (page: PageRef) => invoke<Update>("put_back", { page }),
  compareWords: (old: string, now: string) => invoke<Piece[]>("compare_words", { old, new: now }),
  find: (query: Query) => invoke<Found>("find", { query }),
  replace: (query: Query, text: string, except: Spot[], total: number) =>
    invoke<Replacement>("replace", { query, with: text, except, total }),
  chooseSource: (kind: SourceKind) => invoke<string | null>("choose_source", { kind }),
  isSite: (folder: string) => invoke<boolean>("is_site", { folder }),
  readSource: (source: string, languages: ImportLanguage[] | null) => invoke<ImportLook>("read_source", { source, languages }),
  sourceText: (file: string, made: boolean) => invoke<string>("source_text", { file, made }),
  writeImport: (folder: string, name: string) => invoke<SiteView>("write_import", { folder, name }),
  cancelImport: () => invoke<void>("cancel_import"),
  chooseBundle: (form: "folder" | "zip") => invoke<string | null>("choose_bundle", { form }),
  compare: (what: Comparison) => invoke<ComparedSides>("compare", { what }),
  cancelChanges: () => invoke<void>("cancel_changes"),
  pageThreads: (page: PageRef) => invoke<Partial<Record<string, Thread>>>("page_threads", { page }),
  reviewView: () => invoke<ReviewView | null>("review_view"),
  sendReview: (by: string, note: string, chinese: boolean) => invoke<SentReview | null>("send_review", { by, note, chinese }),
  cancelReview: () => invoke<void>("cancel_review"),
  chooseAnswer: () => invoke<Taken | null>("choose_answer"),
  takeAnswer: () => invoke<Update | null>("take_answer"),
  decidePages: (pages: SeenPage[], decided: Decided | null, who: Speaker) => invoke<Update>("decide_pages", { pages, decided, who }),
  addComment: (page: string, change: string, text: string, who: Speaker) => invoke<Update>("add_comment", { page, change, text, who }),
  answerComment: (id: string, text: string, who: Speaker) => invoke<Update>("answer_comment", { id, text, who }),
  settleComment: (id: string, settled: boolean, who: Speaker) => invoke<Update>("settle_comment", { id, settled, who }),
  pageBefore: (path: string) => invoke<string | null>("page_before", { path }),
  pageAfter: (path: string) => invoke<string | null>("page_after", { path }),
  verifyBundle: (place: string) => invoke<VerifiedLook>("verify_bundle", { place }),
  cancelVerify: () => invoke<void>("cancel_verify"),
  vouchForSigner: (vouch: "trust" | "forget" | "revoke") => invoke<VerifiedLook>("vouch_for_signer", { vouch }),
  openBundle: (dress: Dress) => invoke<void>("open_bundle", { dress }),
  dressBundle: (dress: Dress) => invoke<void>("dress_bundle", { dress }),
  saveVerdict: (text: string) => invoke<string | null>("save_verdict", { text }),
  wasImported: () => invoke<boolean>("was_imported"),
  compareSource: (source: string) => invoke<Differences>("compare_source", { source }),
  takeDifferences: (sources: string[]) => invoke<Update>("take_differences", { sources }),
  saveReport: (text: string | null) => invoke<string | null>("save_report", { text }),
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
  pair: (original: PageRef, translation: PageRef) => invoke<PairView>("pair", { original, translation }),
  openBeside: (page: PageRef) => invoke<PageView>("open_beside", { page }),
  closeBeside: () => invoke<void>("close_beside"),
  originalChanges: (original: PageRef, translation: PageRef, section: string) =>
    invoke<Change[]>("original_changes", { original, translation, section }),
  translate: (request: TranslationRequest) => invoke<Update>("translate", { request }),
  languages: () => invoke<LanguagesView>("languages"),
  recordCounts: (collection: string) => invoke<Record<string, number | undefined>>("record_counts", { collection }),
  recordPlaces: (collection: string, record: string) => invoke<RecordPlace[]>("record_places", { collection, record }),
  recordPreview: (collection: string, record: string, locale: string, near: RecordPlace | undefined) =>
    invoke<RecordPreview>("record_preview", { collection, record, locale, near }),
  linkBoxes: (collection: string, record: string) => invoke<LinkBox[]>("link_boxes", { collection, record }),
  setLinkBoxes: (request: BoxRequest) => invoke<Update>("set_link_boxes", { request }),
  chooseTable: () => invoke<string | null>("choose_table"),
  planImport: (request: ImportRequest) => invoke<ImportView>("plan_import", { request }),
  importRecords: (request: ImportRequest) => invoke<Update>("import_records", { request }),
  exportRecords: (collection: string, records: string[], language: string) => invoke<string | null>("export_records", { collection, records, language }),
  usesOf: (used: Used) => invoke<Use[]>("uses_of", { used }),
  library: () => invoke<FileView[]>("library"),
  fileFacts: (path: string) => invoke<FileFacts>("file_facts", { path }),
  openFile: (path: string) => invoke<void>("open_file", { path }),
  chooseFiles: (accept: string, several: boolean) => invoke<Offered[]>("choose_files", { accept, several }),
  offerFile: (name: string, bytes: ArrayBuffer) =>
    invoke<Offered>("offer_file", new Uint8Array(bytes), { headers: { "x-name": encodeURIComponent(name) } }),
  forgetFiles: (ids: number[]) => invoke<void>("forget_files", { ids }),
  addFiles: (ids: number[]) => invoke<{ added: Added[]; update: Update }>("add_files", { ids }),
  replaceFiles: (files: { path: string; id: number }[], order: ReplaceOrder) =>
    invoke<{ added: Added[]; update: Update }>("replace_files", { files, order }),
  renameFile: (path: string, name: string) => invoke<{ path: string; update: Update }>("rename_file", { path, name }),
  deleteFiles: (paths: string[]) => invoke<Update>("delete_files", { paths }),
  describeFile: (path: string, what: Describe) => invoke<Update>("describe_file", { path, what }),
  shrinkFile: (path: string, shrinkTo: Shrink) =>
    invoke<{ file: Offered; width: number; height: number }>("shrink_file", { path, shrinkTo }),
  cancelShrink: () => invoke<void>("cancel_shrink"),
  deletedFiles: () => invoke<Thrown[]>("deleted_files"),
  restoreFile: (path: string, hash: string) =>
    invoke<{ path: string; update: Update }>("restore_file", { path, hash }),
  outsideLinks: () => invoke<OutsideView>("outside_links"),
  checkOutside: (only: string | null, again: boolean) =>
    invoke<{ outcome: OutsideOutcome; view: OutsideView }>("check_outside", { only, again }),
  cancelOutside: () => invoke<void>("cancel_outside"),
  replaceOutside: (addresses: Record<string, string>) =>
    invoke<{ update: Update; files: number }>("replace_outside", { addresses }),
  previewDay: (page: PageRef, day: string | null) => invoke<DayView>("preview_day", { page, day }),
  kindThumbnail: (kind: string, locale: string, look: string) => invoke<string | null>("kind_thumbnail", { kind, locale, look }),
  openInBrowser: (page: PageRef) => invoke<string>("open_in_browser", { page }),
  forgetSite: (folder: string) => invoke<void>("forget_site", { folder }),
  trustTemplates: (what: "these" | "all" | "none", digest: string) => invoke<SiteView>("trust_templates", { what, digest }),
  textSize: (percent: number) => invoke<void>("text_size", { percent }),
  problemReport: () => invoke<Report>("problem_report"),
  fixProblems: (chosen: [Problem, number][]) =>
    invoke<{ update: Update; fixed: number; left: number }>("fix_problems", { chosen }),
  ignoreProblems: (problems: Problem[], reason: string, by: string) =>
    invoke<Update>("ignore_problems", { problems, reason, by }),
  heedProblems: (entries: Ignored[]) => invoke<Update>("heed_problems", { entries }),
  addWord: (word: string) => invoke<Update>("add_word", { word }),
  richBlocks: (text: string) => invoke<RichView>("rich_blocks", { text }),
  linkTargets: (locale: string, search: string) => invoke<TargetView[]>("link_targets", { locale, search }),
  pageAnchors: (locale: string, addresses: string[]) =>
    invoke<Record<string, string[] | undefined>>("page_anchors", { locale, addresses }),
};

export const on = {
  update: (then: (update: Update) => void) => listen<Update>("update", (event) => then(event.payload)),
  follow: (then: (url: string) => void) => listen<string>("follow", (event) => then(event.payload)),
  dragging: (then: (over: boolean) => void) => listen<boolean>("dragging", (event) => then(event.payload)),
  dropped: (then: (files: Offered[], x: number, y: number) => void) =>
    listen<{ files: Offered[]; x: number; y: number }>("dropped", ({ payload }) => then(payload.files, payload.x, payload.y)),
  shrinkProgress: (then: (part: number) => void) => listen<number>("shrink-progress", (event) => then(event.payload)),
  reviewProgress: (then: (progress: ExportProgress) => void) =>
    listen<ExportProgress>("review-progress", (event) => then(event.payload)),
  changesProgress: (then: (progress: ExportProgress) => void) =>
    listen<ExportProgress>("changes-progress", (event) => then(event.payload)),
  verifyProgress: (then: (progress: ExportProgress) => void) =>
    listen<ExportProgress>("verify-progress", (event) => then(event.payload)),
  importProgress: (then: (progress: ImportProgress) => void) =>
    listen<ImportProgress>("import-progress", (event) => then(event.payload)),
  outsideProgress: (then: (progress: OutsideProgress) => void) =>
    listen<OutsideProgress>("outside-progress", (event) => then(event.payload)),
  releaseProgress: (then: (progress: ReleaseProgress) => void) =>
    listen<ReleaseProgress>("release-progress", (event) => then(event.payload)),
  exportProgress: (then: (progress: ExportProgress) => void) =>
    listen<ExportProgress>("export-progress", (event) => then(event.payload)),
  /** Files dropped on the window. */
  drop: (then: (paths: string[]) => void) => listen<{ paths: string[] }>("tauri://drag-drop", (event) => then(event.payload.paths)),
};
