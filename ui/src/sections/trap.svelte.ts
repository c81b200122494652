// Which field a test makes fail. It does nothing outside automation.
class Trap {
  path = $state<string | null>(null);
}

export const trap = new Trap();

if (navigator.webdriver) {
  window.addEventListener("td-fail", (event) => (trap.path = (event as CustomEvent<string | null>).detail));
}
