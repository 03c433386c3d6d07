// any() and unknown(): values stored by their own type.

import type { CodecRow } from '../codec/node.js'
import { naturalCore } from './natural.js'

export const anyRow: CodecRow = {
  doc: 'By the value: S, N, BOOL, B, L, M or a set. A value that would not be read back unchanged is rejected.',
  kinds: ['any', 'unknown'],
  make: (_view, compiler) => naturalCore(compiler.options.nulls),
}
