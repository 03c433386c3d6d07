// any() and unknown(): values stored as what they are.
import { naturalCore } from './natural.js'
import type { CodecRow } from './node.js'

export const anyRow: CodecRow = {
  kinds: ['any', 'unknown'],
  make: (_view, compiler) => naturalCore(compiler.options.nulls),
}
