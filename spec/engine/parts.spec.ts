// Items that were read in part, and copies of them, are never written as if they were whole.

import { expect } from 'chai'
import { attribute, CommandExecutor, Entity, Repository, ValidationError } from 'dyntastic'
import { integer, number, optional, string } from 'superstruct'
import { rawGet, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'

const engine = withEngine()

/** `a`, `b` and `n` are all that a save needs: nothing but the mark could notice that `note` and `count` would go. */
async function opened() {
  const Note = new Entity({
    name: 'Note',
    table: engine.name('notes'),
    attributes: {
      id: string(),
      at: number(),
      a: string(),
      b: optional(string()),
      n: attribute(integer(), { default: 0 }),
      note: optional(string()),
    },
    key: { partition: 'id', sort: 'at' },
    indexes: {
      keysOnly: { partition: 'a', projection: 'keys' },
      some: { partition: 'a', sort: 'n', projection: ['b'] },
    },
  })
  const executor = new CommandExecutor({ client: engine.client, scans: 'allow' })
  const notes = new Repository(Note, executor)
  const whole = await notes.save({ id: 'i', at: 1, a: 'x', b: 'y', n: 2, note: 'kept' })
  const stored = () => rawGet(engine.client, Note.table.name, { id: { S: 'i' }, at: { N: '1' } })
  return { notes, executor, whole, before: await stored(), stored }
}

type Opened = Awaited<ReturnType<typeof opened>>
type Part = { id: string; at: number }

const key = { id: 'i', at: 1 }

/** Each way to read a part that has the key. */
const reads: Record<string, (on: Opened) => PromiseLike<Part | undefined>> = {
  'get().select()': ({ notes }) => notes.get(key).select('id', 'at', 'a'),
  'getOrThrow().select()': ({ notes }) => notes.getOrThrow(key).select('id', 'at', 'a'),
  'refresh().select()': ({ notes }) => notes.refresh(key).select('id', 'at', 'a', 'n'),
  'getMany().select()': ({ notes }) =>
    notes
      .getMany([key])
      .select('id', 'at', 'a')
      .then(([first]) => first),
  'query().select()': ({ notes }) => notes.query().where('id').eq('i').select('id', 'at', 'a').first(),
  'scan().select()': ({ notes }) => notes.scan().select('id', 'at', 'a').first(),
  'an index of keys': ({ notes }) => notes.query().index('keysOnly').where('a').eq('x').first(),
  'an index of some attributes': ({ notes }) => notes.query().index('some').where('a').eq('x').first(),
  'a page of an index': ({ notes }) =>
    notes
      .query()
      .index('some')
      .where('a')
      .eq('x')
      .page()
      .then(({ items: [first] }) => first),
  'a scan of an index': ({ notes }) => notes.scan().index('keysOnly').first(),
  'full().select()': ({ notes }) =>
    notes.query().index('some').where('a').eq('x').full().select('id', 'at', 'a').first(),
  batchGet: ({ notes, executor }) =>
    executor.batchGet([notes.get(key).select('id', 'at', 'a')]).then(([first]) => first),
  transactionGet: ({ notes, executor }) =>
    executor.transactionGet([notes.get(key).select('id', 'at', 'a')]).then(([first]) => first),
}

/** Each way to copy it. */
const copies: Record<string, (part: Part) => object> = {
  itself: (part) => part,
  'a spread': (part) => ({ ...part }),
  'a spread with more': (part) => ({ ...part, a: 'x', b: 'new' }),
  'a spread behind': (part) => ({ a: 'x', b: 'new', ...part }),
  'a spread of a spread': (part) => ({ ...{ ...part, a: 'x' }, b: 'new' }),
  'Object.assign': (part) => Object.assign({ a: 'x' }, part, { b: 'new' }),
  'the rest of it': ({ id, ...rest }) => ({ ...rest, id, a: 'x' }),
}

/** Each way to write it. */
const writes: Record<string, (on: Opened, input: never) => PromiseLike<unknown>> = {
  save: ({ notes }, input) => notes.save(input),
  'save().overwrite()': ({ notes }, input) => notes.save(input).overwrite(),
  create: ({ notes }, input) => notes.create(input),
  saveMany: ({ notes }, input) => notes.saveMany([input]),
  'a batch': ({ notes, executor }, input) => executor.batch([notes.save(input)]),
  'a batch around a function': ({ notes, executor }, input) =>
    executor.batch(async () => void (await notes.save(input))),
  'a transaction': ({ notes, executor }, input) => executor.transaction([notes.save(input)]),
  'a transaction around a function': ({ notes, executor }, input) =>
    executor.transaction(async () => void (await notes.save(input))),
  upsert: ({ notes }, input) => notes.update({ id: 'j', at: 2 }).set('b', 'z').upsert(input),
}

describe('an item that was read in part', () => {
  for (const [origin, read] of Object.entries(reads))
    it(`by ${origin} is refused by every write of a whole item, and so are its copies`, async () => {
      const on = await opened()
      const part = (await read(on)) as Part
      for (const [what, copy] of Object.entries(copies))
        for (const [name, write] of Object.entries(writes)) {
          const attempt = (async () => write(on, copy(part) as never))()
          const error = await attempt.then(
            () => expect.fail(`${name} took ${what}`),
            (thrown: unknown) => thrown,
          )
          expect(error, `${name} of ${what}`)
            .property('message')
            .match(/read in part/)
        }
      expect(await on.stored()).deep.equal(on.before)
    })

  it('is a key, and a patch, like any other object', async () => {
    const on = await opened()
    const { notes, whole } = on
    const part = (await notes.query().index('some').where('a').eq('x').first()) as Part
    expect(await notes.refresh({ ...part })).deep.equal(whole)
    expect(await notes.refresh(part)).deep.equal(whole)
    const { id: _, at: __, ...rest } = { ...part, b: 'new' } as typeof whole
    expect(await notes.update(part).patch({ ...rest, note: 'patched' })).include({
      b: 'new',
      note: 'patched',
      n: 2,
    })
    expect(await notes.update({ ...part }).set('b', 'newer')).include({ b: 'newer', note: 'patched' })
    await notes.delete({ ...part })
    expect(await notes.get(key)).equal(undefined)
  })

  it('becomes whole by full(), getOrThrow() and refresh(), and then it can be spread and saved', async () => {
    const { notes } = await opened()
    const part = (await notes.query().index('some').where('a').eq('x').first()) as Part
    for (const whole of [
      await notes.refresh(part),
      await notes.getOrThrow({ id: part.id, at: part.at }),
      await notes.query().index('some').where('a').eq('x').full().first(),
    ])
      expect(await notes.save({ ...(whole as NonNullable<typeof whole>), b: 'new' })).include({
        b: 'new',
        note: 'kept',
      })
  })

  it('may be taken apart by name, for another item', async () => {
    const { notes } = await opened()
    const { a } = await notes.getOrThrow(key).select('a')
    await notes.create({ id: 'j', at: 1, a })
    const error = await rejection(
      notes.save({ ...(await notes.getOrThrow(key).select('id', 'at', 'a')) } as never),
      ValidationError,
    )
    expect(error.message).includes(
      'change it with update(), or read the whole item first, with full(), getOrThrow() or refresh()',
    )
  })
})
