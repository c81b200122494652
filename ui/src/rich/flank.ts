// Where marks of emphasis take effect: the rule of the page's renderer, full-width punctuation included.

const punctuation = /[\p{P}\p{S}]/u;
const space = /\s/;

/** Letters of scripts that put no blanks between words; as in the renderer. */
export function isCjkLetter(c: string): boolean {
  return /[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3100-\u312f\u3130-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]/u.test(c);
}

/** Punctuation as it stands beside such letters; as in the renderer. */
function besideCjk(c: string): boolean {
  return /[!-)+-/:-@[-`{-~\u00a1\u00a7\u00ab\u00b6\u00b7\u00bb\u00bf\u2010-\u2027\u2030-\u205e\u3001-\u3003\u3008-\u3011\u3014-\u301f\u30fb\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]/u.test(c);
}

/** Whether a mark between two letters can open; an empty letter is the end of the text. */
export function opens(mark: string, before: string, after: string): boolean {
  if (after === "" || space.test(after)) return false;
  if (before === "" || space.test(before) || punctuation.test(before)) return true;
  if (mark !== "*") return false;
  return !punctuation.test(after) || (isCjkLetter(before) && besideCjk(after));
}

/** Whether a mark between two letters can close. */
export function closes(mark: string, before: string, after: string): boolean {
  if (before === "" || space.test(before)) return false;
  if (after === "" || space.test(after) || punctuation.test(after)) return true;
  if (mark !== "*") return false;
  return !punctuation.test(before) || (before !== "\\" && besideCjk(before) && isCjkLetter(after));
}

/** Whether what is raised may stand beside a letter: it has no blanks in it; as in the renderer. */
export function raises(beside: string, inside: string): boolean {
  return /[\p{Alphabetic}\p{N}]/u.test(beside) && inside !== "" && !/[\s`^]/.test(inside.replace(/\\[^\s`]/g, ""));
}
