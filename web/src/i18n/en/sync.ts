export const sync = {
  notAllowed: 'Not allowed',
  gone: 'No longer there',
  notSaved: 'Not saved',
  refused: { undo: 'Not undone', redo: 'Not redone' },
  textKept: '{reason} Your text is kept here.',
  noAccess: 'You no longer have access to this project.',
}
