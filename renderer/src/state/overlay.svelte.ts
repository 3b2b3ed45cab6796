import { z } from 'zod';
import { remembered } from './remembered.ts';

const Overlay = z.object({
  shown: z.boolean(),
  /** How far the colour covers the photo, 0 to 1. */
  strength: z.number().min(0.1).max(1),
});

const store = remembered('overlay', Overlay, { shown: true, strength: 0.7 });
let present = $state.raw(store.read());

function change(part: Partial<z.infer<typeof Overlay>>): void {
  present = { ...present, ...part };
  store.write(present);
}

/** How activation maps lie over photos: the same on the card and in the viewer, and remembered on this computer. */
export const overlay = {
  get shown(): boolean {
    return present.shown;
  },
  set shown(shown: boolean) {
    change({ shown });
  },
  get strength(): number {
    return present.strength;
  },
  set strength(strength: number) {
    change({ strength });
  },
};
