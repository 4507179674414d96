import { type MadeCertificate, type PracticeCloud, startPracticeCloud } from '../../../src/practice';

/** Making an RSA key takes up to seconds on a busy computer, so one serves all tests of a file. */
let made: Promise<MadeCertificate> | null = null;

/** A certificate that the cloud's certificate application has registered. */
export async function heldCertificate(cloud: PracticeCloud): Promise<MadeCertificate> {
  made ??= makeOne();
  const { keyId } = cloud.addCertificate(cloud.partner.certificateClientId, (await made).certificate);
  return { ...(await made), keyId };
}

async function makeOne(): Promise<MadeCertificate> {
  const cloud = await startPracticeCloud();
  try {
    return await cloud.makeCertificate(cloud.partner.certificateClientId);
  } finally {
    await cloud.close();
  }
}
