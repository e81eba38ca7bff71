import { parseSearchWith, stringifySearchWith } from '@tanstack/react-router';
import fc from 'fast-check';
import { expect, it } from 'vitest';

import { formatSearchAddress, parseSearchAddress } from './search-address.ts';

const parse = parseSearchWith(JSON.parse);
const stringify = stringifySearchWith(JSON.stringify, JSON.parse);

it('[Q11] is kept by its address, whatever is looked for, also when the router writes it anew', () => {
  const keeps = (query: string) => {
    const [, search = ''] = formatSearchAddress({ query }).split('?');
    expect(parseSearchAddress(parse(`?${search}`)).query).toBe(query);
    expect(parseSearchAddress(parse(stringify(parse(`?${search}`)))).query).toBe(query);
  };
  const odd = [
    '"bridge"',
    '"closed road" kind:incident',
    '2016',
    'true',
    '[1]',
    '{"a":1}',
    '٢٠١٦',
    'a & b=c',
    '1e5',
    '%',
  ];
  for (const query of odd) keeps(query);
  fc.assert(fc.property(fc.string(), keeps), { numRuns: 200 });
});
