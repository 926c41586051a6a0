import type { Metadata } from 'next';
import { ConnectionPage } from '#components/connections/connection-page.tsx';

export const metadata: Metadata = { title: 'Connection' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <ConnectionPage id={(await params).id} />;
}
