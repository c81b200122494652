//! The window: commands of a few lines each over the session, the `preview:` scheme, dialogs.

mod again_commands;
mod bundle_commands;
mod changes_commands;
mod choosing;
mod commands;
mod data_commands;
mod desk;
#[cfg(target_os = "linux")]
mod drawing;
mod due_commands;
mod export;
mod find_commands;
mod import_commands;
mod media_commands;
mod outside_commands;
mod page_commands;
mod past_commands;
mod preview;
mod preview_commands;
mod problem_commands;
mod recent;
mod records_commands;
mod release_commands;
mod released_commands;
mod review_commands;
mod rich_commands;
mod telling;
mod template_commands;
mod thumbs;
mod translation_commands;
mod tray;
mod viewer;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use tauri::{Emitter, Manager, WebviewUrl, WebviewWindowBuilder};
use trustdesk_core::render::{Engine, Program, serve_if_asked};

use desk::Desk;

/// Opens the window, on the site that the command line names if it names one.
pub fn run() -> ExitCode {
    if let Some(code) = serve_if_asked(std::env::args_os()) {
        return code;
    }
    let engine = match Engine::embedded() {
        Ok(engine) => Arc::new(with_own_program(engine)),
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
    #[cfg(target_os = "linux")]
    drawing::suit_machine();
    let named = std::env::args_os()
        .skip(1)
        .find(|a| !a.to_string_lossy().starts_with('-'))
        .map(PathBuf::from);
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .manage(Desk::new(engine, named))
        .manage(tray::Tray::default())
        .manage(thumbs::Thumbs::default())
        .manage(import_commands::Importing::default())
        .manage(again_commands::Compared::default())
        .manage(outside_commands::Asking::default())
        .manage(bundle_commands::Verifying::default())
        .manage(changes_commands::Comparing::default())
        .manage(review_commands::Reviewing::default())
        .manage(viewer::Viewer::default())
        .register_uri_scheme_protocol(viewer::FILES, answer_viewer)
        .register_uri_scheme_protocol(viewer::OURS, answer_viewer)
        .manage(release_commands::Releasing::default())
        .register_asynchronous_uri_scheme_protocol("preview", |context, request, responder| {
            if context.webview_label() != desk::MAIN {
                return responder.respond(preview::nothing());
            }
            let app = context.app_handle().clone();
            if ["/thumb/", "/release/"]
                .iter()
                .any(|slow| request.uri().path().starts_with(slow))
            {
                // Making or unpacking one takes longer than a frame.
                tauri::async_runtime::spawn_blocking(move || {
                    responder.respond(preview::answer(&app, &request));
                });
            } else {
                responder.respond(preview::answer(&app, &request));
            }
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
            past_commands::restored,
            past_commands::restored_changes,
            past_commands::decide_restored,
            past_commands::page_versions,
            past_commands::page_version,
            past_commands::bring_back,
            past_commands::put_back,
            past_commands::compare_words,
            data_commands::data,
            data_commands::edit_data,
            data_commands::uses_of,
            media_commands::library,
            media_commands::file_facts,
            media_commands::open_file,
            media_commands::choose_files,
            media_commands::offer_file,
            media_commands::forget_files,
            media_commands::add_files,
            media_commands::replace_files,
            media_commands::rename_file,
            media_commands::delete_files,
            media_commands::describe_file,
            media_commands::shrink_file,
            media_commands::cancel_shrink,
            media_commands::deleted_files,
            media_commands::restore_file,
            changes_commands::compare,
            changes_commands::cancel_changes,
            changes_commands::page_before,
            changes_commands::page_after,
            review_commands::page_threads,
            review_commands::review_view,
            review_commands::send_review,
            review_commands::cancel_review,
            review_commands::choose_answer,
            review_commands::take_answer,
            review_commands::decide_pages,
            review_commands::add_comment,
            review_commands::answer_comment,
            review_commands::settle_comment,
            translation_commands::pair,
            translation_commands::open_beside,
            translation_commands::close_beside,
            translation_commands::original_changes,
            translation_commands::translate,
            translation_commands::languages,
            page_commands::page_templates,
            page_commands::add_page,
            page_commands::add_shared,
            page_commands::duplicate_page,
            page_commands::hide_page,
            page_commands::move_effect,
            page_commands::move_page,
            page_commands::place_page,
            page_commands::removal_effect,
            page_commands::remove_page,
            page_commands::trash,
            page_commands::restore_page,
            page_commands::forget_page,
            page_commands::set_redirect,
            page_commands::move_link,
            page_commands::copy_section,
            page_commands::paste_section,
            page_commands::move_section,
            page_commands::share_section,
            page_commands::own_section,
            records_commands::record_counts,
            records_commands::record_places,
            records_commands::record_preview,
            records_commands::link_boxes,
            records_commands::set_link_boxes,
            records_commands::plan_import,
            records_commands::import_records,
            records_commands::choose_table,
            records_commands::export_records,
            release_commands::release_outlook,
            release_commands::make_release,
            release_commands::cancel_release,
            release_commands::release_history,
            release_commands::release_pages,
            release_commands::release_page,
            release_commands::bring_back_release,
            release_commands::publish_article,
            release_commands::sign_release,
            release_commands::export_release,
            released_commands::release_changes,
            released_commands::choose_bundle_place,
            released_commands::choose_key,
            due_commands::due_dates,
            due_commands::save_calendar,
            export::export_site,
            export::cancel_export,
            export::last_export_folder,
            find_commands::find,
            find_commands::replace,
            import_commands::choose_source,
            import_commands::is_site,
            import_commands::read_source,
            import_commands::source_text,
            import_commands::write_import,
            import_commands::cancel_import,
            import_commands::save_report,
            bundle_commands::choose_bundle,
            bundle_commands::verify_bundle,
            bundle_commands::cancel_verify,
            bundle_commands::vouch_for_signer,
            bundle_commands::open_bundle,
            bundle_commands::dress_bundle,
            bundle_commands::close_bundle,
            bundle_commands::save_verdict,
            again_commands::was_imported,
            again_commands::compare_source,
            again_commands::take_differences,
            outside_commands::outside_links,
            outside_commands::check_outside,
            outside_commands::cancel_outside,
            outside_commands::replace_outside,
            preview_commands::preview_day,
            preview_commands::kind_thumbnail,
            preview_commands::open_in_browser,
            preview_commands::forget_site,
            preview_commands::text_size,
            problem_commands::problem_report,
            problem_commands::fix_problems,
            problem_commands::ignore_problems,
            problem_commands::heed_problems,
            problem_commands::add_word,
            rich_commands::rich_blocks,
            rich_commands::link_targets,
            rich_commands::page_anchors,
            template_commands::trust_templates,
        ])
        .setup(|app| {
            open_window(app)?;
            Ok(())
        })
        .on_window_event(|window, event| match (window.label(), event) {
            (desk::MAIN, tauri::WindowEvent::Destroyed) => {
                window.state::<Desk>().close();
                viewer::close(window.app_handle());
            }
            (desk::MAIN, tauri::WindowEvent::DragDrop(event)) => {
                tray::dragged(window.app_handle(), event);
            }
            (viewer::LABEL, tauri::WindowEvent::Destroyed) => {
                window.state::<viewer::Viewer>().forget();
            }
            _ => {}
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

/// Answers the window of a bundle.
fn answer_viewer(
    context: tauri::UriSchemeContext<'_, tauri::Wry>,
    request: tauri::http::Request<Vec<u8>>,
) -> tauri::http::Response<Vec<u8>> {
    let viewer = context.app_handle().state::<viewer::Viewer>();
    viewer::answer(&viewer, context.webview_label(), &request)
}

/// Templates of a site are rendered by another process of this program.
fn with_own_program(engine: Engine) -> Engine {
    match std::env::current_exe() {
        Ok(program) => engine.with_program(Program::at(program)),
        Err(_) => engine,
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
