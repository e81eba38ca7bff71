import { crc32, deflateRawSync } from 'node:zlib';
import { isDeepStrictEqual } from 'node:util';
import { formatRecord } from '../../src/accord/record.ts';
import type { RecordOf } from '../../src/accord/record.ts';
import type { Json } from '../../src/base/json.ts';
import { parseShape } from '../../src/geo/shape.ts';
import type { Choices, Outcome } from '../../src/gateway/items.ts';
import type { Format } from '../../src/gateway/recognise.ts';
import { readImport } from '../../src/node/import-items.ts';

/** Bytes of a file's head in an archive, and of its line in the list. */
const LOCAL_BYTES = 30;
const LISTED_BYTES = 46;

/** What a reader made of an input, as every form of this folder tells it. */
interface Reading {
  readonly outcome: string;
  wrongBy(): string | undefined;
}

/** What an office would say of a file that gives no time or place. */
const CHOSEN: Choices = {
  when: { from: '2026-03-01T00:00:00Z', upto: '2026-03-02T00:00:00Z' },
  place: { geometry: { type: 'Point', coordinates: [44, 35] }, precisionMetres: 9 },
};

const POINT = '<Point><coordinates>44.1,35.2,7</coordinates></Point>';
const RING = '<coordinates>44,35 45,35 45,36 44,36 44,35</coordinates>';
const KML = `<?xml version="1.0"?><kml xmlns="x"><Document><name>D</name><Folder><Placemark id="a"><name>P &amp; &#x623;</name>
<description><![CDATA[<b>x</b><br>y]]></description><TimeStamp><when>2026-02-03</when></TimeStamp>${POINT}</Placemark>
<Placemark><MultiGeometry>${POINT}<Polygon><outerBoundaryIs><LinearRing>${RING}</LinearRing></outerBoundaryIs></Polygon></MultiGeometry>
</Placemark><Placemark><gx:Track><when>2026-02-03T00:00:00Z</when><gx:coord>44 35 1</gx:coord><gx:coord>45 35 1</gx:coord></gx:Track>
</Placemark></Folder><NetworkLink/></Document></kml>`;
const GPX = `<gpx creator="c"><wpt lat="35.1" lon="44.1"><time>2026-02-03T04:05:06Z</time><name>W</name></wpt><rte><name>R</name>
<rtept lat="35" lon="44"/><rtept lat="36" lon="45"/></rte><trk><trkseg><trkpt lat="35" lon="44"/><trkpt lat="35.1" lon="44"/>
</trkseg></trk></gpx>`;
const CAP = `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>i</identifier><sender>s</sender>
<sent>2026-02-03T04:05:06+03:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info><language>en</language>
<category>Met</category><event>e</event><expires>2026-02-04T04:05:06+03:00</expires><area><areaDesc>a</areaDesc>
<polygon>35,44 36,44 36,45 35,44</polygon><circle>35,44 2</circle></area></info></alert>`;
const U = '11111111-1111-4111-8111-11111111111';
const STIX: Json = {
  type: 'bundle',
  objects: [
    { type: 'location', id: `location--${U}1`, latitude: 35.5, longitude: 44.25, precision: 30 },
    {
      type: 'report',
      id: `report--${U}2`,
      name: 'n',
      description: 'd',
      lang: 'en',
      published: '2026-02-03T04:05:06.5Z',
      modified: '2026-02-03T04:05:06Z',
      confidence: 80,
      object_refs: [`location--${U}1`, `report--${U}2`, `note--${U}3`],
      object_marking_refs: ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'],
    },
    {
      type: 'note',
      id: `note--${U}3`,
      content: 'c',
      created: '2026-02-03T00:00:00Z',
      object_refs: [`report--${U}2`],
    },
    {
      type: 'sighting',
      id: `sighting--${U}4`,
      sighting_of_ref: `report--${U}2`,
      first_seen: '2026-02-03T00:00:00Z',
    },
    {
      type: 'language-content',
      id: `language-content--${U}5`,
      object_ref: `report--${U}2`,
      contents: { ar: { name: 'a' } },
    },
    { type: 'relationship', source_ref: `note--${U}3`, target_ref: `location--${U}1` },
    { type: 'indicator', id: `indicator--${U}6`, pattern: 'p' },
  ],
};
const MISP: Json = {
  Event: {
    uuid: 'u',
    info: 'i',
    date: '2026-02-03',
    timestamp: '1770000000',
    threat_level_id: '1',
    distribution: 3,
    Orgc: { name: 'o' },
    Tag: [{ name: 'tlp:green' }],
    Attribute: [
      { type: 'link', value: 'https://a.example' },
      { type: 'email-src', category: 'Person' },
    ],
    Object: [
      {
        name: 'geolocation',
        Attribute: [
          { object_relation: 'latitude', value: '35.5' },
          { object_relation: 'longitude', value: 44.5 },
          { object_relation: 'accuracy-radius', value: 2 },
        ],
      },
    ],
    EventReport: [{ uuid: 'r', name: 'n', content: '# x' }],
  },
};
const GEOJSON: Json = {
  type: 'FeatureCollection',
  crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:OGC:1.3:CRS84' } },
  features: [
    {
      type: 'Feature',
      id: 7,
      properties: { name: 'a', date: '2026-02-03', n: 1 },
      geometry: { type: 'Point', coordinates: [44, 35, 1] },
    },
    {
      type: 'Feature',
      properties: null,
      geometry: {
        type: 'LineString',
        coordinates: [
          [44, 35],
          [45, 36],
        ],
      },
    },
  ],
};
const TABLE =
  'title,lat,lon,date,text\n"a ""b""",35.1,44.1,2026-02-03,x\nc,36,45,2026-02-03 04:05,"y\nz"\n';

const samples: Readonly<Record<Format, readonly (string | Buffer)[]>> = {
  csv: [TABLE, TABLE.replaceAll(',', ';'), `\ufeff${TABLE}`],
  geojson: [JSON.stringify(GEOJSON)],
  gpx: [GPX],
  kml: [KML],
  kmz: [packed('doc.kml', KML)],
  stix: [JSON.stringify(STIX)],
  misp: [JSON.stringify(MISP)],
  cap: [CAP],
};

/** Files of others, each format with its reader. What is read must be said, as it stands, as a record. */
export const OUTSIDE_FORMS = Object.entries(samples).map(([format, texts]) => ({
  name: `file of others (${format})`,
  samples: () => texts.map((text) => Buffer.from(text)),
  ...(format === 'kmz' ? { reseal: withChecksum } : {}),
  reader: (input: Buffer) => {
    const bytes = new Uint8Array(input);
    return () => readingOf(bytes);
  },
}));

function readingOf(bytes: Uint8Array): Reading {
  const read = readImport(bytes, CHOSEN);
  if (!read.ok) return { outcome: read.fault.kind, wrongBy: () => undefined };
  const { outcomes } = read.value;
  return {
    outcome: 'ok',
    wrongBy: () => {
      const again = readImport(bytes, CHOSEN);
      if (!again.ok || !isDeepStrictEqual(again.value, read.value))
        return 'another the second time';
      return outcomes.map(wrongOf).find((wrong) => wrong !== undefined);
    },
  };
}

function wrongOf(each: Outcome): string | undefined {
  if (each.outcome !== 'taken') return undefined;
  const { id, report } = each.row;
  if ('grade' in report) return 'a grade';
  const shape = parseShape(report.place.geometry as unknown as Json);
  if (!shape.ok) return `a place that is ${shape.fault.kind}`;
  const said = formatRecord({
    v: 1,
    type: 'report',
    id,
    at: '2026-03-01T00:00:00Z',
    by: { party: 'nahr', seat: 'desk' },
    marking: { tlp: 'AMBER', caveats: [], exercise: true },
    refs: [],
    body: report,
  } as unknown as RecordOf<'report'>);
  return said.ok ? undefined : `no record: ${said.fault.kind}`;
}

/** An archive of one file. */
function packed(name: string, text: string): Buffer {
  const whole = Buffer.from(text);
  const body = deflateRawSync(whole);
  const head = Buffer.alloc(LOCAL_BYTES);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(name.length, 26);
  const listed = Buffer.alloc(LISTED_BYTES);
  listed.writeUInt32LE(0x02014b50, 0);
  listed.writeUInt16LE(8, 10);
  listed.writeUInt32LE(checksum(whole), 16);
  listed.writeUInt32LE(body.length, 20);
  listed.writeUInt32LE(whole.length, 24);
  listed.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(LOCAL_BYTES + name.length + body.length, 16);
  return Buffer.concat([head, Buffer.from(name), body, listed, Buffer.from(name), end]);
}

function checksum(bytes: Buffer): number {
  return (crc32 as (bytes: Buffer) => number)(bytes);
}

/** The map with something of the bent bytes in it, packed as it should be, so that the reader looks further. */
function withChecksum(bent: Buffer): Buffer {
  const at = (bent.length * 7) % KML.length;
  return packed('doc.kml', `${KML.slice(0, at)}${bent.toString('latin1', 60, 80)}${KML.slice(at)}`);
}
