import { formatHex, utf8 } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Checkpoint } from './checkpoint.ts';
import { verifyCosignature } from './cosignature.ts';
import type { VerifierKey } from './note.ts';
import { formatVerifierKey, parseVerifierKey } from './note.ts';
import type { Primitives } from './primitives.ts';

/** Bytes of a policy's text. */
export const POLICY_BYTES_MAX = 32_768;

/** Lines of one policy that define something; C2SP asks for 96 at the least. */
export const POLICY_LINES_MAX = 256;

/** A log or a witness that a policy names. */
export interface PolicyKey {
  readonly key: VerifierKey;
  readonly url?: string;
}

/** A group that has witnessed what `least` of its members have witnessed. */
export interface PolicyGroup {
  readonly name: string;
  readonly least: number;
  /** Names of witnesses and groups that were defined before. */
  readonly members: readonly string[];
}

/** Who must have signed a checkpoint before it counts as final (C2SP tlog-policy). [L33] */
export interface Policy {
  /** Empty where the log is known from elsewhere. */
  readonly logs: readonly PolicyKey[];
  readonly witnesses: readonly (PolicyKey & { readonly name: string })[];
  readonly groups: readonly PolicyGroup[];
  /** A witness, a group, or `none` where no cosignature is asked for. */
  readonly quorum: string;
}

/** Why a text is not a policy, and which of its lines, from 1, shows it. */
export interface PolicyFault {
  readonly kind:
    | 'policy-too-large'
    | 'bad-character'
    | 'bad-line'
    | 'bad-key'
    | 'duplicate-key'
    | 'duplicate-name'
    | 'unknown-name'
    | 'listed-twice'
    | 'bad-threshold'
    | 'no-quorum'
    | 'second-quorum';
  readonly line: number;
}

type Kind = PolicyFault['kind'];

interface Draft {
  readonly logs: PolicyKey[];
  readonly witnesses: (PolicyKey & { readonly name: string })[];
  readonly groups: PolicyGroup[];
  readonly names: Set<string>;
  readonly listed: Set<string>;
  quorum: string | undefined;
}

/** [L33] Reads a policy as C2SP tlog-policy has it; names are compared as they are. */
export function parsePolicy(text: string): Result<Policy, PolicyFault> {
  if (utf8(text).length > POLICY_BYTES_MAX) return err({ kind: 'policy-too-large', line: 0 });
  const draft: Draft = {
    logs: [],
    witnesses: [],
    groups: [],
    names: new Set(),
    listed: new Set(),
    quorum: undefined,
  };
  let count = 0;
  for (const [at, line] of text.split('\n').entries()) {
    // Any octet but a control character may stand in a policy; tab is no control character here.
    if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(line)) {
      return err({ kind: 'bad-character', line: at + 1 });
    }
    const items = line.split(/[ \t]+/).filter((item) => item !== '');
    if (items.length === 0 || items[0]?.startsWith('#')) continue;
    count += 1;
    if (count > POLICY_LINES_MAX) return err({ kind: 'policy-too-large', line: at + 1 });
    const fault = readLine(draft, items);
    if (fault) return err({ kind: fault, line: at + 1 });
  }
  const { logs, witnesses, groups, quorum } = draft;
  if (quorum === undefined) return err({ kind: 'no-quorum', line: 0 });
  return ok({ logs, witnesses, groups, quorum });
}

/** The text of a policy, its lines in the order in which they must be read. */
export function formatPolicy({ logs, witnesses, groups, quorum }: Policy): string {
  const urlOf = ({ url }: PolicyKey): string => (url === undefined ? '' : ` ${url}`);
  const lines = [
    ...logs.map((log) => `log ${formatVerifierKey(log.key)}${urlOf(log)}`),
    ...witnesses.map((each) => `witness ${each.name} ${formatVerifierKey(each.key)}${urlOf(each)}`),
    ...groups.map(({ name, least, members }) => `group ${name} ${least} ${members.join(' ')}`),
    `quorum ${quorum}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Whether what was signed is final, and for whom it waits. */
export interface Finality {
  readonly isFinal: boolean;
  /** The witnesses of the quorum who have not signed, or too long ago; none where it is final. */
  readonly waitsFor: readonly string[];
}

/** From when on a cosignature counts; those before are too old for whoever asks. */
export interface Freshness {
  readonly now: Instant;
  readonly secondsMax: number;
}

/**
 * Whether a policy holds, where `signed` tells when a witness signed. A time in the future is
 * fresh: clocks differ, and whoever signs ahead of time vouches for it all the same. [L34]
 */
export function decideFinality(
  policy: Policy,
  signed: (key: VerifierKey) => Instant | undefined,
  fresh?: Freshness,
): Finality {
  if (policy.quorum === 'none') return { isFinal: true, waitsFor: [] };
  const has = new Map<string, boolean>();
  for (const { name, key } of policy.witnesses) {
    const time = signed(key);
    has.set(name, time !== undefined && (!fresh || fresh.now - time <= fresh.secondsMax));
  }
  // A group is defined after its members, so one pass from the top settles all.
  for (const { name, least, members } of policy.groups) {
    has.set(name, members.filter((member) => has.get(member)).length >= least);
  }
  if (has.get(policy.quorum)) return { isFinal: true, waitsFor: [] };
  return { isFinal: false, waitsFor: missingIn(policy, policy.quorum, has) };
}

/**
 * Whether a checkpoint that `log` signed is final by a policy. The caller has checked the log's own
 * signature; a log that the policy does not list is never final by it. [L34]
 */
export function isFinalCheckpoint(
  primitives: Primitives,
  policy: Policy,
  { checkpoint, log }: { readonly checkpoint: Checkpoint; readonly log: VerifierKey },
  fresh?: Freshness,
): boolean {
  const isListed = policy.logs.some(({ key }) => formatVerifierKey(key) === formatVerifierKey(log));
  if (policy.logs.length > 0 && !isListed) return false;
  const signed = (key: VerifierKey): Instant | undefined => {
    const line = verifyCosignature(primitives, checkpoint, key);
    return line.ok ? line.value.time : undefined;
  };
  return decideFinality(policy, signed, fresh).isFinal;
}

function missingIn(
  policy: Policy,
  name: string,
  has: ReadonlyMap<string, boolean>,
): readonly string[] {
  if (has.get(name)) return [];
  const group = policy.groups.find((each) => each.name === name);
  return group ? group.members.flatMap((member) => missingIn(policy, member, has)) : [name];
}

function readLine(draft: Draft, items: readonly string[]): Kind | undefined {
  const [word, ...rest] = items;
  switch (word) {
    case 'log':
      return readLog(draft, rest);
    case 'witness':
      return readWitness(draft, rest);
    case 'group':
      return readGroup(draft, rest);
    case 'quorum':
      return readQuorum(draft, rest);
    default:
      return 'bad-line';
  }
}

function readLog({ logs }: Draft, [vkey, url, ...more]: readonly string[]): Kind | undefined {
  if (vkey === undefined || more.length > 0) return 'bad-line';
  const key = parseVerifierKey(vkey);
  if (!key.ok || key.value.type !== 'ed25519') return 'bad-key';
  if (isAmong(logs, key.value)) return 'duplicate-key';
  logs.push(withUrl(key.value, url));
  return undefined;
}

function readWitness(draft: Draft, items: readonly string[]): Kind | undefined {
  const [name, vkey, url, ...more] = items;
  if (name === undefined || vkey === undefined || more.length > 0) return 'bad-line';
  const key = parseVerifierKey(vkey);
  if (!key.ok || key.value.type !== 'cosignature') return 'bad-key';
  if (isAmong(draft.witnesses, key.value)) return 'duplicate-key';
  if (!defines(draft, name)) return 'duplicate-name';
  draft.witnesses.push({ name, ...withUrl(key.value, url) });
  return undefined;
}

function readGroup(draft: Draft, [name, word, ...members]: readonly string[]): Kind | undefined {
  if (name === undefined || word === undefined || members.length === 0) return 'bad-line';
  for (const member of members) {
    if (!draft.names.has(member)) return 'unknown-name';
    if (draft.listed.has(member)) return 'listed-twice';
    draft.listed.add(member);
  }
  const count = members.length;
  const least = word === 'all' ? count : word === 'any' ? 1 : thresholdOf(word);
  if (least < 1 || least > count) return 'bad-threshold';
  if (!defines(draft, name)) return 'duplicate-name';
  draft.groups.push({ name, least, members });
  return undefined;
}

function readQuorum(draft: Draft, [name, ...more]: readonly string[]): Kind | undefined {
  if (name === undefined || more.length > 0) return 'bad-line';
  if (draft.quorum !== undefined) return 'second-quorum';
  if (name !== 'none' && !draft.names.has(name)) return 'unknown-name';
  draft.quorum = name;
  return undefined;
}

/** Takes a name for a witness or a group; `none` and names that are taken are refused. */
function defines({ names }: Draft, name: string): boolean {
  if (name === 'none' || names.has(name)) return false;
  names.add(name);
  return true;
}

function thresholdOf(word: string): number {
  return /^[1-9][0-9]{0,3}$/.test(word) ? Number(word) : 0;
}

/** The same public key under another name is the same signer. */
function isAmong(held: readonly PolicyKey[], { publicKey }: VerifierKey): boolean {
  return held.some(({ key }) => formatHex(key.publicKey) === formatHex(publicKey));
}

function withUrl(key: VerifierKey, url: string | undefined): PolicyKey {
  return url === undefined ? { key } : { key, url };
}
