import './print.css';
import type { Metadata } from 'next';
import { EstimatePage } from '#components/estimate/estimate-page.tsx';

export const metadata: Metadata = { title: 'Estimate' };

export default function Page() {
  return <EstimatePage />;
}
