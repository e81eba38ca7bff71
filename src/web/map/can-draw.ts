let answer: boolean | undefined;

/** Whether this machine can draw a map at all: it has WebGL 2. Asked of it once. */
export function canDrawMaps(): boolean {
  answer ??= document.createElement('canvas').getContext('webgl2') !== null;
  return answer;
}
