import { z } from 'zod';
import { remembered } from '../../state/remembered.ts';

const Choices = z.object({
  /** Shares from 0 to 1. */
  targetSensitivity: z.number().gt(0).max(1),
  targetSpecificity: z.number().gt(0).max(1),
  /** Needless excisions that one missed melanoma is worth. */
  worth: z.number().gt(0).max(10_000),
  /** Typed share of malignant lesions among patients; null: as among the photos evaluated. */
  prevalence: z.number().gt(0).lt(1).nullable(),
  /** Groups of figures that are folded away. */
  folded: z.array(z.string()),
});
type Choices = z.infer<typeof Choices>;

const store = remembered<Choices>('workbench', Choices, {
  targetSensitivity: 0.9,
  targetSpecificity: 0.8,
  worth: 20,
  prevalence: null,
  folded: ['sampleSize'],
});

let present = $state.raw<Choices>(store.read());

/** What was typed into the workbench: the same for every run, and remembered on this computer. */
export const workbench = {
  get choices(): Choices {
    return present;
  },
  change(part: Partial<Choices>): void {
    present = { ...present, ...part };
    store.write(present);
  },
};
