/** Images are drawn this much larger than they are shown, for sharp letters on fine screens. */
export const IMAGE_PIXEL_RATIO = 2;
