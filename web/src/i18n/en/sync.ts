export const sync = {
  notAllowed: 'Not allowed',
  gone: 'No longer there',
  notSaved: 'Not saved',
}
