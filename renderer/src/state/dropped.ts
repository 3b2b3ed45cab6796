import { call, pathForFile } from '../api.ts';

export interface DroppedPath {
  path: string;
  kind: 'folder' | 'file';
}

export const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

/** Where dropped files and folders lie on disk, and which is which. What has no path (an image dragged from a page) is left out. */
export async function droppedPaths(files: readonly File[]): Promise<DroppedPath[]> {
  const paths: DroppedPath[] = [];
  for (const file of files) {
    const path = pathForFile(file);
    if (path === '') continue;
    const { kind } = await call('shell.pathKind', { path });
    if (kind !== 'missing') paths.push({ path, kind });
  }
  return paths;
}
