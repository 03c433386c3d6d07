// func(), regexp() and never(): structs of values that no database can store, rejected in definitions.
import { func, never, regexp } from 'superstruct'
import { invalid } from '../codec/codec.js'
import { type CodecRow, mismatch } from '../codec/node.js'
import { unstorable } from '../struct/definition.js'
import { accepts } from '../struct/probe.js'

export const unstorableRow: CodecRow = {
  doc: 'Rejected when the entity is defined.',
  kinds: ['func', 'regexp', 'never'],
  reference: ({ kind }) => (kind === 'func' ? func() : kind === 'never' ? never() : regexp()),
  make({ struct, kind, path }) {
    // optional(never()) means that an attribute must be absent, which is possible.
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
