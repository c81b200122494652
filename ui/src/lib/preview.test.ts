// Colours and days of the preview.
import { expect, test } from "vitest";

import { dated } from "./dates";
import { dressed } from "./frame";

const page = '<meta name="color-scheme" content="light dark">\n<link rel="stylesheet" href="preview://localhost/assets/beacon.css">\n<p>a.css"</p>';

test("a page is dressed by its style sheet alone", () => {
  const dark = dressed(page, "dark");
  expect(dark).toContain('href="preview://localhost/assets/beacon.css?look=dark"');
  expect(dark).toContain('content="dark"');
  expect(dark).toContain('<p>a.css"</p>');
  expect(dressed(page, "print")).toContain('content="light"');
  expect(dressed(page, "system")).toBe(page);
});

test("days are written as people write them", () => {
  expect(dated("2029-03-01", "en")).toBe("1 March 2029");
  expect(dated("2029-03-01", "zh-Hans")).toBe("2029年3月1日");
  expect(dated("soon", "en")).toBe("soon");
});
