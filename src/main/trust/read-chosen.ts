import type { ReadChosen } from './chosen-certificates';

/** Reads a certificate out of the chosen files, now. */
export const readChosen: ReadChosen = async (chosen, passphrase) => {
  // Loaded with the first certificate that somebody chooses.
  const { readCertificate } = await import('../../platform/certificate/certificate');
  const files = chosen.map(({ content }) => content);
  return readCertificate(files, passphrase, Date.now());
};
