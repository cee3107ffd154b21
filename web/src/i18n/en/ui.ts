export const ui = {
  close: 'Close',
  nothingFound: 'Nothing found',
  undo: 'Undo',
  priority: { none: 'No priority', low: 'Low', medium: 'Medium', high: 'High', urgent: 'Urgent' },
  category: {
    backlog: 'Backlog',
    todo: 'To do',
    active: 'In progress',
    done: 'Done',
    cancelled: 'Cancelled',
  },
  picker: {
    assignees: 'Assign to',
    labels: 'Labels',
    status: 'Status',
    priority: 'Priority',
    createLabel: 'Create label “{name}”',
  },
  date: {
    today: 'Today',
    tomorrow: 'Tomorrow',
    nextWeek: 'Next Monday',
    clear: 'No date',
    previousMonth: 'Previous month',
    nextMonth: 'Next month',
    choose: 'Choose a day',
  },
}
