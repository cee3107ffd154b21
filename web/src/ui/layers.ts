import { defineAsyncComponent } from 'vue'

// What opens over the page is not needed for its first sight: these come when they are first opened, or before,
// while nothing else is to be done.
const loaders = {
  menu: () => import('./MenuLayer.vue'),
  popover: () => import('./PopoverLayer.vue'),
  dialog: () => import('./DialogLayer.vue'),
}

export const MenuLayer = defineAsyncComponent(loaders.menu)
export const PopoverLayer = defineAsyncComponent(loaders.popover)
export const DialogLayer = defineAsyncComponent(loaders.dialog)

/** Fetches them all, so that the first opening is instant. */
export function preloadLayers(): void {
  for (const load of Object.values(loaders)) void load().catch(() => null)
}
