// Links to other sites. Nobody is asked for a picture: the answers are written where the program keeps them.
import { createHash } from "node:crypto";
import { mkdir, readFile, realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";

const today = new Date().toISOString().slice(0, 10);
const auditor = "https://www.calder-hume.example";
const ANSWERS = {
  [`${auditor}/reports/2024/`]: { state: "gone", status: 404 },
  [`${auditor}/method`]: { state: "moved", to: `${auditor}/en/how-we-audit`, permanent: true },
  "https://standards.example/27001": { state: "moved", to: "https://standards.example/iso/27001", permanent: true },
  "https://register.example/certificates/IS-40718": { state: "refused", status: 403 },
  "https://law.example/gdpr": { state: "fine" },
  "https://community.example/trust": { state: "moved", to: "https://community.example/en/trust", permanent: false },
  "https://old-status.example/": { state: "unreachable", why: { trouble: "noName" } },
  "https://status.corvane.example/": { state: "fine" },
  "https://corvane.example/about": { state: "fine" },
};

export default async function ({ sample, keep, own }) {
  const window = await sample(
    async (site) => {
      const page = join(site, "pages/en/compliance/index.md");
      const links = Object.keys(ANSWERS).filter((address) => !address.includes("corvane.example"));
      const text = links.map((address) => `- [${new URL(address).host}](${address})`).join("\n");
      await writeFile(page, `${(await readFile(page, "utf8")).trimEnd()}\n\n::: text {#further}\n## Further reading\n\n${text}\n:::\n`);
      const name = createHash("sha256").update(await realpath(site)).digest("hex").slice(0, 32);
      const folder = join(own, "data/com.example.trustdesk/outside");
      await mkdir(folder, { recursive: true });
      const answers = Object.fromEntries(Object.entries(ANSWERS).map(([address, answer]) => [address, { on: today, answer }]));
      await writeFile(join(folder, `${name}.json`), JSON.stringify({ format: 1, answers }));
    },
    { home: own },
  );
  await window.look("en", "light");
  await window.panel("problems");
  await window.click("to-outside");
  await window.there("outside-row");
  await keep(window, "outside");
  await window.click("[data-sort=moved] [data-testid=outside-open]");
  await window.look("zh-Hans", "dark");
  await keep(window, "outside-chinese");
  await window.close({ keepHome: true });
}
