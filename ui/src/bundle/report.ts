// What verifying found, as facts for the dialog and as a plain text to keep.
import type { VerifiedLook } from "../lib/call";
import { sizeText } from "../lib/files";
import { fill, settings } from "../lib/settings.svelte";
import type { Finding } from "../lib/types/Finding";

/** What was found beyond who signed it, which the verdict and the facts say already. */
export const beyond = ({ verified }: VerifiedLook): Finding[] => verified.findings.filter((one) => one.verdict !== "unsigned" && one.verdict !== "unknown-signer");

/** What the bundle says of itself, by name. */
export function facts({ verified, opens }: VerifiedLook): [string, string][] {
  const words = settings.words;
  if (!opens) return [];
  return [
    [words.verifySays, [verified.site, verified.address].filter(Boolean).join(words.comma)],
    [words.verifyRelease, verified.release === undefined ? words.verifyNoRelease : String(verified.release)],
    [words.verifyDate, verified.date],
    [words.verifySigner, verified.signer ? fill(words.verifyKey, { key: verified.signer }) : words.verifyNobody],
    [words.verifyFiles, fill(words.verifyFilesOf, { n: verified.files, size: sizeText(verified.bytes) })],
  ].filter((fact): fact is [string, string] => fact[1] !== "");
}

/** The report in the language of the window. */
export function reportText(look: VerifiedLook): string {
  const words = settings.words;
  const { verified, words: said } = look;
  const lines = [
    words.verifyReport,
    "",
    `${words.verifyOf}${words.colon}${look.place}`,
    `${settings.text(said.name)}${words.colon}${settings.text(said.means)}`,
    `${words.verifyNext}${words.colon}${settings.text(said.next)}`,
    "",
    ...facts(look).map(([name, value]) => `${name}${words.colon}${value}`),
    ...(look.opens ? [`${words.verifyRoot}${words.colon}${verified.root}`] : []),
    ...(verified.fingerprint ? [`${words.verifyFingerprint}${words.colon}${verified.fingerprint}`] : []),
  ];
  const found = beyond(look).map((one) => `- ${settings.text(one.say)}`);
  if (found.length > 0) lines.push("", words.verifyFound, ...found);
  return `${lines.join("\n")}\n`;
}
