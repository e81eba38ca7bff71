import { SaxesParser } from 'saxes';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { FileFault } from './items.ts';

/** An element of a file: names without their prefix, its own text, its elements in their order. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** The text that stands directly in it, white space at its ends left out. */
  readonly text: string;
  readonly children: readonly Element[];
}

/** How deep elements may stand in each other. */
export const XML_DEPTH_MAX = 64;

/** How many elements one file may have. */
export const XML_ELEMENTS_MAX = 500_000;

/**
 * Reads XML as a tree. A file with a document type is refused as a whole, so that there are no
 * entities but the five of XML itself, and nothing is ever fetched. [O5] Prefixes are not looked
 * up: many devices write them without declaring them.
 */
export function parseXml(text: string): Result<Element, FileFault> {
  const reader = new SaxesParser({ xmlns: false, position: true });
  const refuse = (fault: FileFault): never => {
    throw new Refusal(fault);
  };
  const open: Growing[] = [];
  let root: Growing | undefined;
  let count = 0;
  reader.on('error', () => refuse({ kind: 'bad-xml', line: reader.line, column: reader.column }));
  reader.on('doctype', () => refuse({ kind: 'has-doctype', line: reader.line }));
  reader.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(encoding)) {
      refuse({ kind: 'other-encoding', encoding });
    }
  });
  reader.on('opentag', (tag) => {
    count += 1;
    if (count > XML_ELEMENTS_MAX) refuse({ kind: 'too-many-parts', limit: XML_ELEMENTS_MAX });
    if (open.length >= XML_DEPTH_MAX) refuse({ kind: 'too-deep', limit: XML_DEPTH_MAX });
    const attributes = new Map(
      Object.entries(tag.attributes as Record<string, string>).map(([name, value]) => [
        name === 'xmlns' || name.startsWith('xmlns:') ? name : localOf(name),
        value,
      ]),
    );
    const element: Growing = { name: localOf(tag.name), attributes, texts: [], children: [] };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const take = (part: string): void => {
    open.at(-1)?.texts.push(part);
  };
  reader.on('text', take);
  reader.on('cdata', take);
  reader.on('closetag', () => void open.pop());
  try {
    reader.write(text).close();
  } catch (thrown) {
    if (thrown instanceof Refusal) return err(thrown.fault);
    throw thrown;
  }
  if (root === undefined) return err({ kind: 'bad-xml', line: 1, column: 0 });
  return ok(grown(root));
}

/** The elements of that name directly in `element`. */
export function childrenOf(element: Element, name: string): readonly Element[] {
  return element.children.filter((each) => each.name === name);
}

/** The first element of that name directly in `element`. */
export function childOf(element: Element | undefined, name: string): Element | undefined {
  return element?.children.find((each) => each.name === name);
}

/** The text of the first element of that name; empty where there is none. */
export function textIn(element: Element | undefined, name: string): string {
  return childOf(element, name)?.text ?? '';
}

/** Carries a fault out of the reader; never leaves this file. */
class Refusal extends Error {
  readonly fault: FileFault;

  constructor(fault: FileFault) {
    super(fault.kind);
    this.fault = fault;
  }
}

interface Growing {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly texts: string[];
  readonly children: Growing[];
}

function grown({ name, attributes, texts, children }: Growing): Element {
  return { name, attributes, text: texts.join('').trim(), children: children.map(grown) };
}

function localOf(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
