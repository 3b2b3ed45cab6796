/** A key press as a shortcut is written: `Ctrl+K`, `Shift+ArrowUp`, `[`, `Space`. On a Mac, Command counts as Ctrl. */
export function keyName(event: KeyboardEvent): string {
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push('Ctrl');
  if (event.altKey) parts.push('Alt');
  const key = event.key === ' ' ? 'Space' : event.key;
  // A printed character already carries its Shift (`?`, `{`); letters and named keys do not.
  if (event.shiftKey && (key.length > 1 || /^\p{L}$/u.test(key))) parts.push('Shift');
  parts.push(key.length === 1 ? key.toUpperCase() : key);
  return parts.join('+');
}

const writingTypes = new Set(['text', 'search', 'number', 'email', 'password', 'url', 'tel', '']);

/** Whether a press belongs to a field being written in. */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLTextAreaElement || target.isContentEditable) return true;
  return target instanceof HTMLInputElement && writingTypes.has(target.getAttribute('type') ?? '');
}

/** Whether Space means something to what it is pressed on: a button, a box to tick, a slider, a fold. */
export const takesSpace = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, a, input, select, textarea, summary, [role="slider"]') !== null;
