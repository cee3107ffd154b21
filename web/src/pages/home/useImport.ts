import { shallowRef, type ShallowRef } from 'vue'
import { ProblemError } from '@/api/problem'
import { teams, type Imported } from '@/api/teams'
import { useSession } from '@/stores/session'

export type ImportStep = 'choose' | 'reading' | 'report' | 'importing' | 'done'

export interface UseImportReturn {
  step: Readonly<ShallowRef<ImportStep>>
  file: Readonly<ShallowRef<File | null>>
  result: Readonly<ShallowRef<Imported | null>>
  /** `too-large`, or the server's own sentence; empty when nothing is wrong. */
  error: Readonly<ShallowRef<string>>
  /** Reads the file without writing anything. */
  read: (team: string, file: File) => Promise<void>
  run: (team: string) => Promise<void>
  /** Stops what runs and starts over. */
  reset: () => void
}

const mostBytes = 64 * 1024 * 1024

/** An import in two steps: what would come, then the import itself. Both can be left at any time. */
export function useImport(): UseImportReturn {
  const session = useSession()
  const step = shallowRef<ImportStep>('choose')
  const file = shallowRef<File | null>(null)
  const result = shallowRef<Imported | null>(null)
  const error = shallowRef('')
  let running: AbortController | null = null

  async function call(team: string, dryRun: boolean, then: ImportStep, back: ImportStep): Promise<void> {
    if (!file.value) return
    const mine = (running = new AbortController())
    error.value = ''
    step.value = dryRun ? 'reading' : 'importing'
    try {
      result.value = await teams.importTrello(team, file.value, dryRun, mine.signal)
      step.value = then
    } catch (reason) {
      if (mine.signal.aborted) return
      if (!(reason instanceof ProblemError)) throw reason
      error.value = reason.message
      step.value = back
    }
  }

  async function read(team: string, chosen: File): Promise<void> {
    file.value = chosen
    if (chosen.size > mostBytes) error.value = 'too-large'
    else await call(team, true, 'report', 'choose')
  }

  async function run(team: string): Promise<void> {
    await call(team, false, 'done', 'report')
    if (step.value === 'done') await session.refresh()
  }

  function reset(): void {
    running?.abort()
    step.value = 'choose'
    file.value = result.value = null
    error.value = ''
  }

  return { step, file, result, error, read, run, reset }
}
