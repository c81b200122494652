//! The window: commands of a few lines each over the session, the `preview:` scheme, dialogs.

mod commands;
mod data_commands;
mod desk;
mod export;
mod preview;
mod preview_commands;
mod recent;
mod records_commands;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use tauri::{Emitter, Manager, WebviewUrl, WebviewWindowBuilder};
use trustdesk_core::render::Engine;

use desk::Desk;

/// Opens the window, on the site that the command line names if it names one.
pub fn run() -> ExitCode {
    let engine = match Engine::embedded() {
        Ok(engine) => Arc::new(engine),
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    if cfg!(target_os = "linux") && !has_display() {
        eprintln!(
            "Trustdesk needs a display, and there is none here. Use trustdesk-cli to export a site without a window."
        );
        return ExitCode::from(2);
    }
    let named = std::env::args_os()
        .skip(1)
        .find(|a| !a.to_string_lossy().starts_with('-'))
        .map(PathBuf::from);
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .manage(Desk::new(engine, named))
        .register_uri_scheme_protocol("preview", |context, request| {
            preview::answer(context.app_handle(), &request)
        })
        .invoke_handler(tauri::generate_handler![
            commands::recent_sites,
            commands::sample_site,
            commands::choose_folder,
            commands::open_site,
            commands::new_site,
            commands::close_site,
            commands::current_site,
            commands::open_page,
            commands::edit,
            commands::undo,
            commands::redo,
            commands::save,
            commands::settle_overlap,
            commands::show_folder,
            commands::open_outside,
            commands::choose_asset,
            commands::add_page,
            data_commands::data,
            data_commands::edit_data,
            data_commands::uses_of,
            records_commands::record_counts,
            records_commands::record_places,
            records_commands::link_boxes,
            records_commands::set_link_boxes,
            records_commands::plan_import,
            records_commands::import_records,
            records_commands::choose_table,
            records_commands::export_records,
            export::export_site,
            export::cancel_export,
            export::last_export_folder,
            preview_commands::preview_day,
            preview_commands::kind_thumbnail,
            preview_commands::open_in_browser,
            preview_commands::forget_site,
            preview_commands::text_size,
        ])
        .setup(|app| {
            open_window(app)?;
            Ok(())
        })
        .on_window_event(|window, event| {
            if let tauri::WindowEvent::Destroyed = event {
                window.state::<Desk>().close();
            }
        })
        .run(tauri::generate_context!());
    match built {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Trustdesk could not open its window: {error}. Your files are untouched.");
            ExitCode::from(2)
        }
    }
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|v| !v.is_empty()))
}

fn open_window(app: &tauri::App) -> tauri::Result<()> {
    let handle = app.handle().clone();
    WebviewWindowBuilder::new(app, desk::MAIN, WebviewUrl::default())
        .title("Trustdesk")
        .inner_size(1440.0, 900.0)
        .min_inner_size(960.0, 600.0)
        // A link in the preview must never replace the window or the frame: the window is told instead.
        .on_navigation(move |url| {
            let own = matches!(url.scheme(), "tauri" | "about")
                || url.host_str().is_some_and(|host| {
                    host == "tauri.localhost" || (cfg!(debug_assertions) && host == "127.0.0.1")
                });
            if !own {
                let _ = handle.emit_to(desk::MAIN, "follow", url.as_str());
            }
            own
        })
        .build()?;
    Ok(())
}
