import {
  BlobSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
  WEBM,
  WebMOutputFormat,
  type EncodedPacket,
  type InputAudioTrack,
  type InputVideoTrack,
} from 'mediabunny'

/** Seconds from the beginning. */
export interface Range {
  readonly from: number
  readonly to: number
}

/**
 * A film without what stands before and behind a range: it is cut, not hidden. Nothing is encoded anew, so it begins with
 * the last whole picture at or before `from`: up to two seconds earlier.
 */
export async function trimmed(film: Blob, { from, to }: Range): Promise<Blob> {
  const isMp4 = film.type.startsWith('video/mp4')
  const input = new Input({ source: new BlobSource(film), formats: [isMp4 ? MP4 : WEBM] })
  const target = new BufferTarget()
  const output = new Output({
    format: isMp4 ? new Mp4OutputFormat({ fastStart: 'in-memory' }) : new WebMOutputFormat(),
    target,
  })
  const picture = await input.getPrimaryVideoTrack()
  const sound = await input.getPrimaryAudioTrack()
  if (!picture) throw new Error('There is no picture.')
  const first = await new EncodedPacketSink(picture).getKeyPacket(from)
  const begin = first?.timestamp ?? 0
  const copies = [
    await pictures(output, picture, begin, to),
    sound && (await sounds(output, sound, begin, to)),
  ]
  await output.start()
  await Promise.all(copies.map((copy) => copy?.()))
  await output.finalize()
  return new Blob([target.buffer!], { type: film.type })
}

async function pictures(output: Output, track: InputVideoTrack, from: number, to: number) {
  const source = new EncodedVideoPacketSource((await track.getCodec())!)
  output.addVideoTrack(source)
  const decoderConfig = (await track.getDecoderConfig()) ?? undefined
  return () => copy(track, from, to, (packet) => source.add(packet, { decoderConfig }))
}

async function sounds(output: Output, track: InputAudioTrack, from: number, to: number) {
  const source = new EncodedAudioPacketSource((await track.getCodec())!)
  output.addAudioTrack(source)
  const decoderConfig = (await track.getDecoderConfig()) ?? undefined
  return () => copy(track, from, to, (packet) => source.add(packet, { decoderConfig }))
}

async function copy(
  track: InputVideoTrack | InputAudioTrack,
  from: number,
  to: number,
  add: (packet: EncodedPacket) => Promise<void>,
): Promise<void> {
  const sink = new EncodedPacketSink(track)
  const first = (await sink.getPacket(from)) ?? (await sink.getFirstPacket())
  for await (const packet of sink.packets(first ?? undefined)) {
    if (packet.timestamp >= to) break
    const timestamp = packet.timestamp - from
    if (timestamp >= 0) await add(packet.clone({ timestamp }))
  }
}
