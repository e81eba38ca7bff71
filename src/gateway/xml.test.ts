import { describe, expect, it } from 'vitest';
import { XML_DEPTH_MAX, childrenOf, parseXml, textIn } from './xml.ts';

describe('XML', () => {
  it('is a tree of elements by their own names, with its five entities and numbered characters', () => {
    const read = parseXml(
      '<?xml version="1.0"?><a:r xmlns:a="u" k="1 &amp; 2"><b> x &lt; &#x623; </b><b><![CDATA[<i>]]></b></a:r>',
    );
    if (!read.ok) return expect.fail(read.fault.kind);
    expect(read.value.name).toBe('r');
    expect(read.value.attributes.get('k')).toBe('1 & 2');
    expect(childrenOf(read.value, 'b').map(({ text }) => text)).toEqual(['x < \u0623', '<i>']);
    expect(textIn(read.value, 'c')).toBe('');
  });

  const deep = '<a>'.repeat(XML_DEPTH_MAX + 1);
  it.each([
    ['<!DOCTYPE a><a/>', 'has-doctype'],
    ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'has-doctype'],
    ['<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd"><a/>', 'has-doctype'],
    ['<a>&b;</a>', 'bad-xml'],
    ['<a><b></a></b>', 'bad-xml'],
    ['<a b="1" b="2"/>', 'bad-xml'],
    ['<a/><b/>', 'bad-xml'],
    ['<a', 'bad-xml'],
    ['', 'bad-xml'],
    ['<?xml version="1.0" encoding="ISO-8859-9"?><a/>', 'other-encoding'],
    [deep, 'too-deep'],
  ])('[O5] %s is refused', (text, kind) => {
    expect(parseXml(text)).toMatchObject({ ok: false, fault: { kind } });
  });

  it('[O5] says where it stops making sense', () => {
    expect(parseXml('<a>\n  <b>\n</a>')).toMatchObject({ fault: { kind: 'bad-xml', line: 3 } });
  });
});
