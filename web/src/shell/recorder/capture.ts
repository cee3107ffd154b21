import { withCamera } from './camera'

/** What somebody wants to show and to be heard with. */
export interface Choices {
  microphone: boolean
  camera: boolean
}

export interface Capture {
  readonly stream: MediaStream
  /** Ends all of it: the browser takes its bar and the camera's light away. */
  stop(): void
}

/** The best that this browser can record: MP4 plays everywhere. */
export function recordedType(): string {
  const types = [
    'video/mp4;codecs=avc1,mp4a.40.2',
    'video/mp4;codecs=avc1,opus',
    'video/mp4;codecs=vp9,opus',
    'video/webm;codecs=vp9,opus',
    'video/webm;codecs=vp8,opus',
    'video/webm',
  ]
  return types.find((type) => MediaRecorder.isTypeSupported(type)) ?? 'video/webm'
}

// This tab may be shown too; the types of TypeScript do not know that yet.
const wanted: DisplayMediaStreamOptions & { selfBrowserSurface: 'include' } = {
  video: { frameRate: { ideal: 30 } },
  audio: true,
  selfBrowserSurface: 'include',
}

/**
 * Asks what to record: to be called right from a press. `onEnded` hears when it is ended from elsewhere, such as the
 * browser's own bar. Rejects with NotAllowedError where the person or the system says no.
 */
export async function capture(choices: Choices, onEnded: () => void): Promise<Capture> {
  const sources: MediaStream[] = []
  const stop = (): void => sources.forEach((source) => source.getTracks().forEach((track) => track.stop()))
  try {
    const { mediaDevices } = navigator
    const screen = await mediaDevices.getDisplayMedia(wanted)
    sources.push(screen)
    const wish = { audio: choices.microphone, video: choices.camera && { width: 640, height: 480 } }
    const own =
      choices.microphone || choices.camera ? await mediaDevices.getUserMedia(wish) : new MediaStream()
    sources.push(own)
    const picture = screen.getVideoTracks()[0]!
    picture.addEventListener('ended', onEnded)
    const camera = own.getVideoTracks()[0]
    const video = camera ? withCamera(picture, camera) : picture
    const sound = mixed([...screen.getAudioTracks(), ...own.getAudioTracks()])
    if (sound) sources.push(sound)
    return { stream: new MediaStream([video, ...(sound?.getAudioTracks() ?? [])]), stop }
  } catch (error) {
    stop()
    throw error
  }
}

/** One sound of several: a recorder takes the first only. */
function mixed(tracks: readonly MediaStreamTrack[]): MediaStream | null {
  if (tracks.length < 2) return tracks[0] ? new MediaStream([tracks[0]]) : null
  const context = new AudioContext()
  const out = context.createMediaStreamDestination()
  for (const track of tracks) context.createMediaStreamSource(new MediaStream([track])).connect(out)
  tracks[0]!.addEventListener('ended', () => void context.close())
  return out.stream
}
