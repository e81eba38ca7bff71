import type { Json, JsonObject } from '../base/json.ts';
import { instant } from '../base/instant.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Choices, FileFault, Item, LeftOutReason, Outcome } from './items.ts';
import { listIn, objectIn, outcomeOf, propose, shapeFrom, wordsIn } from './items.ts';
import type { ReportRow, RowFault } from './outside.ts';
import { lineFrom } from './outside.ts';
import { plainFrom } from './plain.ts';
import type { TlpLevel } from './stix-names.ts';
import { parseSpan, windowOf } from './when.ts';

/** How many attributes and objects of one file are listed, left out or not. */
export const MISP_PARTS_MAX = 200_000;

/**
 * Reads events of MISP: an event is one item, each of its written reports another, and each attribute
 * and object one that is left out by its kind. [O4] The place is that of a `geolocation` object; tags
 * of the Admiralty scale and other judgements are kept in words and grade nothing. [O9]
 */
export function readMisp(json: Json, choices: Choices): Result<readonly Outcome[], FileFault> {
  const events = eventsIn(json);
  if (events.length === 0) return err({ kind: 'unknown-format', found: 'MISP' });
  const outcomes: Outcome[] = [];
  for (const event of events) {
    const name = lineFrom(wordsIn(event['info']));
    const next = (type: string, what: string): Item => {
      return { number: outcomes.length + 1, type, name: what };
    };
    outcomes.push(outcomeOf(next('Event', name), reportOf(event, undefined, choices)));
    for (const each of listIn(event['EventReport'])) {
      const note = objectIn(each);
      if (note === undefined) continue;
      const title = lineFrom(wordsIn(note['name']));
      outcomes.push(outcomeOf(next('EventReport', title), reportOf(event, note, choices)));
    }
    for (const part of partsIn(event)) {
      if (outcomes.length >= MISP_PARTS_MAX) {
        return err({ kind: 'too-many-parts', limit: MISP_PARTS_MAX });
      }
      // What is left out is named by its type alone: its value may be a person's.
      outcomes.push({ ...next(part.type, ''), outcome: 'left-out', reason: part.reason });
    }
  }
  return ok(outcomes);
}

function eventsIn(json: Json): readonly JsonObject[] {
  const root = objectIn(json);
  const answer = root ? listIn(root['response']) : listIn(json);
  const list = answer.length > 0 ? answer : [json];
  return list.flatMap((each) => {
    const holder = objectIn(each);
    const event = objectIn(holder?.['Event']) ?? (holder && 'info' in holder ? holder : undefined);
    return event === undefined ? [] : [event];
  });
}

function reportOf(
  event: JsonObject,
  note: JsonObject | undefined,
  choices: Choices,
): Result<ReportRow, RowFault> {
  const uuid = wordsIn(event['uuid']);
  if (uuid === '') return err({ kind: 'missing-field', field: 'uuid' });
  const info = wordsIn(event['info']);
  if (info === '') return err({ kind: 'missing-field', field: 'info' });
  const date = wordsIn(event['date']);
  const span = parseSpan(date);
  if (!span.ok) return err({ kind: 'bad-date', field: 'date', text: date });
  const when = windowOf([span.value]);
  const place = placeIn(event);
  if (!place.ok) return place;
  const tags = tagsIn(event);
  const tlp = markOf(event, tags);
  const maker = lineFrom(wordsIn(objectIn(event['Orgc'])?.['name']));
  const version = wordsIn((note ?? event)['timestamp']);
  const said = note ? wordsIn(note['content']) : '';
  return propose(
    {
      id: ['misp', [uuid, note ? wordsIn(note['uuid']) : '', version]],
      title: note ? `${wordsIn(note['name'])}: ${info}` : info,
      text: note ? [plainFrom(said)] : eventText(event, tags),
      ...(place.value ? place.value : {}),
      ...(when ? { when } : {}),
      source: 'partner',
      reference: [
        `MISP event ${lineFrom(uuid)}${changedAt(version)}`,
        maker === '' ? '' : `By: ${maker}`,
        ...tags
          .filter((tag) => /^(?:tlp|pap|admiralty-scale)/i.test(tag))
          .map((tag) => `Tag: ${tag}`),
        ...linksIn(event).map((link) => `Link: ${link}`),
      ],
      ...(tlp === undefined ? {} : { tlp }),
    },
    choices,
  );
}

const THREAT_LEVELS = new Map(Object.entries({ 1: 'high', 2: 'medium', 3: 'low' }));
const ANALYSES = new Map(Object.entries({ 0: 'begun', 1: 'going on', 2: 'done' }));

function eventText(event: JsonObject, tags: readonly string[]): readonly string[] {
  const level = THREAT_LEVELS.get(figureIn(event['threat_level_id']));
  const analysis = ANALYSES.get(figureIn(event['analysis']));
  const count = partsIn(event).length;
  const plain = tags.filter((tag) => !/^(?:tlp|pap|workflow|admiralty-scale):/i.test(tag));
  return [
    level === undefined ? '' : `Threat level stated by the source: ${level}.`,
    analysis === undefined ? '' : `Its analysis: ${analysis}.`,
    plain.length === 0 ? '' : `Tags: ${plain.join('; ')}`,
    count === 0 ? '' : `The event holds ${count} attributes and objects, which were left out.`,
  ];
}

function tagsIn(event: JsonObject): readonly string[] {
  return listIn(event['Tag'])
    .map((tag) => lineFrom(wordsIn(objectIn(tag)?.['name'])))
    .filter((name) => name !== '');
}

/** [O7] By its tag, or, where it is for its maker or a closed group alone, as strictly as that. */
function markOf(event: JsonObject, tags: readonly string[]): TlpLevel | undefined {
  const isClosed = ['0', '4'].includes(figureIn(event['distribution']));
  if (tags.some((tag) => /^tlp:(?:red|ex:)/i.test(tag))) return 'RED';
  if (isClosed || tags.some((tag) => /^tlp:amber\+strict$/i.test(tag))) return 'AMBER+STRICT';
  if (tags.some((tag) => /^tlp:amber$/i.test(tag))) return 'AMBER';
  if (tags.some((tag) => /^tlp:green$/i.test(tag))) return 'GREEN';
  return tags.some((tag) => /^tlp:(?:clear|white)$/i.test(tag)) ? 'CLEAR' : undefined;
}

type Placed = Pick<Parameters<typeof propose>[0], 'shape' | 'precisionMetres' | 'label'>;

/** The one place that an event gives; several are not made one, nor one chosen of them. */
function placeIn(event: JsonObject): Result<Placed | undefined, RowFault> {
  const places = listIn(event['Object']).flatMap((each) => {
    const object = objectIn(each);
    return object !== undefined && wordsIn(object['name']) === 'geolocation' ? [object] : [];
  });
  const [only, more] = places;
  if (only === undefined) return ok(undefined);
  if (more !== undefined) return err({ kind: 'bad-geometry', reason: 'several places' });
  const give = (relation: string): string =>
    listIn(only['Attribute'])
      .map(objectIn)
      .filter((each) => wordsIn(each?.['object_relation']) === relation)
      .map((each) => figureIn(each?.['value']))[0] ?? '';
  const [latText, lonText] = [give('latitude'), give('longitude')];
  if (latText === '' && lonText === '') return ok(undefined);
  const [lat, lon] = [Number(latText), Number(lonText)];
  const shape = shapeFrom({ type: 'Point', coordinates: [lon, lat] });
  if (latText === '' || lonText === '' || !shape.ok) {
    return err({ kind: 'bad-coordinates', field: 'geolocation', text: `${latText}, ${lonText}` });
  }
  const radius = Number(give('accuracy-radius'));
  const label = lineFrom(give('text') || give('address') || give('city'));
  return ok({
    shape: shape.value,
    // MISP gives the radius in kilometres.
    ...(radius > 0 && radius <= 2_000 ? { precisionMetres: Math.ceil(radius * 1_000) } : {}),
    ...(label === '' ? {} : { label }),
  });
}

/** Where more is to be read; the addresses of pages, and nothing else of the attributes. */
function linksIn(event: JsonObject): readonly string[] {
  return listIn(event['Attribute'])
    .map(objectIn)
    .filter((each) => wordsIn(each?.['type']) === 'link')
    .map((each) => lineFrom(wordsIn(each?.['value'])))
    .filter((link) => /^https?:\/\//.test(link))
    .slice(0, 10);
}

interface Part {
  readonly type: string;
  readonly reason: LeftOutReason;
}

function partsIn(event: JsonObject): readonly Part[] {
  const ofAttribute = (json: Json): readonly Part[] => {
    const attribute = objectIn(json);
    if (attribute === undefined) return [];
    const [type, category] = [wordsIn(attribute['type']), wordsIn(attribute['category'])];
    return [{ type: lineFrom(type) || 'Attribute', reason: reasonOf(type, category) }];
  };
  const ofObject = (json: Json): readonly Part[] => {
    const object = objectIn(json);
    if (object === undefined) return [];
    const name = wordsIn(object['name']);
    if (name === 'geolocation') return [{ type: name, reason: 'only-a-place' }];
    return [{ type: lineFrom(name) || 'Object', reason: reasonOf(name, '') }];
  };
  return [
    ...listIn(event['Attribute']).flatMap(ofAttribute),
    ...listIn(event['Object']).flatMap(ofObject),
  ];
}

const PERSONAL =
  /person|first-name|last-name|middle-name|full-name|birth|gender|passport|visa|nationality|phone|prtn|email|e-mail|whois-registrant|social|twitter|telegram|jabber|github-user|user|account|identity|iban|bank|payment|credit|vehicle|victim|employee|legal-entity|travel|ticket|passenger|frequent-flyer|pnr|whatsapp|facebook|instagram/;

/** [O4] A person's own things are named as such; all others are for machines, or only about computers. */
function reasonOf(type: string, category: string): LeftOutReason {
  if (category === 'Person' || category === 'Social network') return 'about-persons';
  if (category === 'Financial fraud' || PERSONAL.test(type.toLowerCase())) return 'about-persons';
  if (type === 'link' || type === 'comment' || type === 'text') return 'only-a-link';
  return 'machine-pattern';
}

/** MISP writes figures as texts, and some programs as numbers. */
function figureIn(json: Json | undefined): string {
  return typeof json === 'number' ? String(json) : wordsIn(json);
}

/** The version of an event, as a day and time that people read. */
function changedAt(timestamp: string): string {
  if (!/^\d{1,11}$/.test(timestamp) || Number(timestamp) === 0) return '';
  const second = instant(Number(timestamp));
  const window = windowOf([{ from: second, upto: second }]);
  return window ? `, changed ${window.from}` : '';
}
