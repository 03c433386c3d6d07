// What every operation inherits: one list of cases, run over all of them with every chain method that they have.
import assert from 'node:assert/strict'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect } from 'chai'
import {
  attribute,
  DyntasticError,
  Entity,
  InvalidKeyError,
  InvalidUpdateError,
  Repository,
  ValidationError,
} from 'dyntastic'
import { array, integer, object, optional, string } from 'superstruct'
import { Operation } from '../../lib/operation/ground/operation.js'
import type { CallName } from '../../lib/operation/ground/request.js'
import { rejection, thrown } from '../support/rejection.js'
import { FakeRunner } from './fake-runner.js'

interface Subject {
  readonly repository: Repository<ReturnType<typeof entity>>
  readonly runner: FakeRunner
  /** How often the entity's default was made. */
  readonly defaults: () => number
}

type AnyOperation = Operation<CallName, unknown>

interface Chain {
  readonly name: string
  /** Not a class of methods that all share: each case knows what its own operation has. */
  // biome-ignore lint/suspicious/noExplicitAny: chains are called on the operation that they belong to
  readonly on: (operation: any) => AnyOperation
  /** Whether two of it, on one operation, ask for the same thing. */
  readonly idempotent?: boolean
  /** Whether an operation takes it once: two changes of one attribute overlap. */
  readonly once?: boolean
  /** Whether it changes only what is made of the response, and not the request. */
  readonly silent?: boolean
}

interface OperationCase {
  readonly name: string
  readonly make: (subject: Subject) => AnyOperation
  /** Makes the operation of an argument that can be changed afterwards, and the change. */
  readonly makeOf: (subject: Subject) => readonly [AnyOperation, () => void]
  readonly bad: readonly ((subject: Subject) => AnyOperation)[]
  readonly refusal: typeof InvalidKeyError | typeof ValidationError
  readonly chains: readonly Chain[]
}

const consistent: Chain = { name: 'consistent()', on: (it) => it.consistent(), idempotent: true }
const select: Chain = { name: 'select(...)', on: (it) => it.select('name', 'lines[0].sku') }
const selectMore: Chain = { name: 'select(another)', on: (it) => it.select('nested') }
const skipInvalid: Chain = { name: "onInvalid('skip')", on: (it) => it.onInvalid('skip'), silent: true }
const ifPath: Chain = { name: "if('age')", on: (it) => it.if('age').gt(17) }
const ifCallback: Chain = { name: 'if(callback)', on: (it) => it.if((attr: Refs) => attr.name.exists()) }
const orSkip: Chain = { name: 'orSkip()', on: (it) => it.orSkip(), silent: true }
const overwrite: Chain = { name: 'overwrite()', on: (it) => it.overwrite(), silent: true }
const old: Chain = { name: "returning('old')", on: (it) => it.returning('old'), idempotent: true }

interface Refs {
  readonly name: { exists(): unknown }
}

const set: Chain = { name: "set('token')", on: (it) => it.set('token', 'x'), once: true }
const append: Chain = { name: "append('lines')", on: (it) => it.append('lines', { sku: 'z' }), once: true }
const patch: Chain = { name: 'patch(...)', on: (it) => it.patch({ nested: { deep: 'y' } }), once: true }
const upsert: Chain = { name: 'upsert(...)', on: (it) => it.upsert({ token: 't' }), idempotent: true }

const reads = [consistent, select, selectMore, skipInvalid]
const writes = [ifPath, ifCallback, orSkip, old]

function entity(defaultMade: () => void) {
  return new Entity({
    name: 'Test',
    table: 'tests',
    attributes: {
      id: string(),
      token: attribute(string(), {
        default: () => {
          defaultMade()
          return crypto.randomUUID()
        },
      }),
      name: optional(string()),
      age: attribute(integer(), { default: 0 }),
      nested: optional(object({ deep: string() })),
      lines: optional(array(object({ sku: string() }))),
    },
    key: { partition: 'id' },
  })
}

function subject(reply: object = {}): Subject {
  let made = 0
  const runner = new FakeRunner(reply)
  const Test = entity(() => {
    made++
  })
  return { repository: new Repository(Test, runner), runner, defaults: () => made }
}

const freshInput = () => ({ id: 'a', nested: { deep: 'x' }, lines: [{ sku: 's' }] })
const changed = <I extends ReturnType<typeof freshInput>>(input: I) => {
  input.id = 'b'
  input.nested.deep = 'y'
  input.lines.push({ sku: 't' })
}
const badItems = [
  undefined,
  null,
  5,
  {},
  { id: 5 },
  { ...freshInput(), extra: 1 },
  { ...freshInput(), id: '' },
]
const badKeys = [undefined, null, 5, {}, { id: 5 }, { id: 'a', extra: 1 }, '']

type Method = 'get' | 'getOrThrow' | 'refresh' | 'delete'

const byKey = (name: Method, chains: readonly Chain[]): OperationCase => ({
  name,
  make: ({ repository }) => repository[name]('a') as AnyOperation,
  makeOf({ repository }) {
    const key = { id: 'a' }
    return [repository[name](key) as AnyOperation, () => Object.assign(key, { id: 'b' })]
  },
  bad: badKeys.map(
    (key) =>
      ({ repository }) =>
        repository[name](key as never) as AnyOperation,
  ),
  refusal: InvalidKeyError,
  chains,
})

const ofItem = (name: 'save' | 'create'): OperationCase => ({
  name,
  make: ({ repository }) => repository[name](freshInput()) as AnyOperation,
  makeOf({ repository }) {
    const input = freshInput()
    return [repository[name](input) as AnyOperation, () => changed(input)]
  },
  bad: badItems.map(
    (item) =>
      ({ repository }) =>
        repository[name](item as never) as AnyOperation,
  ),
  refusal: ValidationError,
  // A create writes over nothing.
  chains: name === 'save' ? [overwrite, ...writes] : writes,
})

const update = ({ repository }: Subject, key: unknown) =>
  repository
    .update(key as 'a')
    .set('name', 'x')
    .add('age', 1) as AnyOperation

const ofUpdate: OperationCase = {
  ...byKey('delete', [...writes, set, append, patch, upsert]),
  name: 'update',
  make: (on) => update(on, 'a'),
  makeOf(on) {
    const key = { id: 'a' }
    return [update(on, key), () => Object.assign(key, { id: 'b' })]
  },
  bad: badKeys.map((key) => (on) => update(on, key)),
}

const cases: readonly OperationCase[] = [
  byKey('get', reads),
  byKey('getOrThrow', reads),
  // It reads consistently anyway.
  byKey('refresh', [{ ...consistent, silent: true }, select, selectMore, skipInvalid]),
  ofItem('save'),
  ofItem('create'),
  byKey('delete', writes),
  ofUpdate,
]

const stored = { id: { S: 'a' }, token: { S: 't' }, age: { N: '1' } }
const input = (operation: AnyOperation) => structuredClone(operation.toCommand().input)

/** The operation itself, and one with each chain method. */
function variants(it: OperationCase, on: Subject): readonly (readonly [string, AnyOperation])[] {
  return [
    ['alone', it.make(on)],
    ...it.chains.map(({ name, on: chain }) => [name, chain(it.make(on))] as const),
    ['with all', it.chains.reduce((operation, { on: chain }) => chain(operation), it.make(on))],
  ]
}

describe('every operation of a repository', () => {
  it('is in the list', () => {
    const { repository } = subject()
    const made = Object.getOwnPropertyNames(Repository.prototype).filter((name) => {
      // Reading a getter is not a call, and methods of tables run at once.
      const { value: method } = Object.getOwnPropertyDescriptor(Repository.prototype, name) ?? {}
      if (typeof method !== 'function' || name === 'constructor' || /table/i.test(name)) return false
      try {
        return method.call(repository, undefined) instanceof Operation
      } catch {
        return false
      }
    })
    // These are not one request of their own, and have their cases in their specs: a check is a part of one, a read of
    // many is many, and a move is a read and a transaction. Restores and purges are of entities with `softDelete`.
    const others = ['check', 'getMany', 'move', 'restore', 'purge'].filter((name) => name in repository)
    expect(made.filter((name) => !others.includes(name)).sort()).deep.equal(
      cases.map(({ name }) => name).sort(),
    )
  })

  for (const it_ of cases) {
    const { name, chains } = it_

    describe(name, () => {
      for (const first of chains)
        for (const second of chains)
          it(`${first.name} and ${second.name} are independent forks`, () => {
            const on = subject()
            const base = it_.make(on)
            const before = input(base)
            const left = first.on(base)
            const leftBefore = input(left)
            const right = second.on(base)
            const rightBefore = input(right)
            const both = second.on(left)
            const other = first.on(left)

            // What overlaps is refused when it is compiled; the forks that it was made of stay as they are.
            if (first === second && first.once === true) {
              expect(() => input(both)).throw(InvalidUpdateError)
              expect(input(base)).deep.equal(before)
              expect(input(left)).deep.equal(rightBefore).deep.equal(leftBefore)
              return
            }
            expect(new Set([base, left, right, both, other]).size).equal(5)
            expect(input(base)).deep.equal(before)
            expect(input(left)).deep.equal(leftBefore)
            expect(input(right)).deep.equal(rightBefore)
            if (first.silent !== true) expect(leftBefore).not.deep.equal(before)
            // The fork of the fork makes the request of a chain without forks; the item is the same, default included.
            const straight = second.on(first.on(base))
            expect(input(both)).deep.equal(input(straight))
            if (first === second && (first.idempotent === true || first.silent === true))
              expect(input(both)).deep.equal(leftBefore)
            if (first !== second && second.silent !== true) expect(input(both)).not.deep.equal(leftBefore)
          })

      it('has no state that can be changed', () => {
        for (const [, operation] of variants(it_, subject())) {
          expect(operation).frozen
          for (const state of ['state', 'clauses', 'target', 'item']) {
            const kept: unknown = Reflect.get(operation, state)
            if (typeof kept !== 'function') continue
            const value: unknown = kept()
            expect(value, state).frozen
            // The item itself is what the write resolves to.
            if (state === 'target' || state === 'item') continue
            for (const member of Object.values(Object(value)))
              if (typeof member === 'object' && member !== null) expect(member, state).frozen
          }
          expect(() => Object.assign(operation, { name: 'other' })).throw(TypeError)
        }
      })

      it('compiles to the same each time', () => {
        for (const [chain, operation] of variants(it_, subject())) {
          const first = input(operation)
          expect(input(operation), chain).deep.equal(first)
          const { table, creation, ...request } = operation.compile()
          const { table: again, creation: makes, ...repeated } = operation.compile()
          expect(repeated, chain).deep.equal(request)
          expect(again).equal(table)
          expect(makes?.()).deep.equal(creation?.())
        }
      })

      it('makes defaults once, when it is built', async () => {
        const on = subject({ Item: stored, Attributes: stored })
        const operation = it_.make(on)
        if (name === 'save' || name === 'create') expect(on.defaults()).equal(1)
        for (const chained of [operation, ...chains.map(({ on: chain }) => chain(operation))]) {
          const made = on.defaults()
          chained.toCommand()
          chained.toCommand()
          await chained.execute()
          expect(on.defaults()).equal(made)
        }
      })

      it('sends nothing before it is awaited', async () => {
        const on = subject()
        for (const [, operation] of variants(it_, on)) {
          operation.compile()
          operation.toCommand()
          void operation.execute
        }
        await nextTurn()
        await nextTurn()
        expect(on.runner.sent).deep.equal([])
      })

      it('is sent again by each await, always the same', async () => {
        for (const index of variants(it_, subject()).keys()) {
          const on = subject({ Item: stored, Attributes: stored })
          const operation = variants(it_, on)[index]?.[1]
          await operation
          await operation
          await Promise.all([operation, operation?.execute()])
          expect(on.runner.sent).length(4)
          const [first, ...others] = on.runner.sent.map((request) => request.input)
          for (const other of others) expect(other).deep.equal(first)
        }
      })

      it('runs if it is returned from an async function', async () => {
        const on = subject({ Item: stored, Attributes: stored })
        const operation = it_.make(on)
        const work = async () => operation
        const pending = work()
        expect(on.runner.sent).deep.equal([])
        await pending
        expect(on.runner.sent).length(1)
      })

      it('sends what toCommand shows: a command of the SDK with a plain input', async () => {
        for (const index of variants(it_, subject()).keys()) {
          const on = subject({ Item: stored, Attributes: stored })
          const [chain, operation] = variants(it_, on)[index] ?? expect.fail()
          const command = operation.toCommand()
          await operation
          expect(on.runner.sent[0]?.input, chain).deep.equal(command.input)
          expect(command.constructor.name).equal(`${on.runner.sent[0]?.call}Command`)
          expect(JSON.stringify(Object.values(command.input)), chain).not.contain('undefined')
          expect(Object.values(command.input), chain).not.include(undefined)
          expect(Object.getPrototypeOf(command.input)).equal(Object.prototype)
        }
      })

      it('never has an empty map of names or values, and no placeholder that is not used', () => {
        for (const [chain, operation] of variants(it_, subject())) {
          const { ConditionExpression, ProjectionExpression, UpdateExpression, ...rest } =
            operation.toCommand().input as {
              ConditionExpression?: string
              ProjectionExpression?: string
              UpdateExpression?: string
              ExpressionAttributeNames?: object
              ExpressionAttributeValues?: object
            }
          const text = `${ConditionExpression ?? ''} ${ProjectionExpression ?? ''} ${UpdateExpression ?? ''}`
          const used = [...new Set(text.match(/[#:]\d+/g) ?? [])].sort()
          const given = [rest.ExpressionAttributeNames, rest.ExpressionAttributeValues]
          for (const map of given) if (map !== undefined) expect(Object.keys(map), chain).not.empty
          expect(given.flatMap((map) => Object.keys(map ?? {})).sort(), chain).deep.equal(used)
        }
      })

      it('is taken for a promise by those who look for one', async () => {
        const on = subject()
        on.runner.reply = new DyntasticError({ detail: 'no luck' })
        const operation: PromiseLike<unknown> & { catch: unknown } = it_.make(on)
        await assert.rejects(operation as Promise<unknown>, /no luck/)
        await assert.rejects(async () => operation, /no luck/)
        const settled = await Promise.allSettled([operation])
        expect(settled[0].status).equal('rejected')
        const message = (error: unknown) => (error instanceof Error ? error.message : 'no error')
        expect(await it_.make(on).catch(message)).equal('no luck')
        expect(await it_.make(on).then(undefined, message)).equal('no luck')
      })

      it('reads its argument when it is built: later changes of it have no effect', async () => {
        const on = subject({ Item: stored, Attributes: stored })
        const [operation, change] = it_.makeOf(on)
        const before = input(operation)
        change()
        expect(input(operation)).deep.equal(before)
        const result: unknown = await operation
        expect(on.runner.sent[0]?.input).deep.equal(before)
        if (name === 'save' || name === 'create')
          expect(result).deep.include({ id: 'a', nested: { deep: 'x' } })
      })

      it('is not affected by changes to what it returned or showed', async () => {
        const on = subject({ Item: stored, Attributes: stored })
        const operation = it_.make(on)
        const before = input(operation)
        const result: unknown = await operation
        if (typeof result === 'object' && result !== null) Object.assign(result, { id: 'changed' })
        Object.assign(operation.toCommand().input, { TableName: 'changed' })
        expect(input(operation)).deep.equal(before)
      })

      for (const [index, make] of it_.bad.entries())
        it(`rejects bad argument ${index + 1} when it runs, and sends nothing`, async () => {
          const on = subject()
          const operation = make(on)
          for (const work of [operation, operation.execute(), operation.raw(), operation]) {
            const error = await rejection(work, it_.refusal)
            expect(error).include({ entity: 'Test', operation: name })
            expect(error.message).match(new RegExp(`^Test\\.${name}: `))
          }
          thrown(() => operation.toCommand(), it_.refusal)
          for (const { on: chain } of chains) await rejection(chain(operation), it_.refusal)
          await nextTurn()
          expect(on.runner.sent).deep.equal([])
        })

      it('tells the watch of each operation, and of each use of it', () => {
        const events: string[] = []
        const runner = new FakeRunner(
          {},
          {
            made: ({ name, context }) => void events.push(`${context.model.name}.${name}`),
            used: () => void events.push('used'),
          },
        )
        const { repository } = subject()
        const on = { ...subject(), repository: new Repository(repository.entity, runner) }
        const operation = it_.make(on)
        // Each operation of the chain so far was made, and used for the next one: all but the last.
        expect(events.filter((_, at) => at % 2 === 0).every((event) => event === `Test.${name}`)).equal(true)
        expect(events.filter((event) => event === 'used')).length((events.length - 1) / 2)
        for (const { on: chain } of chains) {
          events.length = 0
          chain(operation)
          expect(events).deep.equal(['used', `Test.${name}`])
        }
      })
    })
  }
})
