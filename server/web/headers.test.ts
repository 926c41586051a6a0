import { describe, expect, it } from 'vitest';
import { securityHeaders } from './headers.ts';

const policyOf = (dev?: boolean) => securityHeaders('n0nce', dev)['content-security-policy'] ?? '';

describe('the policy of a page', () => {
  it('lets no script run but those of this request', () => {
    expect(policyOf()).toContain("script-src 'self' 'nonce-n0nce' 'strict-dynamic';");
    expect(policyOf()).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*/);
  });

  it('loads, frames, bases and posts nothing elsewhere', () => {
    for (const rule of ["default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"])
      expect(policyOf()).toContain(rule);
    expect(policyOf()).toContain("object-src 'none'");
    expect(policyOf()).toContain("connect-src 'self';");
  });

  it('lets the development server, and it alone, evaluate code', () => {
    expect(policyOf(true)).toContain("'unsafe-eval'");
    expect(policyOf(false)).toBe(policyOf());
  });
});
