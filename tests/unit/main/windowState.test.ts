import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeWindow, readWindowState, writeWindowState } from '../../../electron/main/windowState.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const left = { x: -1280, y: 0, width: 1280, height: 1024 };
const saved = { x: 100, y: 80, width: 1100, height: 700, maximized: false };

describe('the place of the window', () => {
  test('is where it was left', () => {
    expect(placeWindow(saved, [screen])).toEqual(saved);
    expect(placeWindow({ ...saved, x: -1200 }, [screen, left])).toEqual({ ...saved, x: -1200 });
  });

  test('is the middle of the first screen at the first start', () => {
    expect(placeWindow(null, [screen])).toEqual({ x: 320, y: 100, width: 1280, height: 840, maximized: false });
  });

  test('comes back from a screen that is gone', () => {
    expect(placeWindow({ ...saved, x: -1200 }, [screen])).toMatchObject({ x: 320, y: 100 });
    expect(placeWindow({ ...saved, y: 1030 }, [screen])).toMatchObject({ x: 320, y: 100 });
  });

  test('is no larger than its screen', () => {
    expect(placeWindow({ ...saved, x: 0, y: 0, width: 4000, height: 3000 }, [screen])).toMatchObject({
      width: 1920,
      height: 1040,
    });
  });

  test('always leaves enough of the title bar on a screen to drag it', () => {
    const px = fc.integer({ min: -5000, max: 5000 });
    const size = fc.integer({ min: 1, max: 5000 });
    const state = fc.record({ x: px, y: px, width: size, height: size, maximized: fc.boolean() });
    fc.assert(
      fc.property(state, (some) => {
        const { x, y, width } = placeWindow(some, [screen, left]);
        const shown = [screen, left].some((area) => {
          const across = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
          return across >= 120 && y >= area.y && y + 32 <= area.y + area.height;
        });
        expect(shown).toBe(true);
      }),
    );
  });

  test('is kept in a file, and a damaged file is as none', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'lesionlab-window-')), 'deep', 'window.json');
    expect(readWindowState(file)).toBeNull();
    writeWindowState(file, saved);
    expect(readWindowState(file)).toEqual(saved);
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 20));
    expect(readWindowState(file)).toBeNull();
    writeFileSync(file, '{"x":"1e99"}');
    expect(readWindowState(file)).toBeNull();
  });
});
