import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { utf8 } from '../base/bytes.ts';
import { REPORT_KINDS, SOURCE_KINDS } from '../accord/knowledge/schema.ts';

/* Records are kept packed: most of a record's bytes are the names that all of its type share. */

/** What the first byte of packed bytes says; a record itself begins with neither. */
const DEFLATED = 0;
const PLAIN = 1;

/** Bytes that are fewer are not worth the work. */
const PACKED_BYTES_MIN = 128;

const DICTIONARY = utf8(
  [
    ...REPORT_KINDS,
    ...SOURCE_KINDS,
    '"relation":"supports","relation":"same-event","relation":"contradicts","attachments":[',
    '"claims":[{"about":"what","words":"","about":"how-many","count":{"from":,"upto":',
    '"refs":[{"record":"sha256:","rel":"grades"}],"type":"grade","v":1}',
    '{"at":"2026-01-01T00:00:00Z","body":{"grade":{"credibility":"2","reliability":"B"},',
    '"kind":"observation","language":"ar","language":"ckb","language":"tr","language":"en",',
    '"place":{"geometry":{"coordinates":[[[44.,36.],"type":"Polygon"},"geometry":{"coordinates":[',
    '44.,36.],"type":"Point"},"label":"","precisionMetres":1000},"source":{"kind":"own-patrol"},',
    '"text":"","title":"","when":{"from":"2026-01-01T00:00:00Z","upto":"2026-01-01T01:00:00Z"}},',
    '"by":{"party":"","seat":"desk/duty-officer"},"id":"019","marking":{"caveats":[],',
    '"exercise":true,"tlp":"AMBER"},"refs":[],"type":"report","v":1}',
  ].join(''),
);
const HOW = { level: 4, dictionary: DICTIONARY } as const;

/** The bytes in the form in which the tables keep them; none stay none. */
export function pack(bytes: Uint8Array): Uint8Array {
  if (bytes.length >= PACKED_BYTES_MIN) {
    const deflated = deflateRawSync(bytes, HOW);
    if (deflated.length < bytes.length) return Buffer.concat([Buffer.of(DEFLATED), deflated]);
  }
  const [first] = bytes;
  return first === DEFLATED || first === PLAIN ? Buffer.concat([Buffer.of(PLAIN), bytes]) : bytes;
}

/** The bytes that were packed. */
export function unpack(packed: Uint8Array): Uint8Array {
  const [first] = packed;
  if (first === DEFLATED) return new Uint8Array(inflateRawSync(packed.subarray(1), HOW));
  return first === PLAIN ? packed.subarray(1) : packed;
}
