// Loaded into the main process before the app: takes down what leaves it, for tests to read. Changes nothing, except that
// the system's browser, its file dialogs and its questions stay away: nobody is there to close them.
const { app, dialog, ipcMain, Notification, shell, systemPreferences, Tray } = require('electron');

const witness = {
  notifications: [],
  trays: [],
  toPanel: [],
  opened: [],
  fileDialogs: [],
  filesToChoose: [],
  answers: [],
  questions: [],
};
globalThis.witness = witness;

function after(owner, name, note) {
  const original = owner[name];
  owner[name] = function (...args) {
    const result = Reflect.apply(original, this, args);
    note(this, args, result);
    return result;
  };
}

after(Notification.prototype, 'show', (notification) => {
  if (!witness.notifications.includes(notification)) witness.notifications.push(notification);
});

const faceOf = (tray) => {
  const known = witness.trays.find((face) => face.tray === tray);
  if (known) return known;
  const face = { tray, toolTip: '', menu: null, image: null };
  witness.trays.push(face);
  return face;
};
after(Tray.prototype, 'setToolTip', (tray, [toolTip]) => {
  faceOf(tray).toolTip = toolTip;
});
after(Tray.prototype, 'setImage', (tray, [image]) => {
  faceOf(tray).image = image;
});
after(Tray.prototype, 'setContextMenu', (tray, [menu]) => {
  faceOf(tray).menu = menu;
});

const handle = ipcMain.handle.bind(ipcMain);
ipcMain.handle = (channel, listener) =>
  handle(channel, async (event, ...args) => {
    const answer = await listener(event, ...args);
    witness.toPanel.push(JSON.stringify([channel, answer]));
    return answer;
  });
app.on('web-contents-created', (_event, contents) => {
  after(contents, 'send', (_contents, args) => witness.toPanel.push(JSON.stringify(args)));
});

shell.openExternal = async (url) => {
  witness.opened.push(new URL(url).href);
};
const chooseFile = (args) => {
  witness.fileDialogs.push(args.at(-1));
  return witness.filesToChoose.shift();
};
dialog.showOpenDialog = async (...args) => {
  const files = chooseFile(args);
  return { canceled: files === undefined, filePaths: [files ?? []].flat() };
};
dialog.showSaveDialog = async (...args) => {
  const file = chooseFile(args);
  return { canceled: file === undefined, filePath: file ?? '' };
};
dialog.showMessageBox = async (...args) => {
  const { buttons = [], cancelId = 0, signal, message, detail } = args.at(-1);
  const question = { message, detail, buttons, isOpen: true };
  witness.questions.push(question);
  const answer = witness.answers.shift();
  // Nobody is there: only the app itself can end it.
  if (answer === 'nobody') await new Promise((resolve) => signal.addEventListener('abort', resolve));
  question.isOpen = false;
  if (answer === 'nobody') return { response: cancelId, checkboxChecked: false };
  if (answer !== undefined && !buttons.includes(answer))
    throw new Error(`no button "${answer}": ${buttons.join(', ')}`);
  return { response: answer === undefined ? cancelId : buttons.indexOf(answer), checkboxChecked: false };
};
if (process.platform === 'darwin') systemPreferences.canPromptTouchID = () => false;
