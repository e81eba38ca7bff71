import { describe, expect, it } from 'vitest';

import type { PictureAddress } from './picture-address.ts';
import { formatPictureAddress, parsePictureAddress } from './picture-address.ts';

const read = (address: string) =>
  parsePictureAddress(Object.fromEntries(new URL(address, 'http://x').searchParams));

describe('the address of the picture', () => {
  it('comes back as it was written', () => {
    const address: PictureAddress = {
      text: 'عجلات & 12',
      show: 'disputed',
      since: 'week',
      selected: 'sha256:ab',
      camera: { lon: 43.5123, lat: 35.75, zoom: 9.4 },
      hidden: ['claims', 'grid'],
      isWriting: true,
    };
    expect(read(formatPictureAddress(address))).toEqual(address);
  });

  it('is short where nothing was chosen, and takes no nonsense', () => {
    expect(formatPictureAddress(read('/picture'))).toBe('/picture');
    expect(formatPictureAddress(read('/picture?at=x_y_z&show=none&off=sky&since=1'))).toBe(
      '/picture',
    );
    expect(read('/picture?text=12').text).toBe('12');
  });
});
