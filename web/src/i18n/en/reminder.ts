export const reminder = {
  of: 'Reminder: {key}',
  open: 'Open',
}
