'use client';

import { Button } from '#components/ui/button.tsx';
import { counted } from '#components/ui/format.ts';
import { Popover } from '#components/ui/popover.tsx';
import { StatusGlyph } from '#components/ui/status-mark.tsx';
import { ProblemList } from '../inspector/problem-list.tsx';
import { useDesigner } from '../state/designer-context.ts';

/** How many problems there are; pressed, which, each a way to its node. */
export function ProblemsButton() {
  const { problems } = useDesigner();
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const mark = errors > 0 ? 'failed' : problems.length > 0 ? 'warn' : 'ok';
  const colour = { failed: 'text-failed', warn: 'text-warn', ok: 'text-ok' }[mark];
  return (
    <Popover
      label="Problems"
      width={420}
      trigger={(props) => (
        <Button look="quiet" {...props}>
          <StatusGlyph mark={mark} />
          <span className={colour}>{problems.length === 0 ? 'No problems' : counted(problems.length, 'problem')}</span>
        </Button>
      )}
    >
      {(close) => (
        <div className="whitespace-normal">
          <ProblemList problems={problems} empty="Nothing is wrong. It can be published." onJump={close} />
        </div>
      )}
    </Popover>
  );
}
