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

type Kind = 'message' | 'open' | 'save';

const ANSWERS: Readonly<Record<Kind, { readonly name: string; readonly parts: readonly (keyof DialogAnswer)[] }>> = {
  message: { name: 'a message box', parts: ['response', 'checkboxChecked'] },
  open: { name: 'opening files', parts: ['filePaths'] },
  save: { name: 'saving a file', parts: ['filePath'] },
};

/**
 * The options are the last argument; a window may stand before them.
 * @throws Error when a test has an answer ready that is none to this kind of dialog.
 */
function noteDialog(kind: Kind, args: readonly object[]): DialogAnswer {
  standIn.dialogs.push({ kind, options: args.at(-1) ?? {} });
  const answer = standIn.dialogAnswers.shift();
  if (!answer) return {};
  const { name, parts } = ANSWERS[kind];
  if (!parts.some((part) => part in answer)) throw new Error(`dialog: the next answer is not one for ${name}`);
  return answer;
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
