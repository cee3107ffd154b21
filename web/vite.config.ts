import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

// The server that `npm run dev` talks to.
const server = process.env.TANDEM_SERVER ?? 'http://127.0.0.1:8000'

// Node 20 lacks what Vitest prints failures with: without it they would be seen to fail, but not why.
if (!('groupBy' in Map)) Object.assign(Map, { groupBy })

function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

const firstParts = new RegExp(
  [
    String.raw`@lucide/vue/dist/esm/icons/(archive|circle-check-big|moon|log-out|signal-high|calendar(-days)?|inbox|pencil|chevron-(down|left|right)|circle-user|ellipsis|globe|link|list|lock|panel-left|sun|trash(-2)?|user-plus|square-kanban|list-filter|plus|repeat|tag|circle-dot|message-square)\.`,
    String.raw`@lucide/vue/dist/esm/(createLucideIcon|Icon|shared|defaultAttributes|context)`,
    String.raw`/src/ui/(Avatar|AvatarStack|Menu|Button|EmptyState|IconButton|Pill|Skeleton|Spinner|StatusIcon|Tooltip|LabelChip|PriorityIcon|due|layers|person|toast|tooltip|keys|attach|duration)\.`,
    String.raw`/src/(api/problem|composables/(useActions|useDraft)|project/(teamAccess|rights)|features/board/ConnectionPill|shell/(dialogs|PageFrame|ProjectMark|ProjectSigns|Announcer|ArchivedBanner|viewIcons|idle|route)|stores/(actions|preferences|aside|settings)|composables/(heldKeys|keystroke|useAnnounce|useTimeZone|useUndo|useSettled)|project/moment)\.`,
  ].join('|'),
)

const api = readFileSync(new URL('./src/api/openapi.json', import.meta.url))
const shapes = createHash('sha256').update(api).digest('hex').slice(0, 12)

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // Only the composition API is used, so the other one is compiled away.
  define: {
    __VUE_OPTIONS_API__: 'false',
    'import.meta.env.SHAPES': JSON.stringify(shapes),
  },
  build: {
    outDir: '../internal/web/dist',
    emptyOutDir: true,
    target: 'es2022',
    // The page may run scripts and fonts from its own origin only: nothing is inlined.
    assetsInlineLimit: 0,
    // light-dark() and nesting as they are: every browser of the last two years has them.
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    manifest: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // Small parts that the first view needs anyway are one file: each file is packed by itself.
        codeSplitting: { groups: [{ name: 'parts', test: firstParts }] },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: Number(process.env.PORT ?? 5173),
    proxy: {
      '/api': { target: server },
      '/ws': { target: server, ws: true },
    },
  },
  test: {
    environment: 'happy-dom',
    // What measures is run by itself (`npm run perf`): a figure of a busy machine says nothing of the code.
    include: process.env.PERF ? ['src/**/*.perf.test.ts'] : ['src/**/*.test.ts'],
    exclude: process.env.PERF ? [] : ['src/**/*.perf.test.ts'],
    restoreMocks: true,
  },
})
