/** The signed-in person's own stream, followed as long as the shell is on the screen. */
import { PersonSync } from '@/sync/personSync'
import { clock, socket } from './hub'
import { useSession } from './session'

/** Keeps teams and projects up to date, live; ends with the returned function. */
export function followPerson(): () => void {
  const session = useSession()
  // Without a connection what is known stays.
  const sync = new PersonSync(socket, clock, () => void session.refresh().catch(() => null))
  // Whoever sees the shell is signed in, also where the connection has ended with the session before.
  socket.resume()
  sync.start()
  return () => sync.stop()
}
