/** The part of the package that is used; it has no types of its own. */
declare module 'fs-native-extensions' {
  /** Asks for an exclusive lock on the whole file, open for writing. `false`: somebody else holds one. Throws the system's error. */
  function tryLock(fd: number): boolean;
}
