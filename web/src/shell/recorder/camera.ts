interface Processor {
  readonly readable: ReadableStream<VideoFrame>
}

// Chromium's; the types of TypeScript do not know them.
const { MediaStreamTrackProcessor, MediaStreamTrackGenerator } = globalThis as unknown as {
  MediaStreamTrackProcessor?: new (init: { track: MediaStreamTrack }) => Processor
  MediaStreamTrackGenerator?: new (init: { kind: 'video' }) => MediaStreamTrack & {
    writable: WritableStream<VideoFrame>
  }
}

/** Whether the camera can be drawn into the picture. */
export const canShowCamera = (): boolean => !!MediaStreamTrackProcessor && !!MediaStreamTrackGenerator

/** Of the picture's shorter side. */
const share = 0.24
const margin = 0.03

/**
 * The picture with the camera in a circle, below at the start of its line. It is drawn when the camera gives a frame: that
 * goes on while the page lies behind what is recorded, where timers and animation frames would stand still.
 */
export function withCamera(picture: MediaStreamTrack, camera: MediaStreamTrack): MediaStreamTrack {
  if (!MediaStreamTrackProcessor || !MediaStreamTrackGenerator) return picture
  const out = new MediaStreamTrackGenerator({ kind: 'video' })
  const canvas = new OffscreenCanvas(2, 2)
  let latest: VideoFrame | null = null

  const seen = new WritableStream<VideoFrame>({
    write(frame) {
      latest?.close()
      latest = frame
    },
    close: () => latest?.close(),
  })
  const drawn = new TransformStream<VideoFrame, VideoFrame>({
    transform(face, controller) {
      if (latest) controller.enqueue(draw(canvas, latest, face))
      face.close()
    },
  })
  picture.addEventListener('ended', () => camera.stop())
  // They end with their tracks.
  void new MediaStreamTrackProcessor({ track: picture }).readable.pipeTo(seen).catch(() => {})
  void new MediaStreamTrackProcessor({ track: camera }).readable
    .pipeThrough(drawn)
    .pipeTo(out.writable)
    .catch(() => {})
  return out
}

function draw(canvas: OffscreenCanvas, picture: VideoFrame, face: VideoFrame): VideoFrame {
  const { displayWidth: width, displayHeight: height } = picture
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  const context = canvas.getContext('2d')!
  const size = Math.round(Math.min(width, height) * share)
  const gap = Math.round(Math.min(width, height) * margin)
  const side = Math.min(face.displayWidth, face.displayHeight)
  context.drawImage(picture, 0, 0, width, height)
  context.save()
  context.beginPath()
  context.arc(gap + size / 2, height - gap - size / 2, size / 2, 0, 2 * Math.PI)
  context.clip()
  const left = (face.displayWidth - side) / 2
  const top = (face.displayHeight - side) / 2
  context.drawImage(face, left, top, side, side, gap, height - gap - size, size, size)
  context.restore()
  return new VideoFrame(canvas, { timestamp: face.timestamp })
}
