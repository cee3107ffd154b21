export const notice = {
  of: {
    mentioned: 'You were mentioned: {key}',
    assigned: 'Assigned to you: {key}',
    replied: 'An answer to you: {key}',
    commented: 'New comment: {key}',
    status: 'New status: {key}',
    dueDate: 'New due date: {key}',
    created: 'New task: {key}',
    due: 'Due today: {key}',
    overdue: 'Overdue: {key}',
    reminder: 'Reminder: {key}',
  },
  open: 'Open',
}
