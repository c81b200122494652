// Digests, as people read them.

/** A digest in groups of eight, to be compared by eye. */
export const groups = (digest: string): string => digest.match(/.{1,8}/g)?.join(" ") ?? digest;
