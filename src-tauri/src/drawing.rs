//! How WebKit draws on Linux.

use std::os::unix::process::CommandExt as _;
use std::process::Command;

/// Set to `1`, it makes WebKit draw with the processor and leave OpenGL alone.
const PLAIN_DRAWING: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// Starts the program again with plain drawing where no graphics card is there to draw with, as on
/// most virtual machines: OpenGL in software takes ten times as long for every frame. Returns when
/// there is nothing to change, or when the person has set the variable.
pub(crate) fn suit_machine() {
    if std::env::var_os(PLAIN_DRAWING).is_some() || has_graphics_card() {
        return;
    }
    if let Ok(program) = std::env::current_exe() {
        // Returns only when it fails; then drawing is slow, which is all.
        let _ = Command::new(program)
            .args(std::env::args_os().skip(1))
            .env(PLAIN_DRAWING, "1")
            .exec();
    }
}

/// Whether the kernel names a device to render with.
fn has_graphics_card() -> bool {
    std::fs::read_dir("/dev/dri").is_ok_and(|devices| {
        devices
            .flatten()
            .any(|one| one.file_name().to_string_lossy().starts_with("renderD"))
    })
}
