import { list, request } from './client'
import type { Id, SavedView } from './types'

/** What a person chooses of a view. */
export type ViewFields = Pick<SavedView, 'name' | 'layout' | 'filter' | 'group' | 'sort'>

const pathOf = (project: Id): string => `/projects/${project}/own-views`

/** One's own views of a project: nobody else sees them. All throw ProblemError. */
export const ownViews = {
  list: (project: Id) => list<SavedView>(pathOf(project)),
  create: (project: Id, body: ViewFields & { id: Id }) =>
    request<{ view: SavedView }>('POST', pathOf(project), body),
  change: (project: Id, id: Id, body: Partial<ViewFields>) =>
    request<{ view: SavedView }>('PATCH', `${pathOf(project)}/${id}`, body),
  remove: (project: Id, id: Id) => request<void>('DELETE', `${pathOf(project)}/${id}`),
}
