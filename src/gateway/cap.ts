import type { Json } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Report } from '../accord/knowledge/schema.ts';
import type { CapArea } from './cap-area.ts';
import { areasIn } from './cap-area.ts';
import type { Choices, FileFault, Item, LeftOutReason, Outcome } from './items.ts';
import { languageOf, outcomeOf, propose } from './items.ts';
import type { ReportRow, RowFault } from './outside.ts';
import { lineFrom } from './outside.ts';
import type { TlpLevel } from './stix-names.ts';
import type { Span } from './when.ts';
import { parseSpan, windowOf } from './when.ts';
import type { Element } from './xml.ts';
import { childOf, childrenOf, textIn } from './xml.ts';

const VERSIONS = new Set([
  'urn:oasis:names:tc:emergency:cap:1.1',
  'urn:oasis:names:tc:emergency:cap:1.2',
]);

/** What an alert must say, in the order of the specification. */
const NEEDED = ['identifier', 'sender', 'sent', 'status', 'msgType', 'scope'] as const;

/** Who may have an alert, as our marks have it; without a known scope none is taken. [O7] */
const SCOPES: ReadonlyMap<string, TlpLevel> = new Map([
  ['Public', 'CLEAR'],
  ['Restricted', 'AMBER'],
  ['Private', 'AMBER+STRICT'],
]);

/**
 * Reads an alert of CAP 1.1 or 1.2: each `info` is an item. Of several in other languages that of our
 * languages is taken. Tests and drafts are left out, and exercises too, but in an exercise. A
 * signature is not checked, and the report says so. [O6] [O10]
 */
export function readCap(root: Element, choices: Choices): Result<readonly Outcome[], FileFault> {
  const version = [...root.attributes].find(([name]) => /^xmlns(?::|$)/.test(name))?.[1] ?? '';
  const named = [...root.attributes.values()].find((value) => VERSIONS.has(value));
  if (named === undefined) return err({ kind: 'other-version', version });
  const infos = childrenOf(root, 'info');
  const item: Item = { number: 1, type: 'alert', name: lineFrom(textIn(root, 'identifier')) };
  const missing = NEEDED.find((name) => textIn(root, name) === '');
  if (missing !== undefined) return ok([refused(item, { kind: 'missing-field', field: missing })]);
  const reason = reasonOf(root, choices);
  if (reason !== undefined) return ok([{ ...item, outcome: 'left-out', reason }]);
  const tlp = SCOPES.get(textIn(root, 'scope'));
  if (tlp === undefined) {
    return ok([refused(item, { kind: 'bad-choice', field: 'scope', text: textIn(root, 'scope') })]);
  }
  if (infos.length === 0) return ok([refused(item, { kind: 'missing-field', field: 'info' })]);
  const isOurs = (info: Element) => languageOf(tagOf(info)) !== undefined;
  const outcomes: Outcome[] = [];
  for (const info of infos) {
    const name = lineFrom(textIn(info, 'headline') || textIn(info, 'event'));
    const next = (part: string): Item => {
      return { number: outcomes.length + 1, type: 'info', name: `${name}${part}` };
    };
    const areas = areasIn(info, choices.precisionMetres);
    if (!isOurs(info) && infos.some(isOurs)) {
      outcomes.push({ ...next(''), outcome: 'left-out', reason: 'other-language' });
    } else if (!areas.ok) {
      outcomes.push(refused(next(''), areas.fault));
    } else {
      for (const [i, area] of areas.value.entries()) {
        const part = areas.value.length === 1 ? '' : ` (${i + 1}/${areas.value.length})`;
        outcomes.push(
          outcomeOf(next(part), reportOf({ alert: root, info, area, part, tlp }, choices)),
        );
      }
    }
  }
  return ok(outcomes);
}

/** The specification: without a language it is American English. */
function tagOf(info: Element): string {
  return textIn(info, 'language') || 'en-US';
}

interface Said {
  readonly alert: Element;
  readonly info: Element;
  readonly area: CapArea;
  readonly part: string;
  readonly tlp: TlpLevel;
}

function reportOf(
  { alert, info, area, part, tlp }: Said,
  choices: Choices,
): Result<ReportRow, RowFault> {
  const tag = tagOf(info);
  const language = languageOf(tag);
  if (language === undefined) return err({ kind: 'bad-choice', field: 'language', text: tag });
  const event = textIn(info, 'event');
  if (event === '') return err({ kind: 'missing-field', field: 'event' });
  const when = whenOf(alert, info);
  if (!when.ok) return when;
  const say = (name: string) => textIn(info, name);
  const graded = ['urgency', 'severity', 'certainty'].map(say).filter((each) => each !== '');
  const cancelled = textIn(alert, 'msgType') === 'Cancel' ? 'Cancelled: ' : '';
  const { shape, precisionMetres, label } = area;
  const [sender, sent] = [textIn(alert, 'sender'), textIn(alert, 'sent')];
  const key: Json = [
    sender,
    textIn(alert, 'identifier'),
    sent,
    tag,
    event,
    when.value.from,
    area.key ?? label,
  ];
  return propose(
    {
      id: ['cap', key],
      kind: kindOf(info),
      title: `${cancelled}${say('headline') || event}${part}`,
      language,
      text: [
        say('description'),
        say('instruction'),
        // [O9] The sender's own words for how likely it is, and never a grade.
        graded.length > 0 ? `Stated by the sender: ${graded.join(', ')}.` : '',
      ],
      ...(shape ? { shape } : {}),
      ...(precisionMetres === undefined ? {} : { precisionMetres }),
      label,
      when: when.value,
      source: 'official',
      reference: referenceOf(alert, info),
      tlp,
    },
    choices,
  );
}

function referenceOf(alert: Element, info: Element): readonly string[] {
  const line = (what: string, text: string) => (text === '' ? '' : `${what}: ${lineFrom(text)}`);
  return [
    `CAP ${lineFrom(textIn(alert, 'identifier'))}, sent ${textIn(alert, 'sent')}`,
    line(
      'Sender',
      textIn(info, 'senderName') || textIn(alert, 'source') || textIn(alert, 'sender'),
    ),
    line('Restriction', textIn(alert, 'restriction')),
    line('Updates or cancels', textIn(alert, 'references')),
    line('Web', textIn(info, 'web')),
    childOf(alert, 'Signature') ? 'It bears a signature, which was not checked.' : '',
  ];
}

/** Why an alert is not of what happens, or no alert. [O10] */
function reasonOf(alert: Element, { isExercise }: Choices): LeftOutReason | undefined {
  const [status, type] = [textIn(alert, 'status'), textIn(alert, 'msgType')];
  const isActual = status === 'Actual' || (status === 'Exercise' && isExercise === true);
  if (!isActual) return 'not-actual';
  return ['Alert', 'Update', 'Cancel'].includes(type) ? undefined : 'no-alert';
}

function whenOf(alert: Element, info: Element): Result<Report['when'], RowFault> {
  const begin = ['onset', 'effective'].find((name) => textIn(info, name) !== '');
  const from = momentOf(begin ?? 'sent', begin === undefined ? alert : info);
  if (!from.ok) return from;
  const text = textIn(info, 'expires');
  const upto = text === '' ? from : momentOf('expires', info);
  if (!upto.ok) return upto;
  if (upto.value.upto <= from.value.from) {
    return err({
      kind: 'date-backwards',
      from: textIn(begin ? info : alert, begin ?? 'sent'),
      upto: text,
    });
  }
  const end = text === '' ? from.value.upto : upto.value.from;
  const window = windowOf([{ from: from.value.from, upto: end }]);
  return window ? ok(window) : err({ kind: 'missing-field', field: 'sent' });
}

/** A moment must bear its zone: in an alert an hour matters. `Z` is against the specification and clear. */
function momentOf(field: string, holder: Element): Result<Span, RowFault> {
  const text = textIn(holder, field);
  const span = /(?:[+-]\d\d:\d\d|Z)$/.test(text) ? parseSpan(text) : undefined;
  return span?.ok ? span : err({ kind: 'bad-date', field, text });
}

function kindOf(info: Element): Report['kind'] {
  const categories = childrenOf(info, 'category').map(({ text }) => text);
  const has = (...names: readonly string[]) => names.some((name) => categories.includes(name));
  if (has('Security', 'CBRNE')) return 'threat-warning';
  return has('Infra', 'Transport') ? 'infrastructure' : 'incident';
}

function refused(item: Item, fault: RowFault): Outcome {
  return { ...item, outcome: 'refused', fault };
}
