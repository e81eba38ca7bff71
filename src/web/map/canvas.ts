import { invariant } from '../../base/result.ts';
import { IMAGE_PIXEL_RATIO } from './image-ratio.ts';

/** A canvas of so many CSS pixels, ready to be drawn on in CSS pixels. */
export function openCanvas(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.ceil(width * IMAGE_PIXEL_RATIO));
  canvas.height = Math.max(1, Math.ceil(height * IMAGE_PIXEL_RATIO));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  invariant(context !== null, 'a browser that draws maps draws in two dimensions');
  context.scale(IMAGE_PIXEL_RATIO, IMAGE_PIXEL_RATIO);
  return context;
}

/** The pixels of a canvas. */
export function pixelsOf(context: CanvasRenderingContext2D): ImageData {
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height);
}
