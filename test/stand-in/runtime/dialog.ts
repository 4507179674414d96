import { refuseTheRest } from './refusal';
import { type DialogAnswer, standIn } from './stand-in';

type DialogSupported =
  | 'showErrorBox'
  | 'showMessageBox'
  | 'showMessageBoxSync'
  | 'showOpenDialog'
  | 'showOpenDialogSync'
  | 'showSaveDialog'
  | 'showSaveDialogSync';

/** The options are the last argument; a window may stand before them. */
function noteDialog(kind: 'message' | 'open' | 'save', args: readonly object[]): DialogAnswer {
  standIn.dialogs.push({ kind, options: args.at(-1) ?? {} });
  return standIn.dialogAnswers.shift() ?? {};
}

function cancelIdOf(args: readonly object[]): number {
  const options: { cancelId?: number; defaultId?: number } = args.at(-1) ?? {};
  return options.cancelId ?? 0;
}

const dialogDouble: Pick<Electron.Dialog, DialogSupported> = {
  showErrorBox: (title, content) => {
    standIn.dialogs.push({ kind: 'error', options: { title, content } });
    console.error(`${title}\n${content}`);
  },
  showMessageBox: async (...args: object[]) => {
    const answer = noteDialog('message', args);
    return { response: answer.response ?? cancelIdOf(args), checkboxChecked: answer.checkboxChecked ?? false };
  },
  showMessageBoxSync: (...args: object[]) => noteDialog('message', args).response ?? cancelIdOf(args),
  showOpenDialog: async (...args: object[]) => {
    const { filePaths } = noteDialog('open', args);
    return { canceled: !filePaths, filePaths: filePaths ?? [] };
  },
  showOpenDialogSync: (...args: object[]) => noteDialog('open', args).filePaths,
  showSaveDialog: async (...args: object[]) => {
    const { filePath } = noteDialog('save', args);
    return { canceled: filePath === undefined, filePath: filePath ?? '' };
  },
  showSaveDialogSync: (...args: object[]) => noteDialog('save', args).filePath ?? '',
};
export const dialog = refuseTheRest('Dialog', dialogDouble, 'dialog');
