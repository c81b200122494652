// The real engine as a process of its own: one request a line, one answer a line.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

import type { Guard } from "../../src/lib/types/Guard";
import type { RichView } from "../../src/lib/types/RichView";
import type { Shown } from "../../src/lib/types/Shown";

export const root = resolve(import.meta.dirname, "../../..");
const binary = join(process.env["CARGO_TARGET_DIR"] ?? join(root, "target"), "debug/examples/rich");

export class Engine {
  private readonly child = spawn(binary, { stdio: ["pipe", "pipe", "inherit"] });
  private readonly waiting: ((answer: unknown) => void)[] = [];

  static async start(): Promise<Engine> {
    const engine = new Engine();
    await once(engine.child, "spawn");
    createInterface({ input: engine.child.stdout }).on("line", (line) => engine.waiting.shift()?.(JSON.parse(line)));
    return engine;
  }

  private ask<T>(request: object): Promise<T> {
    this.child.stdin.write(`${JSON.stringify(request)}\n`);
    return new Promise((then) => this.waiting.push(then as (answer: unknown) => void));
  }

  view(text: string): Promise<RichView> {
    return this.ask({ do: "view", text });
  }

  check(old: string, now: string, shown: Shown): Promise<Guard | null> {
    return this.ask({ do: "check", old, new: now, shown });
  }

  stop(): void {
    this.child.kill();
  }
}
