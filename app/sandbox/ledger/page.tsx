import type { Metadata } from 'next';
import { LedgerPage } from '#components/sandbox/ledger-page.tsx';

export const metadata: Metadata = { title: 'Sandbox ledger' };

export default function Page() {
  return <LedgerPage />;
}
