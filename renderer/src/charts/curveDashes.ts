import { dashesOf } from '../../../electron/shared/figures/svg.ts';

/** Dashes of a compared curve, the same as in the exported figure; none for the first. */
export const curveDashes = (index: number): number[] => (dashesOf(index) ?? '').split(' ').filter(Boolean).map(Number);
