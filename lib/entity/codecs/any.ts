// any() and unknown(): values stored as what they are.

import type { CodecRow } from '../codec/node.js'
import { naturalCore } from './natural.js'

export const anyRow: CodecRow = {
  doc: 'By the value: S, N, BOOL, B, L, M or a set; a value that would not be read back as it is, is refused.',
  kinds: ['any', 'unknown'],
  make: (_view, compiler) => naturalCore(compiler.options.nulls),
}
