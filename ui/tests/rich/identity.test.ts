// Loading and saving without an edit changes no byte; writing a block anew shows the same.
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { documentOf, follow, read, shownSince, textOf } from "../../src/rich/sheet";
import { toTree } from "../../src/rich/tree";
import { styleOf, writeBlock } from "../../src/rich/write";
import { Engine } from "./engine";
import { examples, pages, pitfalls } from "./texts";

let engine: Engine;
beforeAll(async () => void (engine = await Engine.start()));
afterAll(() => engine.stop());

const all = [...examples, ...pages, ...Object.values(pitfalls)];

describe("loading and saving", () => {
  test("the examples are those of CommonMark 0.31.2", () => expect(examples.length).toBe(652));

  test("every text is saved byte for byte", async () => {
    for (const text of all) {
      const sheet = read(await engine.view(text));
      const doc = documentOf(sheet);
      doc.check();
      expect(textOf(sheet)).toBe(text);
      const saved = follow(sheet, doc);
      expect(textOf(saved)).toBe(text);
      expect(shownSince(sheet, saved).nodes).toEqual([]);
      expect(await engine.check(text, text, shownSince(sheet, saved))).toBeNull();
    }
  });
});

describe("writing anew", () => {
  test("every block that is written anew shows the same, and writing it again changes nothing", async () => {
    const wrong: string[] = [];
    let blocks = 0;
    for (const text of all) {
      const view = await engine.view(text);
      const style = styleOf(view.blocks.map((block) => block.node));
      for (const piece of read(view).pieces) {
        const tree = toTree(piece.node);
        if (!tree || tree.is === "opaque") continue;
        blocks++;
        const definitions = view.blocks.filter((block) => block.node.is === "opaque").map((block) => block.source).join("\n\n");
        const source = writeBlock(tree, style);
        const after = definitions === "" ? source : `${source}\n\n${definitions}`;
        const count = (await engine.view(after)).blocks.length;
        const kept = definitions === "" ? 0 : count - 1;
        const fault = await engine.check(definitions, after, { before: 0, nodes: [tree], after: kept });
        if (fault) wrong.push(`${JSON.stringify(piece.source)} -> ${JSON.stringify(source)}`);
        else {
          const again = read(await engine.view(after)).pieces[0];
          const twice = again && toTree(again.node);
          if (twice && writeBlock(twice, style) !== source) wrong.push(`again: ${JSON.stringify(source)} -> ${JSON.stringify(writeBlock(twice, style))}`);
        }
      }
    }
    console.log(`${blocks} blocks, ${wrong.length} wrong`);
    expect(wrong).toEqual([]);
  });
});
