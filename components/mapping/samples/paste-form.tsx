'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Labelled, TextArea } from '#components/ui/input.tsx';

/** Takes a message as JSON; what is wrong with it is said with its line. */
export function PasteForm({
  paste,
  onTaken,
  onLeave,
}: {
  paste: (text: string) => string | undefined;
  onTaken: () => void;
  onLeave: () => void;
}) {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string>();
  return (
    <form
      className="flex flex-col gap-2 p-3 whitespace-normal"
      onSubmit={(event) => {
        event.preventDefault();
        const words = paste(text);
        setWrong(words);
        if (words === undefined) onTaken();
      }}
    >
      <Labelled label="A message as JSON, or a list of them" htmlFor="pasted-sample" error={wrong}>
        <TextArea
          id="pasted-sample"
          autoFocus
          rows={7}
          spellCheck={false}
          aria-invalid={wrong !== undefined}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="font-mono text-meta!"
        />
      </Labelled>
      <div className="flex justify-end gap-2">
        <Button size="sm" look="quiet" onClick={onLeave}>
          Cancel
        </Button>
        <Button size="sm" look="primary" type="submit">
          Use it
        </Button>
      </div>
    </form>
  );
}
