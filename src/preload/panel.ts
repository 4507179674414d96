import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { channelOf, EVENT_CHANNEL, PANEL_METHODS, type PanelBridge, type PanelEventMessage } from '../ipc/panel-api';

const methods = PANEL_METHODS.map((method) => [
  method,
  (argument?: unknown) => ipcRenderer.invoke(channelOf(method), argument),
]);

const on: PanelBridge['on'] = (event, listener) => {
  // The event object of Electron stays here: it would give the page a way to send on any channel.
  const forward = (_: IpcRendererEvent, message: PanelEventMessage<typeof event>) => {
    if (message.event === event) listener(message.payload);
  };
  ipcRenderer.on(EVENT_CHANNEL, forward);
  return () => ipcRenderer.off(EVENT_CHANNEL, forward);
};

/** All that the panel can reach of the world, as {@link PanelBridge}: the contract's methods by name, and what main pushes. */
contextBridge.exposeInMainWorld('tray', { ...Object.fromEntries(methods), on });
