import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const Rectangle = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() });
export type Rectangle = z.infer<typeof Rectangle>;
export const WindowState = Rectangle.extend({ maximized: z.boolean() });
export type WindowState = z.infer<typeof WindowState>;

export const MIN_WIDTH_PX = 900;
export const MIN_HEIGHT_PX = 600;
const DEFAULT = { width: 1280, height: 840 };
/** So much of the title bar must be on some screen, or the window could not be dragged back. */
const REACHABLE_WIDTH_PX = 120;
const TITLE_BAR_PX = 32;

const overlap = (from: number, length: number, otherFrom: number, otherLength: number): number =>
  Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom);

const isReachable = (state: Rectangle, screen: Rectangle): boolean =>
  overlap(state.x, state.width, screen.x, screen.width) >= REACHABLE_WIDTH_PX &&
  overlap(state.y, TITLE_BAR_PX, screen.y, screen.height) >= TITLE_BAR_PX;

/**
 * Where the window opens: as it was left, if a screen still shows it there; else in the middle of the first screen.
 * Coordinates are device-independent pixels; `screens` are work areas, the primary one first.
 */
export function placeWindow(saved: WindowState | null, screens: readonly Rectangle[]): WindowState {
  const primary = screens[0] ?? { x: 0, y: 0, ...DEFAULT };
  if (saved !== null) {
    for (const screen of screens) {
      // Cut to the screen first: what hung over its edge may be all that showed.
      const width = Math.max(MIN_WIDTH_PX, Math.min(saved.width, screen.width));
      const height = Math.max(MIN_HEIGHT_PX, Math.min(saved.height, screen.height));
      const place = { ...saved, width, height };
      if (isReachable(place, screen)) return place;
    }
  }
  const width = Math.min(DEFAULT.width, primary.width);
  const height = Math.min(DEFAULT.height, primary.height);
  const x = primary.x + Math.round((primary.width - width) / 2);
  const y = primary.y + Math.round((primary.height - height) / 2);
  return { x, y, width, height, maximized: saved?.maximized ?? false };
}

export function readWindowState(file: string): WindowState | null {
  try {
    return WindowState.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Kept best effort: a full disk must not keep a window from closing. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(state));
    renameSync(`${file}.new`, file);
  } catch (error) {
    console.error('shell: the window place could not be kept:', error);
  }
}
