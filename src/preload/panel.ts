import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { channelOf, EVENT_CHANNEL, type PanelEventMessage, type PanelMethod } from '../ipc/channels';
import type { PanelBridge } from '../ipc/contract';

const ask = (method: PanelMethod) => (argument?: unknown) => ipcRenderer.invoke(channelOf(method), argument);

/** All that the panel can reach of the world: the contract's methods by name, and what main pushes. */
const bridge: PanelBridge = {
  getState: ask('getState'),
  addConnection: ask('addConnection'),
  updateConnection: ask('updateConnection'),
  replaceCredential: ask('replaceCredential'),
  setCredentialExpiry: ask('setCredentialExpiry'),
  readCredentialExpiry: ask('readCredentialExpiry'),
  chooseCertificate: ask('chooseCertificate'),
  readThumbprints: ask('readThumbprints'),
  unlockCertificate: ask('unlockCertificate'),
  chooseExtraCa: ask('chooseExtraCa'),
  copyRegistrationScript: ask('copyRegistrationScript'),
  removeConnection: ask('removeConnection'),
  signIn: ask('signIn'),
  showSignIn: ask('showSignIn'),
  copyDeviceCode: ask('copyDeviceCode'),
  copySignInAddress: ask('copySignInAddress'),
  cancelSignIn: ask('cancelSignIn'),
  refresh: ask('refresh'),
  copyAccessToken: ask('copyAccessToken'),
  testConnection: ask('testConnection'),
  copyAccessTokenAs: ask('copyAccessTokenAs'),
  importToken: ask('importToken'),
  exportRefreshToken: ask('exportRefreshToken'),
  exportedTokens: ask('exportedTokens'),
  markExportReplaced: ask('markExportReplaced'),
  copyRedirectUri: ask('copyRedirectUri'),
  copyDetails: ask('copyDetails'),
  openAppRegistration: ask('openAppRegistration'),
  actOnNotification: ask('actOnNotification'),
  dismissNotification: ask('dismissNotification'),
  updateSettings: ask('updateSettings'),
  retryKeychain: ask('retryKeychain'),
  startPractice: ask('startPractice'),
  advancePracticeClock: ask('advancePracticeClock'),
  setPracticeNetwork: ask('setPracticeNetwork'),
  closePanel: ask('closePanel'),
  on(event, listener) {
    // The event object of Electron stays here: it would give the page a way to send on any channel.
    const forward = (_: IpcRendererEvent, message: PanelEventMessage<typeof event>) => {
      if (message.event === event) listener(message.payload);
    };
    ipcRenderer.on(EVENT_CHANNEL, forward);
    return () => ipcRenderer.off(EVENT_CHANNEL, forward);
  },
};

contextBridge.exposeInMainWorld('tray', bridge);
