export interface Surroundings {
  platform: string;
  env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  home: string;
}

/**
 * Where one user's data stands when no `--data-dir` says otherwise: `LESIONLAB_DATA_DIR`, else the place the system has for such data.
 * Shell and command line ask here, so that both mean the same folder.
 */
export function defaultDataFolder({ platform, env, home }: Surroundings): string {
  const named = env['LESIONLAB_DATA_DIR'];
  if (named !== undefined && named !== '') return named;
  switch (platform) {
    case 'win32':
      return `${env['LOCALAPPDATA'] ?? `${home}\\AppData\\Local`}\\LesionLab`;
    case 'darwin':
      return `${home}/Library/Application Support/LesionLab`;
    default: {
      // The XDG base directory rule: a relative value is to be ignored.
      const base = env['XDG_DATA_HOME'];
      return `${base?.startsWith('/') ? base : `${home}/.local/share`}/lesionlab`;
    }
  }
}
