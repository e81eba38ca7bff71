/** A plain name in every language. */
const names = (name: string) => ({ ar: name, ckb: name, tr: name, en: name });

/** A moment so many seconds from now, as records carry it. */
export function momentIn(seconds: number): string {
  const at = (Math.floor(Date.now() / 1000) + seconds) * 1000;
  return new Date(at).toISOString().replace('.000', '');
}

/** An agreement of two parties, with a rule. */
export function newAgreement(parties: readonly string[] = ['iraq', 'krg']) {
  const from = momentIn(-3600);
  return {
    names: names('Line agreement'),
    parties: [...parties],
    language: 'en',
    articles: [
      { id: '1', text: 'Both tell each other.' },
      {
        id: '2',
        text: 'Both consent to overflights.',
        rule: {
          effect: 'consent',
          parties: [...parties],
          kinds: ['overflight'],
          area: null,
          from,
          upto: null,
        },
      },
    ],
  };
}

/** What is signed under a text, before its moment and signature. */
export function signingOf(under: string, verdict = 'signs') {
  return { under, verdict, language: 'en', words: `EXERCISE. ${verdict}.` };
}

/** A matter for these parties. */
export function newMatter(audience: readonly string[] = ['iraq', 'krg'], title = 'The ford') {
  return {
    audience: [...audience],
    tlp: 'AMBER',
    matter: { title, language: 'en', text: 'Since the ninth.' },
  };
}

/** A resolution that nothing is agreed, which leaves a report open. */
export function newResolution(report: string, words = 'One says three, the other eight.') {
  return {
    verdict: 'not-agreed',
    language: 'en',
    held: words,
    ground: words,
    claims: [{ report, stance: 'open' }],
  };
}

/** A request for information that falls due in so many seconds. */
export function newRequest(to: readonly string[] = ['krg'], due = 3_600) {
  return {
    audience: ['iraq', ...to],
    tlp: 'AMBER',
    request: {
      title: 'Who holds the ford?',
      text: 'Since last night.',
      language: 'en',
      to: [...to],
      due: momentIn(due),
    },
  };
}

/** An account of what happened on the ground of the one who says it. */
export function newIncursion(audience: readonly string[] = ['iraq', 'krg']) {
  return {
    audience: [...audience],
    tlp: 'AMBER',
    incursion: {
      kind: 'movement',
      title: 'Three vehicles north of the road',
      language: 'en',
      text: 'Seen by our post.',
      place: { geometry: { type: 'Point', coordinates: [43.6, 35.5] }, precisionMetres: 100 },
      when: { from: momentIn(-600), upto: momentIn(-300) },
      by: 'krg',
    },
  };
}

/** A post at a place. */
export function newPost(at: readonly [number, number] = [43.7, 35.6]) {
  return {
    names: names('Post 4'),
    kind: 'post',
    at: { type: 'Point', coordinates: [...at] },
    distanceMetres: 500,
    from: momentIn(-3600),
    upto: null,
  };
}

/** A post that covers three kilometres around a place. */
export function newHolding(at: readonly [number, number] = [43.7, 35.6]) {
  return {
    names: names('Post 4'),
    kind: 'post',
    ground: { type: 'Point', coordinates: [...at] },
    covers: { kind: 'round', metres: 3000 },
    state: 'open',
    hours: [],
    manned: [],
    from: momentIn(-3600),
    upto: null,
  };
}

/** A protected site at a place. */
export function newSite(at: readonly [number, number] = [43.75, 35.65]) {
  return {
    names: names('School'),
    kind: 'school',
    ground: { type: 'Point', coordinates: [...at] },
    distanceMetres: 1000,
    from: momentIn(-3600),
    upto: null,
  };
}

/** The handover of a post, in one step of each. */
export function newHandover(post: string, to = 'krg') {
  return {
    post,
    to,
    language: 'en',
    steps: [
      { id: 'keys', text: 'Keys are given.', by: 'iraq' },
      { id: 'walk', text: 'The place is walked.', by: to },
    ],
    inventory: [{ what: 'Generator', count: 1 }],
  };
}

/** The offices of the exercise with one more duty for the planner. */
export function newRoster() {
  const seat = (name: string, duties: readonly string[]) => {
    return { seat: name, names: names(name), duties: [...duties] };
  };
  return {
    seats: [
      seat('duty-officer', ['report', 'grade', 'plan']),
      seat('liaison-officer', ['report', 'grade', 'decide', 'sign']),
      seat('planner', ['report', 'plan', 'grade']),
      seat('analyst', ['report', 'grade']),
      seat('administrator', ['administer']),
    ],
  };
}
