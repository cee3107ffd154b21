import { File, FileArchive, FileAudio, FileImage, FileText, FileVideo } from '@lucide/vue'
import type { Attachment } from '@/api/types'

/** How a file can be looked at here; null: it can be saved only. */
export type Look = 'image' | 'video' | 'audio' | null

export function lookOf({ mime, width }: Pick<Attachment, 'mime' | 'width'>): Look {
  if (mime.startsWith('video/')) return 'video'
  if (mime.startsWith('audio/') || mime === 'application/ogg') return 'audio'
  // Only of those that the server could read is there anything to see.
  return mime.startsWith('image/') && width !== null ? 'image' : null
}

export function iconOf({ mime }: Pick<Attachment, 'mime'>): typeof File {
  if (mime.startsWith('image/')) return FileImage
  if (mime.startsWith('video/')) return FileVideo
  if (mime.startsWith('audio/') || mime === 'application/ogg') return FileAudio
  if (mime.startsWith('text/') || mime === 'application/pdf') return FileText
  return /zip|gzip|rar/.test(mime) ? FileArchive : File
}
