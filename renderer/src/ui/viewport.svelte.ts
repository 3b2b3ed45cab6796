import type { Attachment } from 'svelte/attachments';
import { scrollToShow } from './virtual.ts';

/** Follows the size and scroll position of a scrolling element. */
export interface Viewport {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly scrollTop: number;
  readonly attach: Attachment<HTMLElement>;
  show(topPx: number, heightPx: number): void;
  toTop(): void;
}

export function createViewport(): Viewport {
  const state = $state({ widthPx: 0, heightPx: 0, scrollTop: 0 });
  let element: HTMLElement | undefined;
  return {
    get widthPx() {
      return state.widthPx;
    },
    get heightPx() {
      return state.heightPx;
    },
    get scrollTop() {
      return state.scrollTop;
    },
    attach(node) {
      element = node;
      const measure = (): void => {
        // clientWidth counts the padding, where nothing is laid out.
        const { paddingLeft, paddingRight } = getComputedStyle(node);
        state.widthPx =
          node.clientWidth - (Number.parseFloat(paddingLeft) || 0) - (Number.parseFloat(paddingRight) || 0);
        state.heightPx = node.clientHeight;
      };
      const scrolled = (): void => {
        state.scrollTop = node.scrollTop;
      };
      const observer = new ResizeObserver(measure);
      observer.observe(node);
      node.addEventListener('scroll', scrolled, { passive: true });
      measure();
      return () => {
        observer.disconnect();
        node.removeEventListener('scroll', scrolled);
        element = undefined;
      };
    },
    show(topPx, heightPx) {
      if (element === undefined) return;
      const next = scrollToShow(element.scrollTop, element.clientHeight, topPx, heightPx);
      if (next === element.scrollTop) return;
      element.scrollTop = next;
      state.scrollTop = next;
    },
    toTop() {
      if (element !== undefined) element.scrollTop = 0;
    },
  };
}
