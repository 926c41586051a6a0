/** What a person may do in a workspace. Every procedure states one of these. */
export const permissions = [
  'workspace.read',
  'flow.read',
  'flow.edit',
  'flow.publish',
  'flow.run',
  'connection.read',
  'connection.edit',
  'run.read',
  'run.repair',
  'sandbox.use',
] as const;
export type Permission = (typeof permissions)[number];

export const roles = ['owner', 'editor', 'operator', 'viewer'] as const;
export type Role = (typeof roles)[number];

const viewer: Permission[] = ['workspace.read', 'flow.read', 'connection.read', 'run.read'];
const operator: Permission[] = [...viewer, 'flow.run', 'run.repair', 'sandbox.use'];
const editor: Permission[] = [...operator, 'flow.edit', 'flow.publish'];

const granted: Record<Role, ReadonlySet<Permission>> = {
  viewer: new Set(viewer),
  operator: new Set(operator),
  editor: new Set(editor),
  owner: new Set(permissions),
};

export const may = (role: Role, permission: Permission): boolean => granted[role].has(permission);
