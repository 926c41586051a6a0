import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** How a sender signs: HMAC over the raw bytes, in a header. */
export const signingSchema = z.object({
  header: z.string().trim().toLowerCase().min(1).default('x-signature-256'),
  algorithm: z.enum(['sha256', 'sha1', 'sha512']).default('sha256'),
  encoding: z.enum(['hex', 'base64']).default('hex'),
  /** Stands before the signature in the header: `sha256=`. */
  prefix: z.string().default(''),
});
export type Signing = z.infer<typeof signingSchema>;

/** What the header has to say. */
export function signatureOf(raw: Uint8Array, secret: string, { algorithm, encoding, prefix }: Signing): string {
  return prefix + createHmac(algorithm, secret).update(raw).digest(encoding);
}

/** In constant time over the decoded bytes; true when any of the secrets made the signature. */
export function isSigned(raw: Uint8Array, given: string, secrets: string[], signing: Signing): boolean {
  if (!given.startsWith(signing.prefix)) return false;
  const text = given.slice(signing.prefix.length).trim();
  const form = signing.encoding === 'hex' ? /^([0-9a-f]{2})+$/i : /^[A-Za-z0-9+/]+={0,2}$/;
  if (!form.test(text)) return false;
  const bytes = Buffer.from(text, signing.encoding);
  return secrets
    .map((secret) => createHmac(signing.algorithm, secret).update(raw).digest())
    .map((made) => made.length === bytes.length && timingSafeEqual(made, bytes))
    .includes(true);
}
