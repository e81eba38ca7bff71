import { encodeQR } from 'qr';
import { useMemo } from 'react';

import { fingerprintCode, fingerprintWords } from '../../contract/fingerprint.ts';
import { Mono } from '../parts/mono.tsx';
import { LANGUAGES, directionOf } from '../words/language.ts';
import { useWords } from '../words/words.ts';

/** How many words stand on one line. */
const WORDS_PER_LINE = 4;

/**
 * A fingerprint as a code for a telephone and as words, the language of the screen first: the other
 * side may read it in any of the four. [B12]
 */
export function FingerprintMark({
  kind,
  hash,
  label,
}: {
  readonly kind: 'bundle' | 'card';
  readonly hash: Uint8Array;
  readonly label: string;
}) {
  const { t, language } = useWords();
  const ordered = LANGUAGES.toSorted(
    (a, b) => Number(b.id === language) - Number(a.id === language),
  );
  return (
    <div className="flex flex-wrap items-start gap-4" role="group" aria-label={label}>
      <Code text={fingerprintCode(kind, hash)} label={t('courier.fingerprint.code')} />
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2">
        {ordered.map(({ id, name }) => (
          <div key={id} className="contents">
            <dt lang={id} className="text-sm text-muted">
              {name}
            </dt>
            <dd lang={id} dir={directionOf(id)} data-words={id} className="text-start">
              {linesOf(fingerprintWords(hash, id)).map((line) => (
                <span key={line} className={`block ${id === language ? 'font-semibold' : ''}`}>
                  {line}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function linesOf(words: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (let from = 0; from < words.length; from += WORDS_PER_LINE) {
    lines.push(words.slice(from, from + WORDS_PER_LINE).join(' '));
  }
  return lines;
}

function Code({ text, label }: { readonly text: string; readonly label: string }) {
  const rows = useMemo(() => encodeQR(text, 'raw'), [text]);
  const path = rows
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return (
    <figure className="flex w-40 flex-col gap-1">
      {/* Dark on light in every theme: that is what telephones read. */}
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${rows.length} ${rows.length}`}
        shapeRendering="crispEdges"
        className="size-40 bg-white"
      >
        <path d={path} fill="#000000" />
      </svg>
      <figcaption className="text-xs break-all text-muted">
        <Mono>{text.slice(-64, -48)}…</Mono>
      </figcaption>
    </figure>
  );
}
