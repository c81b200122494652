import { expect, test, vi } from "vitest";

vi.stubGlobal("navigator", { language: "en", platform: "Linux" });
const { pageOf } = await import("./problems");

test("a file is the page that it is edited as", () => {
  expect(pageOf("pages/en/index.md")).toEqual({ locale: "en", address: "/" });
  expect(pageOf("pages/zh-Hans/security/index.md")).toEqual({ locale: "zh-Hans", address: "/security" });
  expect(pageOf("pages/en/security/design.md")).toEqual({ locale: "en", address: "/security/design" });
  expect(pageOf("pages/en/the-index.md")).toEqual({ locale: "en", address: "/the-index" });
  expect(pageOf("shared/en/helpful.md")).toEqual({ locale: "en", address: "shared:helpful" });
  expect(pageOf("records/links.toml")).toBeNull();
  expect(pageOf("site.toml")).toBeNull();
});
