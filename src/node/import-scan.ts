import { StringDecoder } from 'node:string_decoder';
import { TroubleError } from '../base/result.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = new Set([0x7b, 0x5b]);
const CLOSE = new Set([0x7d, 0x5d]);

/**
 * Cuts the features out of a GeoJSON collection as it comes in, each as its own text, so that a file
 * of any size is read in little memory. It looks for the list under `features` and for nothing else:
 * what a feature says is read strictly later.
 */
export async function* featuresIn(
  chunks: AsyncIterable<Buffer>,
  featureBytesMax: number,
): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  const scan = openScan(featureBytesMax);
  for await (const chunk of chunks) yield* scan.take(decoder.write(chunk));
  if (!scan.isDone()) throw new TroubleError('import-file-damaged', { cause: 'no-features' });
}

interface Scan {
  /** The features that end in `text`. */
  take(text: string): readonly string[];
  /** Whether the list of features was found and is closed. */
  isDone(): boolean;
}

function openScan(unitsMax: number): Scan {
  let depth = 0;
  let isText = false;
  let isEscaped = false;
  // The name before the value that comes next, in the outermost object.
  let name = '';
  let isList = false;
  let isDone = false;
  let held = '';

  const take = (text: string): readonly string[] => {
    const found: string[] = [];
    let begin = held === '' ? -1 : 0;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      if (isText) {
        if (isEscaped) isEscaped = false;
        else if (unit === BACKSLASH) isEscaped = true;
        else if (unit === QUOTE) isText = false;
        if (isText && depth === 1 && name.length < 64) name += text[at];
      } else if (unit === QUOTE) {
        isText = true;
        if (depth === 1) name = '';
      } else if (OPEN.has(unit)) {
        if (depth === 1 && unit === 0x5b && name === 'features' && !isDone) isList = true;
        if (isList && depth === 2) begin = at;
        depth += 1;
      } else if (CLOSE.has(unit)) {
        depth -= 1;
        if (isList && depth === 2) {
          found.push(held + text.slice(begin, at + 1));
          held = '';
          begin = -1;
        } else if (isList && depth === 1) {
          isList = false;
          isDone = true;
        }
      }
    }
    if (begin >= 0) held += text.slice(begin);
    if (held.length > unitsMax) {
      throw new TroubleError('import-file-damaged', { cause: 'feature-too-large' });
    }
    return found;
  };
  return { take, isDone: () => isDone };
}
