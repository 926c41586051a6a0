'use client';

import { Activity, CircleAlert, Moon, Plug, Scale, Sun, Workflow } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cx } from '#components/ui/cx.ts';
import { Wheel } from '#components/ui/wheel.tsx';
import { chooseTheme, shownTheme } from './theme.ts';

const places = [
  { href: '/', label: 'Flows', Glyph: Workflow, also: '/flows' },
  { href: '/runs', label: 'Runs', Glyph: Activity },
  { href: '/parked', label: 'Parked', Glyph: CircleAlert },
  { href: '/estimate', label: 'Estimate', Glyph: Scale },
  { href: '/connections', label: 'Connections', Glyph: Plug, also: '/sandbox' },
];

/** The five places, 64 px wide, and the switch between paper and film. */
export function Rail() {
  const path = usePathname();
  const here = (root: string) => (root === '/' ? path === '/' : path === root || path.startsWith(`${root}/`));
  return (
    <nav aria-label="Main" className="row-span-2 flex flex-col border-r border-line bg-bg">
      <Link
        href="/"
        aria-label="Wheelwright, all flows"
        className="grid h-10 place-items-center border-b border-line text-ink"
      >
        <Wheel />
      </Link>
      {places.map(({ href, label, Glyph, also }) => {
        const current = here(href) || (also ? here(also) : false);
        return (
          <Link
            key={href}
            href={href}
            aria-current={current ? 'page' : undefined}
            className={cx(
              'relative flex h-13 flex-col items-center justify-center gap-0.5 text-[11px]/[14px] tracking-tight no-underline hover:text-ink hover:no-underline focus-visible:-outline-offset-2',
              current
                ? 'text-ink before:absolute before:inset-y-2 before:left-0 before:w-0.5 before:bg-ink'
                : 'text-ink-3',
            )}
          >
            <Glyph size={18} strokeWidth={1.75} aria-hidden="true" />
            {label}
          </Link>
        );
      })}
      <ThemeSwitch />
    </nav>
  );
}

/** Both glyphs are rendered and the stylesheet shows one, so that server and browser agree without knowing the theme. */
function ThemeSwitch() {
  return (
    <button
      type="button"
      aria-label="Switch between light and dark"
      title="Switch between light and dark"
      onClick={() => chooseTheme(shownTheme() === 'dark' ? 'light' : 'dark')}
      className="mt-auto grid h-12 place-items-center text-ink-3 hover:text-ink focus-visible:-outline-offset-2"
    >
      <Moon size={18} strokeWidth={1.75} aria-hidden="true" className="in-dark:hidden" />
      <Sun size={18} strokeWidth={1.75} aria-hidden="true" className="hidden in-dark:block" />
    </button>
  );
}
