import { z } from 'zod';

const shape = {
  language: z.enum(['system', 'en', 'zh-CN']),
  theme: z.enum(['system', 'light', 'dark', 'contrast']),
  /** Most that cached features may take, bytes; the least recently used go first. */
  featureCacheLimitBytes: z.number().min(0),
  /** The same for the maps that fine-tuning learns from. */
  mapCacheLimitBytes: z.number().min(0),
};

export const Settings = z.object({
  language: shape.language.default('system'),
  theme: shape.theme.default('system'),
  featureCacheLimitBytes: shape.featureCacheLimitBytes.default(20e9),
  mapCacheLimitBytes: shape.mapCacheLimitBytes.default(20e9),
});
export type Settings = z.infer<typeof Settings>;

/** What is to change. Without defaults: zod fills them in for absent keys, and one change would undo all others. */
export const SettingsChange = z.object(shape).partial();
export type SettingsChange = z.infer<typeof SettingsChange>;
