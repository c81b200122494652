// Tests of rich text that drive the real engine: `cargo build -p trustdesk-tests --example rich` first.
import { defineConfig } from "vitest/config";

export default defineConfig({ test: { dir: "tests/rich", testTimeout: 300_000 } });
