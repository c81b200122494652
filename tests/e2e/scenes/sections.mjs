// Sections: picked, moved, shared.
export default async function ({ sample, keep }) {
  const window = await sample();
  await window.look("en", "light");
  const thumbnails = () => window.until("thumbnails", () => window.run("() => document.querySelectorAll('.thumbnail iframe.shown').length >= 6"));
  await window.click("tree-item-/security/incidents");
  await window.shows("When something goes wrong");
  await window.click("add-section");
  await thumbnails();
  await keep(window, "section-picker");
  await window.escape();
  await window.click("section-menu-1");
  await keep(window, "section-menu");
  await window.click("action-to-page");
  await window.there("move-search");
  await keep(window, "section-move");
  await window.escape();
  await window.click("section-menu-1");
  await window.click("action-share");
  await window.there("shared-title");
  await keep(window, "section-share");
  await window.escape();
  await window.click("section-menu-1");
  await window.click("action-remove");
  await window.there("toast-undo");
  await window.click("toast-undo");
  await window.click("tree-item-shared:helpful-security");
  await window.there("shared-uses");
  await keep(window, "shared");
  await window.click("tree-menu-shared:helpful-security");
  await window.click("action-delete");
  await window.until("the uses", () => window.run("() => document.querySelector('[data-testid=remove-dialog] .places') !== null"));
  await keep(window, "shared-delete");
  await window.escape();
}
