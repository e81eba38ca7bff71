/** The path of a Chromium on this machine, the one that $CHROMIUM names first; or nothing. */
export function findChromium(): string | undefined;
