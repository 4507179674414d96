import type { ReadChosen } from './chosen-certificates';

/** Reads a certificate out of the chosen files, now. */
export const readChosen: ReadChosen = async ([file, keyFile], passphrase) => {
  // Loaded with the first certificate that somebody chooses.
  const { readCertificate } = await import('../../platform/certificate/certificate');
  const content = file?.content ?? new Uint8Array();
  return readCertificate({ file: content, ...(keyFile && { keyFile: keyFile.content }), passphrase }, Date.now());
};
