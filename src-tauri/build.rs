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
    "restored",
    "restored_changes",
    "decide_restored",
    "page_versions",
    "page_version",
    "bring_back",
    "put_back",
    "compare_words",
    "find",
    "replace",
    "data",
    "edit_data",
    "uses_of",
    "library",
    "file_facts",
    "open_file",
    "choose_files",
    "offer_file",
    "forget_files",
    "add_files",
    "replace_files",
    "rename_file",
    "delete_files",
    "describe_file",
    "shrink_file",
    "cancel_shrink",
    "deleted_files",
    "restore_file",
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
