import type { Json, JsonObject } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Choices, Draft, FileFault, LeftOutReason, Outcome } from './items.ts';
import { outcomeOf, propose, shapeFrom } from './items.ts';
import { geometriesOf } from './kml-shape.ts';
import type { Drawn } from './kml-shape.ts';
import type { ReportRow, RowFault } from './outside.ts';
import { lineFrom } from './outside.ts';
import { plainFrom } from './plain.ts';
import type { Span } from './when.ts';
import { parseCoarseSpan, windowOf } from './when.ts';
import type { Element } from './xml.ts';
import { childOf, childrenOf, textIn } from './xml.ts';

/** Elements beside places that a map may hold, and why they do not become reports. [O4] */
const LEFT_OUT: ReadonlyMap<string, LeftOutReason> = new Map([
  ['NetworkLink', 'fetched-elsewhere'],
  ['GroundOverlay', 'picture-over-map'],
  ['ScreenOverlay', 'picture-over-map'],
  ['PhotoOverlay', 'picture-over-map'],
]);

/**
 * Reads KML 2.x: each placemark is an item, or one for each part of its geometry. Positions are
 * `lon,lat[,height]`, those of tracks `lon lat height`. Styles and links are not looked at, and
 * nothing is fetched. [O6]
 */
export function readKml(root: Element, choices: Choices): Result<readonly Outcome[], FileFault> {
  const isKml = root.name === 'kml' || root.name === 'Document' || root.name === 'Folder';
  if (!isKml) return err({ kind: 'unknown-format', found: root.name });
  const outcomes: Outcome[] = [];
  const walk = (element: Element, folders: readonly string[]): void => {
    for (const child of element.children) {
      const reason = LEFT_OUT.get(child.name);
      const name = lineFrom(textIn(child, 'name'));
      if (reason !== undefined) {
        const number = outcomes.length + 1;
        outcomes.push({ number, type: child.name, name, outcome: 'left-out', reason });
      } else if (child.name === 'Placemark') {
        placemark(child, folders, choices, outcomes);
      } else if (child.name === 'Document' || child.name === 'Folder') {
        walk(child, name === '' ? folders : [...folders, name]);
      }
    }
  };
  const name = lineFrom(textIn(root, 'name'));
  walk(root, name === '' ? [] : [name]);
  return ok(outcomes);
}

function placemark(
  element: Element,
  folders: readonly string[],
  choices: Choices,
  outcomes: Outcome[],
): void {
  const name = lineFrom(textIn(element, 'name'));
  const drawn = geometriesOf(element);
  const add = (part: string, made: Result<ReportRow, RowFault>): void => {
    const item = { number: outcomes.length + 1, type: 'Placemark', name: `${name}${part}` };
    outcomes.push(outcomeOf(item, made));
  };
  const when = whenOf(element);
  if (!drawn.ok) return add('', drawn);
  if (!when.ok) return add('', when);
  if (drawn.value.length === 0) {
    const number = outcomes.length + 1;
    outcomes.push({ number, type: 'Placemark', name, outcome: 'left-out', reason: 'empty' });
    return;
  }
  for (const [i, each] of drawn.value.entries()) {
    const count = drawn.value.length;
    const part = count === 1 ? '' : ` (${i + 1}/${count})`;
    add(part, reportOf(element, { drawn: each, part, folders, when: when.value }, choices));
  }
}

interface Around {
  readonly drawn: Drawn;
  readonly part: string;
  readonly folders: readonly string[];
  readonly when: Span | undefined;
}

function reportOf(
  element: Element,
  { drawn, part, folders, when }: Around,
  choices: Choices,
): Result<ReportRow, RowFault> {
  const shape = shapeFrom(drawn.geometry);
  if (!shape.ok) return shape;
  const name = lineFrom(textIn(element, 'name'));
  const text = plainFrom(textIn(element, 'description') || textIn(element, 'Snippet'));
  const further = furtherOf(element);
  const spans = drawn.spans.length > 0 ? drawn.spans : when ? [when] : [];
  const window = windowOf(spans);
  const address = lineFrom(textIn(element, 'address'));
  const key: JsonObject = {
    id: element.attributes.get('id') ?? null,
    name,
    text,
    further: [...further],
    geometry: drawn.geometry,
    when: window ? { ...window } : null,
  };
  const draft: Draft = {
    id: ['kml', key as Json],
    title: `${name === '' ? 'Placemark' : name}${part}`,
    text: [text, ...further],
    shape: shape.value,
    ...(window ? { when: window } : {}),
    ...(address === '' ? {} : { label: address }),
    source: 'partner',
    reference: [[`KML`, ...folders, name].filter((each) => each !== '').join(' / ')],
  };
  return propose(draft, choices);
}

/** The moment or span of a placemark; a year or a month stays as wide as it is. */
function whenOf(element: Element): Result<Span | undefined, RowFault> {
  const stamp = childOf(element, 'TimeStamp');
  const span = childOf(element, 'TimeSpan');
  const [fromText, uptoText] = stamp
    ? [textIn(stamp, 'when'), '']
    : [textIn(span, 'begin'), textIn(span, 'end')];
  if (fromText === '' && uptoText === '') return ok(undefined);
  // [O3] A span that is open at one end says no time that a report could bear.
  if (fromText === '') return err({ kind: 'missing-field', field: 'begin' });
  if (span && uptoText === '') return err({ kind: 'missing-field', field: 'end' });
  const from = parseCoarseSpan(fromText);
  if (!from.ok) return err({ kind: 'bad-date', field: stamp ? 'when' : 'begin', text: fromText });
  if (uptoText === '') return from;
  const upto = parseCoarseSpan(uptoText);
  if (!upto.ok) return err({ kind: 'bad-date', field: 'end', text: uptoText });
  if (upto.value.upto <= from.value.from) {
    return err({ kind: 'date-backwards', from: fromText, upto: uptoText });
  }
  return ok({ from: from.value.from, upto: upto.value.upto });
}

/** What stands in a placemark's further fields, as lines. */
function furtherOf(element: Element): readonly string[] {
  const extended = childOf(element, 'ExtendedData');
  if (extended === undefined) return [];
  const plain = childrenOf(extended, 'Data').map(
    (each) => [each.attributes.get('name') ?? '', textIn(each, 'value')] as const,
  );
  const typed = childrenOf(extended, 'SchemaData').flatMap((schema) =>
    childrenOf(schema, 'SimpleData').map(
      (each) => [each.attributes.get('name') ?? '', each.text] as const,
    ),
  );
  return [...plain, ...typed]
    .filter(([, value]) => value.trim() !== '')
    .map(([name, value]) => `${lineFrom(name)}: ${plainFrom(value)}`);
}
