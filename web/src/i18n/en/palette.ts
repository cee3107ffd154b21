export const palette = {
  sections: {
    recent: 'Recent',
    tasks: 'Tasks',
    projects: 'Projects',
    people: 'People',
    views: 'Views',
    comments: 'Comments',
    actions: 'Actions',
  },
  found: 'Nothing found | {n} result | {n} results',
  archived: 'Archived',
  create: 'Create task “{title}”',
  tasksIn: 'Tasks in {name}',
}
