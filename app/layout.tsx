import './globals.css';
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { themeCookie } from '#components/shell/theme.ts';
import { TRPCProviders } from '#components/trpc.tsx';
import { Toaster } from '#components/ui/toast.tsx';

export const metadata: Metadata = {
  title: { default: 'Wheelwright', template: '%s · Wheelwright' },
  description: 'Draw integrations, price them, run them, and prove that nothing was lost.',
};

/** Rendered per request: the script nonce and the chosen theme come with it. Without a choice the stylesheet follows the system. */
export default async function Layout({ children }: { children: ReactNode }) {
  await connection();
  const theme = (await cookies()).get(themeCookie)?.value;
  return (
    <html lang="en" data-theme={theme === 'light' || theme === 'dark' ? theme : undefined} suppressHydrationWarning>
      <body>
        <TRPCProviders>{children}</TRPCProviders>
        <Toaster />
      </body>
    </html>
  );
}
