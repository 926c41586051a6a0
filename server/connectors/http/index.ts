import type { Connector } from '../contract.ts';
import { manifest } from './manifest.ts';
import { request, test } from './request.ts';

export const http: Connector = { manifest, operations: { 'http.request': request }, test };
