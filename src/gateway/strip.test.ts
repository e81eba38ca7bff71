import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, equal, utf8 } from '../base/bytes.ts';
import { orientationBlock, orientationIn } from './exif-orientation.ts';
import { attachmentName, mediaOf, readMedia } from './media.ts';
import { joined } from './strip-parts.ts';
import { mayHide, strip } from './strip.ts';

const SECRET = 'N 35.4681 E 44.3922, serial 8812';
const hidden = utf8(SECRET);

const segment = (marker: number, ...parts: readonly Uint8Array[]) => {
  const body = joined(parts);
  return concat(
    Uint8Array.of(0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 0xff),
    body,
  );
};
const exif = (turn: number) => segment(0xe1, utf8('Exif\0\0'), orientationBlock(turn), hidden);
const table = segment(0xdb, new Uint8Array(65).fill(3));
const frame = segment(0xc2, new Uint8Array(15).fill(1));
const scan = (fill: number) =>
  concat(segment(0xda, new Uint8Array(10).fill(2)), Uint8Array.of(fill, 0xff, 0, 7, 0xff, 0xd3, 9));
const drawn = [table, frame, scan(5), segment(0xc4, new Uint8Array(20)), scan(6)];
const jpeg = (...more: readonly Uint8Array[]) =>
  joined([Uint8Array.of(0xff, 0xd8), ...more, ...drawn, Uint8Array.of(0xff, 0xd9)]);

const png = (...more: readonly (readonly [string, Uint8Array])[]) => {
  const parts = [
    ['IHDR', new Uint8Array(13)],
    ...more,
    ['IDAT', Uint8Array.of(1, 2, 3)],
    ['IEND', new Uint8Array()],
  ] as const;
  const head = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const chunk = ([name, body]: readonly [string, Uint8Array]) => {
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, body.length);
    return joined([length, utf8(name), body, Uint8Array.of(9, 9, 9, 9)]);
  };
  return joined([head, ...parts.map(chunk)]);
};

const webp = (flags: number, ...more: readonly (readonly [string, Uint8Array])[]) => {
  const chunk = ([name, body]: readonly [string, Uint8Array]) => {
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, body.length, true);
    return joined([utf8(name), length, body, new Uint8Array(body.length % 2)]);
  };
  const parts = [['VP8X', Uint8Array.of(flags, ...new Uint8Array(9))] as const, ...more];
  const all = joined([utf8('WEBP'), ...parts.map(chunk)]);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, all.length, true);
  return joined([utf8('RIFF'), length, all]);
};

const cleaned = (bytes: Uint8Array): Uint8Array => {
  const media = mediaOf(bytes);
  const done = media && strip(media, bytes);
  if (!done?.ok) throw new Error('it can be cleaned');
  return done.value;
};
const says = (bytes: Uint8Array, word: string) => Buffer.from(bytes).includes(word);

describe('a JPEG picture', () => {
  it('[G12] loses all that says where and with what it was taken, and keeps what draws it', () => {
    const taken = jpeg(
      segment(0xe0, utf8('JFIF\0'), hidden),
      exif(1),
      segment(0xe1, utf8('http://ns.adobe.com/xap/1.0/\0'), hidden),
      segment(0xe2, utf8('ICC_PROFILE\0'), hidden),
      segment(0xed, utf8('Photoshop 3.0\0'), hidden),
      segment(0xef, hidden),
      segment(0xfe, hidden),
    );
    expect(says(taken, SECRET)).toBe(true);
    expect(equal(cleaned(concat(taken, hidden)), jpeg())).toBe(true);
  });

  it('[G12] stays turned as it was, and says nothing else', () => {
    for (let turn = 2; turn <= 8; turn += 1) {
      const clean = cleaned(jpeg(exif(turn)));
      const kept = segment(0xe1, utf8('Exif\0\0'), orientationBlock(turn));
      expect(equal(clean, jpeg(kept))).toBe(true);
      expect(equal(cleaned(clean), clean)).toBe(true);
    }
    expect(equal(cleaned(jpeg(exif(9))), jpeg())).toBe(true);
  });

  it('[G12] is refused where it has more parts than a picture has', () => {
    const many = (count: number) => jpeg(...Array.from({ length: count }, () => segment(0xdb)));
    expect(strip('image/jpeg', many(1_000))).toMatchObject({ ok: true });
    expect(strip('image/jpeg', many(20_000))).toMatchObject({ ok: false });
  });

  it('[G12] keeps how its colours are coded', () => {
    const adobe = segment(0xee, utf8('Adobe'), Uint8Array.of(0, 100, 0, 0, 0, 0, 1));
    expect(equal(cleaned(jpeg(adobe)), jpeg(adobe))).toBe(true);
  });

  it('[G12] is refused where it is cut off or makes no sense', () => {
    const whole = jpeg(exif(3));
    for (let end = 3; end < whole.length; end += 1) {
      expect(strip('image/jpeg', whole.subarray(0, end)), String(end)).toMatchObject({ ok: false });
    }
    const odd = joined([
      Uint8Array.of(0xff, 0xd8, 0xff, 0xd8),
      ...drawn,
      Uint8Array.of(0xff, 0xd9),
    ]);
    expect(strip('image/jpeg', odd)).toMatchObject({ ok: false });
  });
});

describe('a PNG or WebP picture', () => {
  it('[G12] loses texts, times, Exif and what follows it', () => {
    const taken = png(
      ['tEXt', hidden],
      ['eXIf', hidden],
      ['tIME', hidden],
      ['zzZz', hidden],
      ['gAMA', new Uint8Array(4)],
    );
    expect(equal(cleaned(concat(taken, hidden)), png(['gAMA', new Uint8Array(4)]))).toBe(true);
    const flags = 0x10 | 0x20 | 0x08 | 0x04;
    const image = ['VP8L', Uint8Array.of(1, 2, 3)] as const;
    const moving = webp(
      flags,
      ['ICCP', hidden],
      image,
      ['EXIF', hidden],
      ['XMP ', hidden],
      ['abcd', hidden],
    );
    expect(equal(cleaned(concat(moving, hidden)), webp(0x10, image))).toBe(true);
  });

  it('[G12] of WebP stays turned, and its frames hold nothing else either', () => {
    const image = ['VP8L', Uint8Array.of(1, 2)] as const;
    const turned = webp(0x08, image, [
      'EXIF',
      concat(utf8('Exif\0\0'), orientationBlock(6), hidden),
    ]);
    expect(equal(cleaned(turned), webp(0x08, image, ['EXIF', orientationBlock(6)]))).toBe(true);
    const inner = (more: Uint8Array) =>
      joined([new Uint8Array(16), utf8('VP8L'), Uint8Array.of(2, 0, 0, 0, 1, 2), more]);
    const secret = joined([utf8('EXIF'), Uint8Array.of(hidden.length, 0, 0, 0), hidden]);
    const moving = webp(0, ['ANMF', inner(secret)]);
    expect(equal(cleaned(moving), webp(0, ['ANMF', inner(new Uint8Array())]))).toBe(true);
  });

  it('[G12] is refused where it is cut off', () => {
    for (const whole of [png(['tEXt', hidden]), webp(0x08, ['VP8L', hidden], ['EXIF', hidden])]) {
      const media = mediaOf(whole)!;
      for (let end = 13; end < whole.length; end += 1) {
        expect(strip(media, whole.subarray(0, end)), String(end)).toMatchObject({ ok: false });
      }
    }
  });
});

describe('what is cleaned', () => {
  it('[G12] never throws, grows little, and is clean the second time', () => {
    const wholes = [
      jpeg(exif(6)),
      png(['tEXt', hidden]),
      webp(0x08, ['VP8L', hidden], ['EXIF', hidden]),
    ];
    const bent = fc.tuple(
      fc.constantFrom(...wholes),
      fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 6 }),
      fc.nat(30),
    );
    fc.assert(
      fc.property(bent, ([whole, changes, cut]) => {
        const bytes = whole.slice(0, whole.length - cut);
        for (const [at, byte] of changes) if (at > 11 && at < bytes.length) bytes[at] = byte;
        const media = mediaOf(bytes);
        const done = media && strip(media, bytes);
        if (!media || !done?.ok) return;
        expect(done.value.length).toBeLessThan(bytes.length + 64);
        const again = strip(media, done.value);
        expect(again?.ok && equal(again.value, done.value)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('reads how a picture is turned in both orders of bytes, and believes no offset', () => {
    const little = Uint8Array.of(
      0x49,
      0x49,
      42,
      0,
      8,
      0,
      0,
      0,
      1,
      0,
      0x12,
      1,
      3,
      0,
      1,
      0,
      0,
      0,
      6,
      0,
      0,
      0,
    );
    expect(orientationIn(little)).toBe(6);
    expect(orientationIn(orientationBlock(5))).toBe(5);
    for (const offset of [0xff, 20]) expect(orientationIn(little.with(4, offset))).toBe(1);
  });
});

describe('a file that is attached', () => {
  it('[G13] is a text if all of it is, in steps that part no letter', () => {
    // Letters of one to four bytes, so that a step would end inside each of them sooner or later.
    for (const lead of ['', 'a', 'aa', 'aaa']) {
      const long = utf8(lead + '\u{1F6A7}ئaي'.repeat(118_000));
      const reading = readMedia(long);
      const steps = [...reading];
      expect(steps.length).toBe(2);
      expect(mediaOf(long)).toBe('text/plain');
      expect(mediaOf(long.subarray(0, -2))).toBe('text/plain');
      expect(mediaOf(long.with(-3, 0))).toBeUndefined();
      expect(mediaOf(long.with(-5, 0xff))).toBeUndefined();
    }
  });

  it('[G13] is what its bytes are, whatever it is called', () => {
    expect(mediaOf(jpeg())).toBe('image/jpeg');
    expect(mediaOf(png())).toBe('image/png');
    expect(mediaOf(webp(0))).toBe('image/webp');
    expect(mediaOf(utf8('%PDF-1.7\n'))).toBe('application/pdf');
    expect(mediaOf(utf8('تقرير\r\n\tسطر'))).toBe('text/plain');
    const bad = ['MZ\u0000\u0003', 'PK\u0003\u0004', '\u0000', ''];
    for (const text of bad) expect(mediaOf(utf8(text))).toBeUndefined();
    expect(mediaOf(Uint8Array.of(0xc3, 0x28))).toBeUndefined();
    expect(['application/pdf', 'text/plain'].map((media) => mayHide(media as never))).toEqual([
      true,
      false,
    ]);
  });

  it('[G13] bears the ending of what it is, and a name that may stand in a record', () => {
    const named = (name: string) => attachmentName(name, 'image/jpeg');
    expect(named('C:\\photos\\IMG 1.JPG')).toBe('IMG 1.jpg');
    expect(named('../../etc/passwd')).toBe('passwd.jpg');
    expect(named('x\u202Egpj.exe')).toBe('xgpj.exe.jpg');
    expect(named('...')).toBe('jpeg.jpg');
    expect(named('صورة.jpeg')).toBe('صورة.jpeg');
    expect(attachmentName('خطة.jpg', 'application/pdf')).toBe('خطة.jpg.pdf');
    // Not the generator's own unit for this: that lists every character first, which takes a second.
    const character = fc
      .integer({ min: 0, max: 0x10_ffff })
      .map((code) => String.fromCodePoint(code));
    const any = fc.property(fc.string({ unit: character, maxLength: 200 }), (text) => {
      expect(named(text)).toMatch(/\.jpe?g$/i);
    });
    fc.assert(any, { numRuns: 200 });
  });
});
