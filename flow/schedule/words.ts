import { type Cadence, cadenceFault } from './cadence.ts';

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const shortDays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** A cadence in words, such as `Monday to Friday at 07:30`; what has no short words stays as it is written. */
export function cadenceWords(cadence: Cadence): string {
  const cron = cadence.cron.trim();
  if (cadenceFault(cadence) !== undefined) return cron;
  if (/^every\s/i.test(cron)) return `E${cron.slice(1).toLowerCase().replace(/\s+/g, ' ')}`;
  const parts = cron.split(/\s+/);
  if (parts.length === 6 && parts.shift() !== '0') return cron;
  return wordsOf(parts) ?? cron;
}

function wordsOf([minute = '', hour = '', day = '', month = '', weekday = '']: string[]): string | undefined {
  if (month !== '*') return undefined;
  const allDays = day === '*' && weekday === '*';
  if (hour === '*' && allDays) return withinHour(minute);
  if (!/^\d+$/.test(minute)) return undefined;
  const step = /^\*\/(\d+)$/.exec(hour);
  if (step && allDays) return `Every ${step[1]} hours at minute ${minute}`;
  if (!/^\d+(,\d+)*$/.test(hour)) return undefined;
  const times = list(hour.split(',').map((one) => `${two(one)}:${two(minute)}`));
  const days = allDays ? 'Every day' : daysIn(day, weekday);
  return days && `${days} at ${times}`;
}

function withinHour(minute: string): string | undefined {
  const step = /^\*\/(\d+)$/.exec(minute);
  if (minute === '*' || step?.[1] === '1') return 'Every minute';
  if (step) return `Every ${step[1]} minutes`;
  return /^\d+$/.test(minute) ? `Every hour at minute ${minute}` : undefined;
}

function daysIn(day: string, weekday: string): string | undefined {
  if (weekday === '*') return /^\d+$/.test(day) ? `On day ${day} of every month` : undefined;
  if (day !== '*') return undefined;
  const named = weekday.split(',').map((one) => one.split('-').map(dayName));
  if (named.some((range) => range.length > 2 || range.includes(undefined))) return undefined;
  return list(named.map((range) => range.join(' to ')));
}

function dayName(text: string): string | undefined {
  const short = shortDays.indexOf(text.toUpperCase());
  return weekdays[short >= 0 ? short : /^\d$/.test(text) ? Number(text) : -1];
}

function list(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

const two = (text: string): string => text.padStart(2, '0');
