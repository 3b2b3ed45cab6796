import type { LucideIcon } from '@lucide/svelte';

/** Any icon of the set, as a property. */
export type IconComponent = LucideIcon;
