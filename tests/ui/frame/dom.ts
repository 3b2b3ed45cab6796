import { afterAll, beforeAll, vi } from 'vitest';

/** jsdom lays nothing out: every element is as wide and high as `size`, and media queries never match. */
export function standInForLayout(size = { width: 640, height: 480 }): void {
  beforeAll(() => {
    class Observer {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    }
    vi.stubGlobal('ResizeObserver', Observer);
    vi.stubGlobal('matchMedia', (media: string) => ({
      matches: false,
      media,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }));
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(size.width);
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(size.height);
    HTMLElement.prototype.scrollIntoView = () => undefined;
  });
  afterAll(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
}
