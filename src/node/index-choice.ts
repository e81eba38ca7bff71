import type { TroubleError } from '../base/result.ts';
import type { Settings } from './folder.ts';

/** What the index of a node is opened with besides its folder. */
export interface ChosenIndex {
  readonly url: string | undefined;
  readonly say: (line: string) => void;
  readonly onServer: (trouble: TroubleError | undefined) => void;
}

/** Which index the environment names, else the settings, and who is told of it. [I50] */
export function indexOf(
  { index }: Pick<Settings, 'index'>,
  env: Readonly<Record<string, string | undefined>>,
  say: (code: string, facts?: Readonly<Record<string, string | number>>) => void,
): ChosenIndex {
  return {
    url: env['TANSIQ_INDEX'] || index?.url,
    say: (line) => say('index', { line }),
    onServer: (trouble) => (trouble ? say('index-away', trouble.details) : say('index-there')),
  };
}
