/** The signed-in person's own stream, followed as long as the shell is on the screen. */
import { PersonSync } from '@/sync/personSync'
import { clock, socket } from './hub'
import { useSession } from './session'

/** Keeps teams and projects up to date, live; ends with the returned function. */
export function followPerson(): () => void {
  const session = useSession()
  // Without a connection what is known stays.
  const sync = new PersonSync(socket, clock, () => void session.refresh().catch(() => null))
  sync.start()
  return () => sync.stop()
}
