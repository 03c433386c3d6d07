// func(), regexp() and never(): structs of what no database holds, refused at definition.
import { func, never, regexp } from 'superstruct'
import { invalid } from '../codec.js'
import { unstorable } from './definition.js'
import { type CodecRow, mismatch } from './node.js'
import { accepts } from './probe.js'

export const unstorableRow: CodecRow = {
  kinds: ['func', 'regexp', 'never'],
  reference: ({ kind }) => (kind === 'func' ? func() : kind === 'never' ? never() : regexp()),
  make({ struct, kind, path }) {
    // optional(never()) says that an attribute must be absent, which can be.
    if (kind !== 'never' || !(accepts(struct, undefined) || accepts(struct, null)))
      throw unstorable(path, `${kind}() cannot be stored; give the attribute \`encode\` and \`decode\``)
    return {
      types: [],
      parse: () => invalid,
      encode: () => undefined,
      decode: (stored, failures) => mismatch(stored, ['NULL'], failures),
    }
  },
}
