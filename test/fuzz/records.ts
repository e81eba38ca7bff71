/*
 * One record of every type, as plain values: what fuzzing bends. They are said again on every run
 * in just these words, for a fault is found again only by the same input.
 */

const FROM = '2026-11-22T10:00:00Z';
const UPTO = '2026-11-23T10:00:00Z';
const HASH = `sha256:${'7c'.repeat(32)}`;
const names = { ar: 'نهر', ckb: 'ڕووبار', tr: 'Irmak', en: 'River' };
const marking = { tlp: 'AMBER', caveats: ['no-print'], exercise: true };
const point = { type: 'Point', coordinates: [43.6, 35.7] };
const line = {
  type: 'LineString',
  coordinates: [
    [43.6, 35.7],
    [43.7, 35.8],
    [43.9, 35.75],
  ],
};
const area = {
  type: 'Polygon',
  coordinates: [
    [
      [43.62, 35.68],
      [43.9, 35.55],
      [43.95, 35.66],
      [43.7, 35.78],
      [43.62, 35.68],
    ],
  ],
};
const areas = {
  type: 'MultiPolygon',
  coordinates: [
    [
      [
        [0, 0],
        [10, 0],
        [10, 10],
        [0, 10],
        [0, 0],
      ],
      [
        [2, 2],
        [2, 3],
        [3, 3],
        [3, 2],
        [2, 2],
      ],
    ],
    area.coordinates,
  ],
};
const window = { from: FROM, upto: UPTO };
const open = { from: FROM, upto: null };
const said = { language: 'ckb', text: 'سێ ئۆتۆمبێل لە باکووری ڕێگا.' };
const signature = { kind: 'exercise', publicKey: 'AAAA', signature: 'BBBB' };
const passkey = {
  kind: 'passkey',
  alg: -7,
  rpId: 'nahr.example',
  publicKey: 'AAAA',
  credentialId: 'AAAA',
  authenticatorData: 'AAAA',
  clientDataJson: 'e30',
  signature: 'AAAA',
};
const decision = {
  plan: HASH,
  verdict: 'consent',
  upto: UPTO,
  conditions: ['After dusk only.'],
  limits: [
    { kind: 'time', from: FROM, upto: UPTO },
    { kind: 'area', area },
    { kind: 'forces', forces: ['infantry', 'medical'] },
    { kind: 'count', party: 'nahr', force: 'vehicles', max: 6 },
  ],
  reason: null,
  knows: [{ party: 'jabal', size: 17 }],
  language: 'ar',
  words: 'موافق على الخطة.',
};
const plan = {
  kind: 'operation',
  name: 'NAHR-7',
  language: 'en',
  purpose: 'Search the ground between the two lines.',
  shape: area,
  reachMetres: 500,
  heights: { lowMetres: 0, highMetres: 1200 },
  window,
  schedule: { days: [1, 3, 7], fromMinute: 1380, minutes: 240 },
  contributions: [{ party: 'nahr', forces: [{ kind: 'infantry', count: 40 }] }],
  sectors: [{ id: 'east', name: 'East bank', area, lead: 'jabal' }],
  phases: [{ id: 'one', name: 'Cordon', lead: 'nahr', window, sectors: ['east'] }],
  lines: [{ id: 'blue', name: 'Blue line', route: line, holds: ['jabal'] }],
  liaison: [{ party: 'nahr', seat: 'duty-officer', call: 'Channel 4' }],
  rulesOfContact: 'Stop and call the centre.\nDo not pursue.',
  lostContact: { afterMinutes: 30, then: 'suspend' },
  amends: HASH,
};

const bodies: readonly (readonly [type: string, body: object])[] = [
  [
    'charter',
    {
      id: 'centre',
      names,
      members: ['nahr', 'jabal'],
      observers: ['eye'],
      area: areas,
      timeZone: { offsetMinutes: 180, letter: 'C' },
      exercise: true,
    },
  ],
  [
    'roster',
    {
      seats: [
        {
          seat: 'liaison-officer',
          names,
          duties: ['report', 'decide'],
          authority: [{ kinds: ['patrol'], area, hoursAhead: 48, forcesMax: null }],
          above: 'commander',
        },
      ],
      keys: [{ id: 'ab'.repeat(32), kind: 'passkey', seat: 'liaison-officer', ...open }],
      twoPerson: ['overflight'],
    },
  ],
  ['claim', { names, area: areas, ...open, basis: 'By the line of 2003.' }],
  ['remark', said],
  ['access', { seat: 'planner', credentialId: 'AAAA', publicKey: 'AAAA', label: 'The blue key' }],
  ['compartment', { id: 'qamar/border-desk', names, seats: ['analyst', 'duty-officer'] }],
  [
    'holding',
    {
      names,
      kind: 'observation-post',
      ground: point,
      covers: { kind: 'sector', metres: 4_000, from: 300, upto: 60 },
      state: 'degraded',
      hours: [{ days: [1, 5], fromMinute: 360, minutes: 720 }],
      manned: [{ party: 'nahr', kind: 'border-guard' }],
      roadMetres: 12_000,
      post: HASH,
      ...open,
    },
  ],
  ['confirmation', { holding: HASH }],
  ['draft', { kind: 'plan', content: '{"name":"NAHR-8"}' }],
  [
    'report',
    {
      kind: 'observation',
      title: 'Three vehicles',
      ...said,
      place: { geometry: point, precisionMetres: 100, label: 'Ford', form: 'around' },
      when: window,
      whenForm: 'span',
      source: { kind: 'resident', reference: 'row 17', handle: 'k3j7q2xw5mzd4n6p' },
      grade: { reliability: 'B', credibility: '2' },
      details: { of: 'vehicles', number: { from: 3, upto: 4 } },
      claims: [
        { about: 'what', words: 'Trucks without plates' },
        { about: 'how-many', words: 'ثلاث أو أربع', count: { from: 3, upto: 4 } },
      ],
      corrects: HASH,
      attachments: [
        {
          name: 'bridge.jpg',
          media: 'image/jpeg',
          size: 4_000,
          sha256: 'ab'.repeat(32),
          root: 'cd'.repeat(32),
        },
      ],
    },
  ],
  [
    'recall',
    {
      records: [{ index: 3, record: HASH, stub: 'ab'.repeat(58) }],
      reason: 'mistake',
      words: 'Seen by nobody.',
    },
  ],
  ['erasure', { recall: HASH }],
  ['grade', { report: HASH, grade: { reliability: 'F', credibility: '6' }, reason: 'Once.' }],
  [
    'link',
    {
      relation: 'contradicts',
      from: HASH,
      fromClaim: 1,
      to: HASH,
      toClaim: 16,
      reason: 'Other hour.',
    },
  ],
  ['plan', plan],
  ['decision', { ...decision, signature }],
  ['decision', { ...decision, verdict: 'question', signature: passkey }],
  ['acceptance', { plan: HASH, decision: HASH }],
  ['activation', { plan: HASH, consents: [HASH] }],
  [
    'closing',
    { plan: HASH, outcome: 'done', language: 'tr', result: 'Arandı.', lessons: 'Erken çıkın.' },
  ],
  ['stop', { plan: HASH, language: 'en', reason: 'Civilians.' }],
  ['resumption', { plan: HASH, language: 'en', reason: null }],
  [
    'step',
    {
      plan: HASH,
      step: { kind: 'line', line: 'blue', state: 'offered', with: 'jabal' },
      language: 'en',
      note: null,
    },
  ],
  ['contact', { plan: HASH, heard: [{ party: 'jabal', at: FROM }] }],
  ['clearance', { plan: HASH, with: HASH, language: 'en', reason: 'Seen.' }],
  [
    'agreement',
    {
      names,
      parties: ['nahr', 'jabal'],
      language: 'ar',
      articles: [
        { id: '1', text: 'يخبر كل طرف الآخر.' },
        {
          id: '2.a',
          text: 'Overflights.',
          rule: {
            effect: 'consent',
            parties: ['nahr', 'jabal'],
            kinds: ['overflight'],
            area,
            ...open,
          },
        },
      ],
    },
  ],
  ['signing', { under: HASH, verdict: 'signs', language: 'en', words: 'Signs.', signature }],
  [
    'incursion',
    {
      kind: 'movement',
      title: 'North of the road',
      ...said,
      place: { geometry: area, precisionMetres: 100 },
      when: window,
      by: 'jabal',
    },
  ],
  ['answer', { to: HASH, ...said, settles: false }],
  [
    'post',
    {
      names,
      kind: 'post',
      at: point,
      distanceMetres: 500,
      ...open,
      allowed: { agreement: HASH, article: '2.a', purpose: 'Relay', upto: null },
    },
  ],
  ['site', { names, kind: 'school', ground: area, distanceMetres: 1000, ...open }],
  [
    'handover',
    {
      post: HASH,
      to: 'jabal',
      language: 'en',
      steps: [{ id: 'keys', text: 'Keys are given.', by: 'nahr' }],
      inventory: [{ what: 'Generator', count: 1 }],
    },
  ],
  ['handover-step', { handover: HASH, step: 'keys', language: 'en', note: 'At noon.' }],
  ['release', { of: HASH, as: HASH, form: 'coarser' }],
  ['matter', { title: 'Convoy at the ford', language: 'en', text: 'Since the ninth.' }],
  [
    'resolution',
    {
      matter: HASH,
      verdict: 'not-agreed',
      language: 'en',
      held: 'One says three, the other eight.',
      ground: 'Both stand by their patrols.',
      claims: [{ report: HASH, claim: 2, stance: 'open' }],
    },
  ],
  ['concurrence', { resolution: HASH, verdict: 'agrees', language: 'en', words: 'So it is.' }],
  [
    'outcome',
    {
      report: HASH,
      claim: 2,
      verdict: 'refuted',
      language: 'en',
      ground: 'Counted on the spot.',
      evidence: [HASH],
    },
  ],
  [
    'request',
    {
      title: 'Who holds the ford?',
      ...said,
      to: ['jabal', 'sahl'],
      due: UPTO,
      kind: 'observation',
      place: { geometry: point, precisionMetres: 500, label: 'Ford' },
    },
  ],
  ['reply', { request: HASH, reports: [HASH], language: 'tr', words: 'Bizde değil.' }],
  ['request-end', { request: HASH, reason: 'overtaken' }],
  ['release-request', { record: HASH, to: ['sahl'], language: 'en', reason: 'They ask for it.' }],
  [
    'release-answer',
    {
      request: HASH,
      record: HASH,
      passer: 'jabal',
      verdict: 'granted',
      to: ['sahl'],
      language: 'ar',
      words: 'نعم.',
    },
  ],
  [
    'passage',
    {
      release: HASH,
      origin: 'qamar',
      record: 'eyJ2IjoxfQ',
      proof: 'c2sp.org/tlog-proof@v1\nindex 3\n',
    },
  ],
  ['source', { label: 'Fisherman', kind: 'resident', note: 'Sees the ford.', retired: true }],
];

/** The plain values of one lawful record of every type. */
export const RECORDS: readonly object[] = bodies.map(([type, body], i) => ({
  v: 1,
  id: `0199a0f0-0000-7000-8000-${String(i).padStart(12, '0')}`,
  at: FROM,
  by: { party: 'nahr', seat: 'duty-officer' },
  marking,
  refs: [{ rel: 'about', record: HASH }],
  type,
  body,
}));
