// The update functions as methods: one of each row of their table, on any class.
import { expect } from 'chai'
import type { Change } from '../../../lib/expression/change/update-change.js'
import {
  type UpdateFunctionName,
  updateFunctions,
} from '../../../lib/expression/function/update-functions.js'
import { withUpdateMethods } from '../../../lib/operation/update/update-chain.js'
import { plainEntity } from '../update-samples.js'

const { codec, schema } = plainEntity()

class Base {
  readonly state = () => ({ root: { entity: 'Plain', codec, schema, fixed: [] } })
  withChanges(changes: readonly Change[]) {
    return changes
  }
}

// The return values of these methods are passed on.
type Methods = Record<UpdateFunctionName, (path: string, ...args: unknown[]) => readonly Change[]>
const target = new (withUpdateMethods(Base))() as Base & Methods

const calls: Record<UpdateFunctionName, readonly [path: string, ...args: unknown[]]> = {
  set: ['name', 'x'],
  setIfMissing: ['name', 'x'],
  add: ['total', 1],
  subtract: ['total', 1],
  append: ['total', 1],
  prepend: ['total', 1],
  remove: ['email'],
  delete: ['scores', 1],
}

describe('withUpdateMethods', () => {
  it('keeps the class as it is, and what it inherits', () => {
    expect(target).instanceOf(Base)
    expect(Object.hasOwn(Base.prototype, 'set')).equal(false)
  })

  for (const name of Object.keys(updateFunctions) as UpdateFunctionName[])
    it(`${name} passes on one change of its own`, () => {
      const [path, ...args] = calls[name]
      if (name === 'append' || name === 'prepend') {
        expect(() => target[name](path, ...args)).throw(/it applies to L/)
        return
      }
      const [change, ...others] = target[name](path, ...args)
      expect(others).deep.equal([])
      expect(change).include({ name, clause: updateFunctions[name].clause })
      expect(change?.target.text).equal(path)
      expect(change).frozen
    })

  it('has no other methods', () => {
    const prototype: object = Object.getPrototypeOf(target)
    expect(Object.getOwnPropertyNames(prototype).sort()).deep.equal(
      ['constructor', ...Object.keys(updateFunctions)].sort(),
    )
  })
})
