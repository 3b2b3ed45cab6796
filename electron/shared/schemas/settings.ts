import { z } from 'zod';

export const Settings = z.object({
  language: z.enum(['system', 'en', 'zh-CN']).default('system'),
  theme: z.enum(['system', 'light', 'dark', 'contrast']).default('system'),
  /** Most that cached features may take, bytes; the least recently used go first. */
  featureCacheLimitBytes: z.number().min(0).default(20e9),
});
export type Settings = z.infer<typeof Settings>;
