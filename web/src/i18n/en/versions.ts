/** What is said of a description's versions. */
export const versions = {
  title: 'Versions of the description of {key}',
  list: 'Versions',
  now: 'Latest',
  former: 'Someone',
  more: 'Show earlier ones',
  failed: 'The versions could not be fetched',
  again: 'Try again',
  none: 'Nothing has been written yet',
  compare: 'Show',
  what: { before: 'What changed then', now: 'What restoring changes' },
  text: 'The text, with what differs',
  same: 'No difference',
  sameNow: 'The description says this now',
  empty: 'It was empty',
  restore: 'Restore this version',
  restored: 'The description of {key} is as it was {when}',
}
