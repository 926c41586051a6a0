import type { OperationManifest } from '#flow/catalog.ts';
import { fieldProblems } from '#flow/validate/fields.ts';
import type { ConnectionDraft } from '../store/connections.ts';
import { type Api, refuse } from './trpc.ts';

/**
 * Against the connector's form: known keys only, secrets only where the form says secret, values that fit, required ones
 * there, an address that we may call.
 * @param secretsSet keys of the secrets that are set already
 * @throws a refusal that names everything wrong
 */
export function checkConnection(api: Api, connector: string, given: ConnectionDraft, secretsSet: string[]): void {
  const manifest = api.connector(connector)?.manifest;
  if (!manifest?.connection) throw refuse(`There is no kind of connection named ${connector}.`);
  const { fields } = manifest.connection;
  const known = (key: string, secret: boolean) =>
    fields.some((field) => field.key === key && key !== 'address' && (field.type === 'secret') === secret);
  const held = Object.fromEntries(secretsSet.map((key) => [key, 'set']));
  const config = { ...given.settings, ...held, ...given.secrets, address: given.address };
  const form = { fields } as OperationManifest; // of an operation's manifest, nothing else is asked
  const wrong = [
    ...Object.keys(given.settings).flatMap((key) =>
      known(key, false) ? [] : [`“${key}” is not a setting of ${manifest.name}.`],
    ),
    ...Object.keys(given.secrets).flatMap((key) =>
      known(key, true) ? [] : [`“${key}” is not a secret of ${manifest.name}.`],
    ),
    ...fieldProblems({ id: 'connection', operation: '', name: given.name, config }, form).map(
      ({ message, wayOut }) => `${message} ${wayOut}`,
    ),
    ...addressTrouble(api, connector, given.address),
  ];
  if (wrong.length > 0) throw refuse(wrong.join(' '));
}

function addressTrouble(api: Api, connector: string, address: string): string[] {
  if (address === '') return [];
  if (!isSandbox(address)) {
    const url = URL.parse(address);
    const callable = (url?.protocol === 'https:' || url?.protocol === 'http:') && !url.username && !url.password;
    return callable && !/\s/.test(address)
      ? []
      : ['The address must start with https:// (or http:// inside your own network) and hold no user name.'];
  }
  const own = `sandbox:${connector}`;
  if (address === own && connector in api.sandbox.fakes) return [];
  const wayOut = connector in api.sandbox.fakes ? `It is ${own}.` : 'Give the address of a real one.';
  return [`There is no sandbox at ${address} for this kind of connection. ${wayOut}`];
}

export const isSandbox = (address: string): boolean => address.startsWith('sandbox:');

/** A sandbox system takes its own credentials only, which nobody has to know. */
export function withSandboxCredentials<T extends ConnectionDraft>(api: Api, given: T): T {
  if (!isSandbox(given.address)) return given;
  const { clientId, clientSecret } = api.sandbox.credentials;
  return { ...given, settings: { ...given.settings, clientId }, secrets: { ...given.secrets, clientSecret } };
}
