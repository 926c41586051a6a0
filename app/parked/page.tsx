import type { Metadata } from 'next';
import { ParkedPage } from '#components/parked/parked-page.tsx';

export const metadata: Metadata = { title: 'Parked' };

export default function Page() {
  return <ParkedPage />;
}
