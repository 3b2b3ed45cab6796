/** Pictures are squashed to this size, pixels a side, before they are measured. */
export const statisticsSidePx = 128;

/** Shares of the pixels at which each channel's values are read. */
const percentiles = [0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98];
/** The picture as it is, then halved each time. */
const scales = 4;
const channels = 3;

/** Numbers that `pictureStatistics` gives. */
export const statisticCount = channels * (percentiles.length + 2 * scales);

/**
 * Colours and structure of a picture in 45 numbers, whatever it shows: percentiles of the sum of the channels, red against green and green against blue, then for
 * each of four scales and these channels the logarithms of the mean squared slope and of the mean squared Laplacian. `rgb` is
 * statisticsSidePx * statisticsSidePx * 3. Mirroring and quarter turns of a picture do not change them.
 */
export function pictureStatistics(rgb: Uint8Array): Float32Array {
  const out: number[] = [];
  let planes = opponentPlanes(rgb);
  for (const plane of planes) out.push(...percentilesOf(plane));
  for (let side = statisticsSidePx, scale = 0; scale < scales; scale += 1, side /= 2) {
    for (const plane of planes) out.push(...roughness(plane, side));
    planes = planes.map((plane) => halved(plane, side));
  }
  return Float32Array.from(out);
}

/** Sum of the channels, red - green, green - blue: whole numbers from -255 to 765. */
function opponentPlanes(rgb: Uint8Array): Float32Array[] {
  const count = rgb.length / 3;
  const [sums, redGreen, greenBlue] = [new Float32Array(count), new Float32Array(count), new Float32Array(count)];
  for (let i = 0; i < count; i += 1) {
    const r = rgb[i * 3] ?? 0;
    const g = rgb[i * 3 + 1] ?? 0;
    const b = rgb[i * 3 + 2] ?? 0;
    sums[i] = r + g + b;
    redGreen[i] = r - g;
    greenBlue[i] = g - b;
  }
  return [sums, redGreen, greenBlue];
}

const lowest = -255;
const levels = 765 - lowest + 1;

/** By counting, which takes a tenth of the time of sorting. */
function percentilesOf(plane: Float32Array): number[] {
  const counts = new Uint32Array(levels);
  for (const value of plane) counts[value - lowest] = (counts[value - lowest] ?? 0) + 1;
  let level = 0;
  let upTo = counts[0] ?? 0;
  return percentiles.map((share) => {
    for (const place = Math.floor(share * (plane.length - 1)); upTo <= place; upTo += counts[level] ?? 0) level += 1;
    return level + lowest;
  });
}

function roughness(plane: Float32Array, side: number): [number, number] {
  let [slopes, laplacians] = [0, 0];
  for (let y = 1; y < side - 1; y += 1) {
    for (let x = 1, i = y * side + 1; x < side - 1; x += 1, i += 1) {
      const left = plane[i - 1] ?? 0;
      const right = plane[i + 1] ?? 0;
      const above = plane[i - side] ?? 0;
      const below = plane[i + side] ?? 0;
      const laplacian = 4 * (plane[i] ?? 0) - left - right - above - below;
      slopes += (right - left) * (right - left) + (below - above) * (below - above);
      laplacians += laplacian * laplacian;
    }
  }
  const count = (side - 2) ** 2;
  return [Math.log(slopes / count + 1), Math.log(laplacians / count + 1)];
}

/** Means of 2 x 2. */
function halved(plane: Float32Array, side: number): Float32Array {
  const half = side / 2;
  const out = new Float32Array(half * half);
  for (let y = 0, i = 0; y < half; y += 1) {
    for (let x = 0; x < half; x += 1, i += 1) {
      const from = 2 * y * side + 2 * x;
      out[i] =
        ((plane[from] ?? 0) + (plane[from + 1] ?? 0) + (plane[from + side] ?? 0) + (plane[from + side + 1] ?? 0)) / 4;
    }
  }
  return out;
}
