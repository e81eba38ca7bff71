/** What the address of the search page keeps: who pastes it finds the same. */
export interface SearchAddress {
  readonly query: string;
  /** Hash of the report that is selected. */
  readonly selected?: string | undefined;
}

/** Reads the search part of an address; what cannot be read counts as not said. */
export function parseSearchAddress(raw: Readonly<Record<string, unknown>>): SearchAddress {
  const text = (name: string) => {
    const value = raw[name];
    if (value === undefined || value === null) return '';
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  const selected = text('sel');
  return { query: text('q'), ...(selected === '' ? {} : { selected }) };
}

/** The address of a search. */
export function formatSearchAddress({ query, selected }: SearchAddress): string {
  return addressOf('/search', { query, selected });
}

/** The address of a search laid out for paper. [Q14] */
export function formatPaperAddress(query: string): string {
  return addressOf('/search/paper', { query });
}

function addressOf(page: string, { query, selected }: SearchAddress): string {
  const parts = new URLSearchParams();
  if (query !== '') parts.set('q', guarded(query));
  if (selected !== undefined) parts.set('sel', selected);
  const text = parts.toString();
  return text === '' ? page : `${page}?${text}`;
}

/** The router reads what looks like JSON as JSON: a phrase in quotes would lose them. */
function guarded(text: string): string {
  try {
    JSON.parse(text);
    return JSON.stringify(text);
  } catch {
    return text;
  }
}
