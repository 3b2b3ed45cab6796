import { z } from 'zod';

const SystemError = z.object({ code: z.string() }).catch({ code: '' });

/** `EEXIST` and the like; empty for what the system did not throw. */
export const systemCode = (thrown: unknown): string => SystemError.parse(thrown).code;
