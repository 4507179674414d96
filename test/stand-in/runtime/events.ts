/** An event object as Electron hands it to listeners: preventable, with the details as its own members. */
export function createEvent<P extends object>(details: P): Electron.Event<P> {
  let prevented = false;
  const base = {
    preventDefault: () => {
      prevented = true;
    },
    get defaultPrevented() {
      return prevented;
    },
  };
  return Object.assign(base, details);
}
