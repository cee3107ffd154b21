import type { ProjectEvent, Template } from '@/api/types'
import type { TemplateCommand } from './recur'

type Wish = Extract<TemplateCommand, { kind: 'template.create' }>['task']

/** What becomes of a template by a command. */
export function templated(command: TemplateCommand): ProjectEvent[] {
  const { template: id } = command
  if (command.kind === 'template.delete') return [{ type: 'template:deleted', id }]
  const { name, task } = command
  if (command.kind === 'template.create')
    return [{ type: 'template:created', template: { id, name, task: whole(task ?? {}) } }]
  const set = { ...(name !== undefined && { name }), ...(task && { task: whole(task) }) }
  return [{ type: 'template:updated', id, set }]
}

/** What is left out is empty. */
function whole(task: Wish): Template['task'] {
  return {
    title: '',
    description: '',
    priority: 'none',
    labels: [],
    assignees: [],
    estimateSeconds: null,
    fields: {},
    subtasks: [],
    ...task,
  } as Template['task']
}
