import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import type { Bridge } from '../shared/bridge.ts';

const bridge: Bridge = {
  invoke: (channel, input) => ipcRenderer.invoke('lesionlab', channel, input),
  subscribe(event, listener) {
    const hear = (_: IpcRendererEvent, name: string, payload: unknown): void => {
      if (name === event) listener(payload);
    };
    ipcRenderer.on('lesionlab:event', hear);
    return () => void ipcRenderer.off('lesionlab:event', hear);
  },
  pathForFile: (file) => webUtils.getPathForFile(file),
};

contextBridge.exposeInMainWorld('lesionlab', bridge);
