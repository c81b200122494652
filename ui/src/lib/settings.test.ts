import { describe, expect, test, vi } from "vitest";

// The window's settings ask for the language of the system, which there is none of here.
vi.hoisted(() => vi.stubGlobal("navigator", { language: "en" }));

import { failure } from "./call";
import { settings } from "./settings.svelte";

const problem = { message: { en: "A link leads nowhere", "zh-Hans": "有一个链接没有目标" }, hint: { en: "Give it a target.", "zh-Hans": "请填写目标。" } };
const nothing = { en: "", "zh-Hans": "" };

describe("what the engine says", () => {
  test("is said in the language of the window", () => {
    settings.language = "en";
    expect(settings.said(problem)).toBe("A link leads nowhere. Give it a target.");
    settings.language = "zh-Hans";
    expect(settings.said(problem)).toBe("有一个链接没有目标。请填写目标。");
  });

  test("ends as sentences do, once", () => {
    settings.language = "zh-Hans";
    expect(settings.said({ message: { en: "It is gone.", "zh-Hans": "它已不存在。" }, hint: nothing })).toBe("它已不存在。");
    settings.language = "en";
    expect(settings.said({ message: { en: "It is gone.", "zh-Hans": "它已不存在。" }, hint: nothing })).toBe("It is gone.");
    expect(settings.sentence("")).toBe("");
    expect(settings.said(undefined)).toBe("");
  });

  test("comes through a failure as it is; anything else as text", () => {
    expect(failure({ code: "refused", message: problem.message })).toEqual({ code: "refused", message: problem.message });
    expect(failure(new Error("no")).message).toBe("no");
    expect(failure("no")).toEqual({ code: "unknown", message: "no" });
  });
});
