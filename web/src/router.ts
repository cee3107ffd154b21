import {
  createRouter,
  createWebHistory,
  type RouteLocationNormalized,
  type RouteLocationRaw,
} from 'vue-router'
import type { Router, RouteRecordRaw } from 'vue-router'
import { ProblemError } from './api/problem'
import { safeNext } from './shell/route'
import type { useSession } from './stores/session'

declare module 'vue-router' {
  interface RouteMeta {
    /** For everyone: signed in or not. */
    open?: boolean
    /** For those who are not signed in; the others are sent on. */
    guest?: boolean
  }
}

const BoardPage = () => import('./pages/board/BoardPage.vue')

const routes: RouteRecordRaw[] = [
  {
    path: '/sign-in',
    name: 'sign-in',
    component: () => import('./pages/SignInPage.vue'),
    meta: { open: true, guest: true },
  },
  {
    path: '/register',
    name: 'register',
    component: () => import('./pages/RegisterPage.vue'),
    meta: { open: true, guest: true },
  },
  {
    path: '/invite/:secret',
    name: 'invite',
    component: () => import('./pages/invite/InvitePage.vue'),
    meta: { open: true },
  },
  {
    path: '/s/:secret',
    name: 'visit',
    component: () => import('./pages/visit/VisitPage.vue'),
    meta: { open: true },
  },
  { path: '/start', name: 'start', component: () => import('./pages/StartPage.vue') },
  {
    path: '/dev/ui',
    name: 'dev-ui',
    component: () => import('./pages/dev/PartsPage.vue'),
    meta: { open: true },
  },
  {
    path: '/',
    component: () => import('./shell/AppShell.vue'),
    children: [
      { path: '', name: 'home', component: () => import('./pages/HomePage.vue') },
      { path: 'inbox', name: 'inbox', component: () => import('./pages/inbox/InboxPage.vue') },
      { path: 'my-work', name: 'work', component: () => import('./pages/work/MyWorkPage.vue') },
      // One component for all, so that the view stays while a task opens and closes beside it.
      { path: 'p/:key', name: 'board', component: BoardPage },
      { path: 'p/:key/list', name: 'list', component: BoardPage },
      { path: 'p/:key/calendar', name: 'calendar', component: BoardPage },
      { path: 't/:key', name: 'task', component: BoardPage },
      {
        path: 'p/:key/activity',
        name: 'activity',
        component: () => import('./pages/activity/ActivityPage.vue'),
      },
      {
        path: 'p/:key/history',
        name: 'history',
        component: () => import('./pages/history/HistoryPage.vue'),
      },
      {
        path: 'p/:key/archive',
        name: 'archive',
        component: () => import('./pages/archive/ArchivePage.vue'),
      },
      {
        path: 'p/:key/settings',
        name: 'project-settings',
        component: () => import('./pages/settings/ProjectSettingsPage.vue'),
      },
      { path: 'team/:id', name: 'team', component: () => import('./pages/team/TeamPage.vue') },
      {
        path: 'team/:id/audit',
        name: 'team-audit',
        component: () => import('./pages/audit/TeamAuditPage.vue'),
      },
      { path: 'admin', name: 'admin', component: () => import('./pages/admin/AdminPage.vue') },
      { path: 'permissions', name: 'permissions', component: () => import('./pages/rights/RightsPage.vue') },
      { path: 'me', name: 'account', component: () => import('./pages/account/AccountPage.vue') },
      { path: ':rest(.*)*', name: 'not-found', component: () => import('./pages/NotFoundPage.vue') },
    ],
  },
]

export function createAppRouter(session: ReturnType<typeof useSession>): Router {
  const router = createRouter({ history: createWebHistory(), routes })
  router.beforeEach(async (to) => {
    try {
      return await admit(to, session)
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      return { name: 'unreachable', query: { next: to.fullPath } }
    }
  })
  return router
}

/** Who may go where: strangers to the door, someone without a project through the first steps, everyone else on. */
export async function admit(
  to: Pick<RouteLocationNormalized, 'name' | 'meta' | 'fullPath' | 'query'>,
  session: Pick<ReturnType<typeof useSession>, 'ready' | 'loadInstance' | 'state' | 'isNew'>,
): Promise<RouteLocationRaw | true> {
  if (to.meta.open && !to.meta.guest) return true
  await session.ready()
  if (session.state === 'signed-in') {
    if (to.meta.guest) return safeNext(to.query.next)
    if (to.name === 'home' && session.isNew) return { name: 'start' }
    return true
  }
  if (to.meta.guest) return true
  const instance = await session.loadInstance()
  if (instance.needsFirstAccount) return { name: 'register' }
  return { name: 'sign-in', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
}
