/** What a palette entry is called while it is dragged over the canvas. */
export const entryMime = 'application/x-wheelwright-entry';

export function startDrag(transfer: DataTransfer, entry: string): void {
  transfer.setData(entryMime, entry);
  transfer.effectAllowed = 'copy';
}

/** The entry that was dropped, or undefined when something else was. */
export const draggedEntry = (transfer: DataTransfer): string | undefined => transfer.getData(entryMime) || undefined;
