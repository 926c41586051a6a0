/** Every connector there is: a folder beside this file, and one line here. */
export { http } from './http/index.ts';
export { logic } from './logic/index.ts';
export { schedule } from './schedule/index.ts';
export { shopify } from './shopify/index.ts';
export { webhook } from './webhook/index.ts';
export { xero } from './xero/index.ts';
