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
    "page_templates",
    "add_shared",
    "duplicate_page",
    "hide_page",
    "move_effect",
    "move_page",
    "place_page",
    "removal_effect",
    "remove_page",
    "trash",
    "restore_page",
    "forget_page",
    "set_redirect",
    "move_link",
    "copy_section",
    "paste_section",
    "move_section",
    "share_section",
    "own_section",
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
