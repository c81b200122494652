// Loads the page anew when the site changed.
const { changes } = document.currentScript.dataset;
const source = new EventSource(changes);
source.addEventListener("changed", () => location.reload());
addEventListener("pagehide", () => source.close());
// A page that comes back from the browser's memory has lost its connection.
addEventListener("pageshow", (event) => event.persisted && location.reload());
