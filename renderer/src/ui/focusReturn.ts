/** Where the keys were when a dialog was opened, to give them back when it closes. */
export interface FocusReturn {
  /** Before it opens. */
  remember(): void;
  /** For onCloseAutoFocus; leaves the event alone when that place is gone. */
  give(event: Event): void;
}

export function createFocusReturn(): FocusReturn {
  let before: Element | null = null;
  return {
    remember() {
      before = document.activeElement;
    },
    give(event) {
      if (!(before instanceof HTMLElement) || before === document.body || !before.isConnected) return;
      event.preventDefault();
      before.focus();
    },
  };
}
