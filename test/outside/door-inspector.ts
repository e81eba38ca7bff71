import { tileName } from './auditor.ts';
import { ask } from './web.ts';

/** A log's door. */
export interface Door {
  /** With its last slash. */
  readonly prefix: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The size of a checkpoint that is published. */
  readonly size: number;
}

/** Paths that are no resources of a log of this size, with the reason. */
export function noResources(size: number): readonly (readonly [path: string, why: string])[] {
  const last = Math.floor(size / 256);
  const width = size % 256;
  const above = Math.floor(size / 256);
  return [
    ['tile/0/000.p/07', 'a width with a nought before it'],
    ['tile/0/000.p/0', 'an empty tile'],
    ['tile/0/000.p/256', 'a full tile spelt as a partial one'],
    ['tile/0/000.p/257', 'a width beyond a tile'],
    ['tile/0/000.p/-1', 'a negative width'],
    ['tile/0/000.p/+1', 'a width with a sign'],
    ['tile/0/000.p/1.0', 'a width that is no integer'],
    ['tile/0/000.p/', 'a width that is missing'],
    ['tile/0/000.p', 'a width that is missing'],
    ['tile/0/000/p/1', 'another spelling of a width'],
    ['tile/0/0', 'an index that is not padded'],
    ['tile/0/00', 'an index that is not padded'],
    ['tile/0/0000', 'an index of four digits'],
    ['tile/0/x000/000', 'an index with a group of noughts before it'],
    ['tile/0/000/000', 'a group that is not marked'],
    ['tile/0/x000', 'a last group that is marked'],
    ['tile/0/x001', 'a last group that is marked'],
    ['tile/0/X001/000', 'a group that is marked otherwise'],
    ['tile/0/-01', 'a negative index'],
    ['tile/0/999', 'a tile beyond the tree'],
    ['tile/0/x001/000', 'a tile beyond the tree'],
    ['tile/0/x999/x999/x999/x999/x999/999', 'an index that no number holds'],
    [tileName(0, last, 256), 'a full tile that is not full'],
    [tileName(0, last, width + 1), 'a partial tile that is wider than the tree'],
    [tileName('entries', last, 256), 'a full bundle that is not full'],
    [tileName('entries', last, width + 1), 'a partial bundle that is wider than the tree'],
    [tileName(1, 0, 256), 'a full tile above that is not full'],
    [tileName(1, 0, above + 1), 'a partial tile above that is wider than the tree'],
    ['tile/2/000.p/1', 'a level that the tree does not reach'],
    ['tile/63/000.p/1', 'a level that the tree does not reach'],
    ['tile/64/000', 'a level that there is not'],
    ['tile/00/000', 'a level with a nought before it'],
    ['tile/01/000.p/1', 'a level with a nought before it'],
    ['tile/-1/000', 'a level that there is not'],
    ['tile/data/000', 'the bundles of another kind of log'],
    ['tile/entries', 'bundles without an index'],
    ['tile/0', 'a level without an index'],
    ['tile/', 'nothing'],
    ['tile', 'nothing'],
    ['tile/0/000/', 'a slash too many'],
    ['checkpoint/', 'a slash too many'],
    ['checkpoints', 'nothing'],
    ['', 'the prefix itself'],
  ];
}

/** All that is not at this door as tlog-tiles has it; nothing where all is well. */
export async function inspectDoor({ prefix, headers, size }: Door): Promise<readonly string[]> {
  const complaints: string[] = [];
  const complain = (isSo: boolean, complaint: string): void => {
    if (!isSo) complaints.push(complaint);
  };
  const get = (path: string, more = {}) =>
    ask(`${prefix}${path}`, { headers: { ...headers, ...more } });

  for (const [path, why] of noResources(size)) {
    const { status, body } = await get(path);
    complain(status === 404, `${path} (${why}) is answered with ${status}`);
    complain(!body.subarray(0, 200).includes('<!doctype'), `${path} is answered with a page`);
  }

  const checkpoint = await get('checkpoint');
  complain(checkpoint.status === 200, `the checkpoint is answered with ${checkpoint.status}`);
  complain(
    checkpoint.headers['content-type'] === 'text/plain; charset=utf-8',
    `the checkpoint has the type ${checkpoint.headers['content-type']}`,
  );
  complain(isFleeting(checkpoint.headers['cache-control']), 'the checkpoint may be kept');

  for (const path of lastingPaths(size)) {
    const said = await get(path);
    complain(said.status === 200, `${path} is answered with ${said.status}`);
    complain(
      said.headers['content-type'] === 'application/octet-stream',
      `${path} has the type ${said.headers['content-type']}`,
    );
    complain(isLasting(said.headers['cache-control']), `${path} may not be kept for long`);
    complain(
      said.headers['content-encoding'] === undefined,
      `${path} is compressed though nobody asked for it`,
    );
  }

  const bundle = tileName('entries', 0, 256);
  const plain = await get(bundle, { 'accept-encoding': 'identity' });
  const packed = await get(bundle, { 'accept-encoding': 'gzip, identity' });
  complain(packed.headers['content-encoding'] === 'gzip', 'bundles are not compressed');
  complain(packed.body.length < plain.body.length, 'compressed bundles are not smaller');
  complain(
    [plain, packed].every(({ headers: { vary } }) => /accept-encoding/i.test(vary ?? '')),
    'a cache is not told that a bundle comes in two codings',
  );
  return complaints;
}

/** Partial tiles of every level and width, and what is full. */
function lastingPaths(size: number): readonly string[] {
  const last = Math.floor(size / 256);
  const width = size % 256;
  return [
    tileName(0, 0, 256),
    tileName(0, last, width),
    tileName(0, last, 1),
    tileName(1, 0, last),
    tileName('entries', 0, 256),
    tileName('entries', last, width),
  ];
}

function isLasting(control = ''): boolean {
  const age = Number(/max-age=(\d+)/.exec(control)?.[1] ?? 0);
  return /\bimmutable\b/.test(control) && age >= 86_400;
}

/** Not kept at all, or for some seconds. */
function isFleeting(control = ''): boolean {
  const age = /max-age=(\d+)/.exec(control)?.[1];
  return /no-store|no-cache/.test(control) || (age !== undefined && Number(age) <= 10);
}
