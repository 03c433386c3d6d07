import { expect } from 'chai'
import { type Codec, invalid } from '../../../lib/entity/codec/codec.js'
import { InvalidConditionError } from '../../../lib/errors/invalid-condition-error.js'
import {
  type EncodeOperand,
  type OperandPlace,
  operandKinds,
} from '../../../lib/expression/condition/operand-kinds.js'
import type { OperandKind, OperatorName } from '../../../lib/expression/condition/operators.js'
import { resolvePath } from '../../../lib/expression/path/resolved-path.js'
import { number, root, text } from '../sample-entity.js'

const place = (path: string, operator: OperatorName): OperandPlace => ({
  root,
  path: resolvePath(root, path),
  size: false,
  operator,
  refer: () => undefined,
})
const plain = (place: OperandPlace, value: unknown, encode: EncodeOperand) => encode(place, value)

describe('operand kinds', () => {
  const cases: Record<OperandKind, [OperandPlace, unknown[], unknown[]]> = {
    none: [place('total', 'exists'), [], []],
    value: [place('total', 'eq'), [5], [{ N: '5' }]],
    range: [place('total', 'between'), [1, 2], [{ N: '1' }, { N: '2' }]],
    list: [place('total', 'in'), [[1, 2]], [{ N: '1' }, { N: '2' }]],
    prefix: [place('placedAt', 'beginsWith'), ['2026'], [{ S: '2026' }]],
    member: [place('scores', 'contains'), [2], [{ N: '2' }]],
    type: [place('total', 'type'), ['N'], [{ S: 'N' }]],
  }
  for (const [kind, [where, args, values]] of Object.entries(cases))
    it(`${kind}: arguments become operands`, () => {
      const operands = operandKinds[kind as OperandKind](where, args, plain)
      expect(operands).deep.equal(values.map((value) => ({ kind: 'value', value })))
    })

  it('equal bounds are not reversed', () => {
    expect(() => operandKinds.range(place('total', 'between'), [1, 1], plain)).not.throw()
  })

  it('a member of a tuple is checked by its first place; without members, it is refused', () => {
    const list: Codec = {
      ...text,
      types: ['L'],
      at: (step) => (step === 0 ? { name: 0, codec: number } : undefined),
    }
    const tuple = { ...place('lines', 'contains'), path: { ...resolvePath(root, 'lines'), codec: list } }
    expect(operandKinds.member(tuple, [1], plain)).deep.equal([{ kind: 'value', value: { N: '1' } }])
    const empty = {
      ...tuple,
      path: { ...tuple.path, codec: { ...list, at: () => undefined, parse: () => invalid } },
    }
    expect(() => operandKinds.member(empty, [1], plain)).throw(
      InvalidConditionError,
      'the members of lines are not of one kind',
    )
  })
})
