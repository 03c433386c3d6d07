// any() and unknown(): values stored as what they are.

import type { CodecRow } from '../codec/node.js'
import { naturalCore } from './natural.js'

export const anyRow: CodecRow = {
  kinds: ['any', 'unknown'],
  make: (_view, compiler) => naturalCore(compiler.options.nulls),
}
