export const archive = {
  title: 'Archive',
  find: 'Find in the archive',
  failed: 'The archive could not be loaded',
  again: 'Try again',
  empty: {
    title: 'Nothing is archived',
    text: 'Tasks that are archived leave the board, the list and the calendar, and wait here.',
  },
  none: { title: 'No archived task fits', clear: 'Clear the search' },
  bringBack: 'Bring back',
  bringBackOf: 'Bring {key} back',
  back: '{key} is back',
  more: 'Show more',
  when: 'archived {ago}',
  table: 'Archived tasks',
}
