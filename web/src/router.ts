import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router'

const routes: RouteRecordRaw[] = [
  { path: '/p/:key', name: 'board', component: () => import('./features/board/BoardPage.vue') },
  { path: '/t/:key', name: 'task', component: () => import('./features/board/BoardPage.vue') },
  { path: '/:rest(.*)*', name: 'not-found', component: () => import('./pages/NotFoundPage.vue') },
]

export function createAppRouter(): Router {
  return createRouter({ history: createWebHistory(), routes })
}
