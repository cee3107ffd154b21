export const begin = {
  title: 'Begin with',
  failed: 'The starters cannot be shown right now.',
  blank: { name: 'Blank', text: 'The five usual statuses, and nothing else.' },
  project: {
    name: 'One of your projects',
    text: 'Its statuses, labels, fields and task templates. Its members do not come along.',
    which: 'Project',
    archived: '{name} (archived)',
    withTasks: 'Copy its open tasks too',
    withTasksHint: 'With subtasks, and assignees who have access; without dates, comments and files.',
  },
  tasks: '{n} task | {n} tasks',
  labels: '{n} label | {n} labels',
  fields: '{n} field | {n} fields',
  again: {
    title: 'Use it again',
    text: 'A new project begins with the statuses, labels, fields and task templates of this one.',
    button: 'New project from this one…',
    action: 'New project from {name}…',
  },
}
