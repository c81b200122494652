import { describe, expect, test, vi } from "vitest";

vi.stubGlobal("navigator", { language: "en" });
const { asAddress } = await import("./targets");

describe("what is typed as the target of a link", () => {
  test("is an address when it is one", () => {
    expect(asAddress("https://example.com/a")?.to).toBe("https://example.com/a");
    expect(asAddress("example.com/a")?.to).toBe("https://example.com/a");
    expect(asAddress("me@example.com")).toMatchObject({ kind: "mail", to: "mailto:me@example.com" });
    expect(asAddress("+49 30 1234567")).toMatchObject({ kind: "phone", to: "tel:+49301234567" });
    expect(asAddress("tel:+4930")).toMatchObject({ kind: "phone" });
    expect(asAddress("#backups")).toMatchObject({ kind: "here" });
  });

  test("is searched for otherwise", () => {
    for (const text of ["security", "", "/security", "how we work", "javascript:alert(1)", "data:text/html,x"]) expect(asAddress(text)).toBeNull();
  });
});
