import { z } from 'zod';

/** What a check of the installation found: the window has words for each in both languages. */
export const DoctorCode = z.enum([
  'program',
  'node',
  'nodeOld',
  'sqlite',
  'sharp',
  'sharpBroken',
  'tensorflow',
  'tensorflowSlow',
  'tensorflowMissing',
  'tensorflowBroken',
  'backbone',
  'backboneDamaged',
  'backboneAltered',
  'backboneMissing',
  'electron',
  'electronNone',
  'electronOther',
  'display',
  'displayDesktop',
  'displayNone',
  'memory',
  'memoryLow',
  'folder',
  'folderLow',
  'folderFull',
  'folderBroken',
]);
export type DoctorCode = z.infer<typeof DoctorCode>;

export const DoctorCheck = z.object({
  code: DoctorCode,
  /** Versions, paths and figures that the words of a code name. */
  values: z.record(z.string(), z.string()),
  /** The same in English, for the command line: what was checked, how it is, what was found and what to do. */
  name: z.string(),
  status: z.enum(['ok', 'warning', 'failed']),
  value: z.string(),
  remedy: z.string(),
});
export type DoctorCheck = z.infer<typeof DoctorCheck>;
