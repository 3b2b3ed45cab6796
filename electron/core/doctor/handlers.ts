import { setTimeout as wait } from 'node:timers/promises';
import type { Handlers } from '../../shared/contract.ts';
import type { CoreContext } from '../context.ts';
import { VERSION } from '../version.ts';
import { allChecks } from './checks.ts';

/** A busy compute engine answers later than one likes to wait for a version number. */
const PATIENCE_MS = 4000;

export function doctorHandlers(context: CoreContext): Pick<Handlers, 'app.info' | 'app.doctor'> {
  /** Does not change while the core lives; an engine at work would take seconds to say it again. */
  let tensorflow: string | null = null;
  return {
    'app.info': async () => ({
      version: VERSION,
      dataDir: context.paths.dataDir,
      platform: `${process.platform} ${process.arch}`,
      electron: process.env['LESIONLAB_ELECTRON_VERSION'] ?? null,
      node: process.versions.node,
      tensorflow: (tensorflow ??= await tensorFlowVersion(context)),
    }),
    'app.doctor': async () => ({ checks: await allChecks(context, process.env) }),
  };
}

/** null when it cannot be loaded, or is too busy to say. */
async function tensorFlowVersion({ engines }: CoreContext): Promise<string | null> {
  const asked = engines.compute.call('hello', { loadTensorFlow: true }).then(
    ({ tensorflow }) => tensorflow,
    () => null,
  );
  return Promise.race([asked, wait(PATIENCE_MS, null, { ref: false })]);
}
