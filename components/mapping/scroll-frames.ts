import { flushSync } from 'react-dom';

/** What follows a scrolled element: `render` sets state, `paint` draws by itself, once all have rendered. */
export interface Follower {
  render?: (scroll: number) => void;
  paint?: () => void;
}

const followers = new Map<HTMLElement, Set<Follower>>();
const places = new Map<HTMLElement, number>();
const scrolled = new Set<HTMLElement>();
let isAsked = false;

/**
 * Calls a follower in the frame in which an element was scrolled. However many elements scroll in a frame, all places are
 * read first, then React renders once, then drawings are drawn: the browser lays the page out once, not once per element.
 * @returns ends it
 */
export function followScroll(element: HTMLElement, follower: Follower): () => void {
  const known = followers.get(element);
  if (known) known.add(follower);
  else {
    followers.set(element, new Set([follower]));
    element.addEventListener('scroll', note, { passive: true });
  }
  return () => {
    const left = followers.get(element);
    left?.delete(follower);
    if (left?.size !== 0) return;
    followers.delete(element);
    places.delete(element);
    scrolled.delete(element);
    element.removeEventListener('scroll', note);
  };
}

/** Where an element is scrolled to, without asking the browser again within a frame. */
export function scrollPlace(element: HTMLElement): number {
  return places.get(element) ?? element.scrollTop;
}

function note({ currentTarget }: Event): void {
  scrolled.add(currentTarget as HTMLElement);
  if (isAsked) return;
  isAsked = true;
  requestAnimationFrame(follow);
}

function follow(): void {
  isAsked = false;
  for (const element of followers.keys()) places.set(element, element.scrollTop);
  const all = [...scrolled].flatMap((element) => [...(followers.get(element) ?? [])].map((one) => ({ element, one })));
  scrolled.clear();
  flushSync(() => {
    for (const { element, one } of all) one.render?.(places.get(element) ?? 0);
  });
  for (const paint of new Set(all.flatMap(({ one }) => one.paint ?? []))) paint();
  places.clear();
}
