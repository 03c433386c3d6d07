import { expect } from 'chai'
import { updateArguments } from '../../../lib/expression/change/update-arguments.js'
import {
  type UpdateArgumentKind,
  updateFunctions,
} from '../../../lib/expression/function/update-functions.js'
import { resolvePath } from '../../../lib/expression/path/resolved-path.js'
import { root } from '../sample-updates.js'

const total = { root, name: 'set', path: resolvePath(root, 'total') } as const
const tags = { root, name: 'add', path: resolvePath(root, 'tags') } as const
const lines = { root, name: 'append', path: resolvePath(root, 'lines') } as const
const path = (text: string) => ({ kind: 'path', text, names: [text] })

/** Reads a kind of arguments, once; the compiler requires a case for each new kind. */
const cases: Record<UpdateArgumentKind, readonly [given: unknown, operand: unknown]> = {
  assigned: [updateArguments.assigned(total, [5]), { kind: 'value', value: { N: '5' } }],
  initial: [
    updateArguments.initial(total, [5]),
    {
      kind: 'function',
      name: 'ifNotExists',
      first: path('total'),
      second: { kind: 'value', value: { N: '5' } },
    },
  ],
  addend: [updateArguments.addend(tags, ['a']), { kind: 'value', value: { SS: ['a'] } }],
  subtrahend: [updateArguments.subtrahend(total, [5]), { kind: 'value', value: { N: '-5' } }],
  appended: [
    updateArguments.appended(lines, [[], { default: null }]),
    { kind: 'function', name: 'append', first: path('lines'), second: { kind: 'value', value: { L: [] } } },
  ],
  prepended: [
    updateArguments.prepended(lines, [[], { default: null }]),
    { kind: 'function', name: 'prepend', first: path('lines'), second: { kind: 'value', value: { L: [] } } },
  ],
  members: [updateArguments.members(tags, ['a']), { kind: 'value', value: { SS: ['a'] } }],
  none: [updateArguments.none(tags, []), undefined],
}

describe('updateArguments', () => {
  for (const [kind, [given, operand]] of Object.entries(cases))
    it(`${kind} become an operand`, () => {
      expect(given).deep.equal(operand)
    })

  it('are all in use', () => {
    const used = new Set(Object.values(updateFunctions).map((row) => row.arguments))
    expect([...used].sort()).deep.equal(Object.keys(updateArguments).sort())
  })
})
