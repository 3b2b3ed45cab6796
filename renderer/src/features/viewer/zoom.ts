/** How a photo stands in its pane: `scale` screen pixels a photo pixel, `x`, `y` the pane's pixel of its top left corner. */
export interface View {
  scale: number;
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

const LARGEST_SCALE = 16;
/** A small photo is enlarged so far to be seen at all; beyond it there is nothing to see but its pixels. */
const LARGEST_FIT = 3;

/** The whole photo, centred. */
export function fitted(photo: Size, pane: Size): View {
  const scale = Math.min(LARGEST_FIT, pane.width / photo.width, pane.height / photo.height);
  return { scale, x: (pane.width - photo.width * scale) / 2, y: (pane.height - photo.height * scale) / 2 };
}

/** Grows or shrinks by `factor` so that what is under the pointer stays there. */
export function zoomedAt(view: View, factor: number, pointer: { x: number; y: number }, photo: Size, pane: Size): View {
  const smallest = Math.min(1, fitted(photo, pane).scale);
  const scale = Math.min(LARGEST_SCALE, Math.max(smallest, view.scale * factor));
  const ratio = scale / view.scale;
  return held(
    { scale, x: pointer.x - (pointer.x - view.x) * ratio, y: pointer.y - (pointer.y - view.y) * ratio },
    photo,
    pane,
  );
}

export function panned(view: View, dx: number, dy: number, photo: Size, pane: Size): View {
  return held({ ...view, x: view.x + dx, y: view.y + dy }, photo, pane);
}

/** A photo larger than the pane leaves no gap at its edges, a smaller one stays in the middle. */
function held({ scale, x, y }: View, photo: Size, pane: Size): View {
  return { scale, x: heldAxis(x, photo.width * scale, pane.width), y: heldAxis(y, photo.height * scale, pane.height) };
}

function heldAxis(start: number, length: number, room: number): number {
  return length <= room ? (room - length) / 2 : Math.min(0, Math.max(room - length, start));
}

/** One notch of a wheel, or the fine steps of a touchpad, as a factor; the same way on every system. */
export function wheelFactor(deltaY: number, deltaMode: number): number {
  const pixels = deltaMode === 1 ? deltaY * 33 : deltaMode === 2 ? deltaY * 400 : deltaY;
  return Math.exp(-Math.max(-300, Math.min(300, pixels)) * 0.002);
}
