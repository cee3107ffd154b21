/** What is said outside of the list of edits that were kept; the rest is in `asideMore`. */
export const aside = {
  lost: 'You no longer have access to {name}',
  unsent: 'One change was not sent | {count} changes were not sent',
  show: 'Show',
}
