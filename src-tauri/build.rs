//! Tells Tauri which commands exist, so that only the capability that names them may call them.

/// Every command of the window.
const COMMANDS: &[&str] = &[
    "recent_sites",
    "sample_site",
    "choose_folder",
    "open_site",
    "new_site",
    "close_site",
    "current_site",
    "open_page",
    "edit",
    "undo",
    "redo",
    "save",
    "settle_overlap",
    "export_site",
    "cancel_export",
    "show_folder",
    "open_outside",
    "choose_asset",
    "add_page",
    "last_export_folder",
    "data",
    "edit_data",
    "uses_of",
    "record_counts",
    "record_places",
    "link_boxes",
    "set_link_boxes",
    "plan_import",
    "import_records",
    "choose_table",
    "export_records",
    "preview_day",
    "kind_thumbnail",
    "open_in_browser",
    "forget_site",
    "text_size",
];

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .app_manifest(tauri_build::AppManifest::new().commands(COMMANDS));
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:warning={error:#}");
        std::process::exit(1);
    }
}
