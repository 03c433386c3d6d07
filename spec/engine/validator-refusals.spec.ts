// Schemas of zod, valibot and ArkType in keys, and schemas that validate asynchronously, in every operation: what they
// refuse is named, and nothing is sent.
import { type } from 'arktype'
import { expect } from 'chai'
import {
  attribute,
  CommandExecutor,
  DyntasticError,
  Entity,
  EntityDefinitionError,
  InvalidItemError,
  Repository,
  type StandardSchema,
} from 'dyntastic'
import { optional, string } from 'superstruct'
import * as v from 'valibot'
import { z } from 'zod'
import { rawPut, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'

// valibot and ArkType call it a transformation. Its output is a valid input all the same, so that it can be checked.
const lowercase: Record<string, StandardSchema<unknown, string>> = {
  zod: z.string().toLowerCase().email() as StandardSchema<unknown, string>,
  valibot: v.pipe(v.string(), v.toLowerCase(), v.email()) as StandardSchema<unknown, string>,
  ArkType: type('string.lower').to('string.email') as unknown as StandardSchema<unknown, string>,
}

describe('schemas in keys', () => {
  const engine = withEngine()

  for (const [validator, schema] of Object.entries(lowercase))
    describe(`of ${validator}`, () => {
      let sent = 0
      let executor: CommandExecutor
      let members: Repository<ReturnType<typeof memberEntity>>
      const memberEntity = (table: string) =>
        new Entity({
          name: 'Member',
          table,
          attributes: { email: attribute(schema, { type: 'S', reads: 'check' }), name: string() },
          key: { partition: 'email' },
        })

      before(async () => {
        executor = new CommandExecutor({
          client: engine.client,
          observers: [{ onCommand: () => sent++ }],
          scans: 'allow',
        })
        members = new Repository(memberEntity(engine.name('members')), executor)
        await members.save({ email: 'Ada@B.co', name: 'Ada' })
      })

      it('are transformed where items are written, and found by what is read', async () => {
        const [ada] = await members.scan()
        expect({ ...ada }).to.deep.equal({ email: 'ada@b.co', name: 'Ada' })
        expect((await members.getOrThrow('ada@b.co')).name).to.equal('Ada')
        expect((await members.query().where('email').eq('ada@b.co')).length).to.equal(1)
        expect((await members.update('ada@b.co').set('name', 'Ada L.')).name).to.equal('Ada L.')
      })

      const wrong = 'nope' as never
      const operations: Record<string, () => PromiseLike<unknown>> = {
        save: () => members.save({ email: wrong, name: 'x' }),
        create: () => members.create({ email: wrong, name: 'x' }),
        saveMany: () => members.saveMany([{ email: wrong, name: 'x' }]),
        get: () => members.get(wrong),
        getOrThrow: () => members.getOrThrow(wrong),
        getMany: () => members.getMany([wrong]),
        update: () => members.update(wrong).set('name', 'x'),
        upsert: () => members.update(wrong).set('name', 'x').upsert({ name: 'y' }),
        delete: () => members.delete(wrong),
        deleteMany: () => members.deleteMany([wrong]),
        move: () => members.move('ada@b.co' as never, { email: wrong }),
        query: () => members.query().where('email').eq(wrong),
        'a transaction': () => executor.transaction([members.save({ email: wrong, name: 'x' })]),
        'a check': () =>
          executor.transaction([
            members.check(wrong).if((attr) => attr.name.exists()),
            members.save({ email: 'x@b.co', name: 'x' }),
          ]),
        'a batch': () => executor.batch([members.save({ email: wrong, name: 'x' })]),
        'a batch of gets': () => executor.batchGet([members.get(wrong)]),
      }
      for (const [operation, run] of Object.entries(operations))
        it(`refuse what the schema refuses in ${operation}, before anything is sent`, async () => {
          sent = 0
          const error = await rejection((async () => run())(), DyntasticError)
          expect(error.code).to.be.oneOf(['INVALID_KEY', 'VALIDATION'])
          expect(error.message).to.contain('email')
          expect(sent).to.equal(0)
        })

      it('need a type, which the schema does not tell', () => {
        const define = (options: { readonly type?: 'S' }, partition: 'email' | 'id') =>
          new Entity({
            name: 'Member',
            table: 'members',
            attributes: { id: string(), email: attribute(schema, options) },
            key: { partition },
            ...(partition === 'id' && { indexes: { byEmail: { partition: 'email' } } }),
          } as never)
        for (const partition of ['email', 'id'] as const) {
          expect(() => define({}, partition)).to.throw(EntityDefinitionError, /email/)
          expect(() => define({ type: 'S' }, partition)).not.to.throw()
        }
      })
    })
})

describe('schemas that validate asynchronously', () => {
  const engine = withEngine()
  const asynchronous: Record<string, StandardSchema<string, string>> = {
    zod: z.string().refine(async () => true),
    valibot: v.pipeAsync(
      v.string(),
      v.checkAsync(async () => true),
    ),
    'a schema of another validator': {
      '~standard': {
        version: 1,
        vendor: 'mine',
        validate: async (value: unknown) => ({ value: String(value) }),
      },
    },
  }

  for (const [validator, schema] of Object.entries(asynchronous))
    describe(`of ${validator}`, () => {
      let sent = 0
      let table = ''
      let executor: CommandExecutor
      let notes: Repository<ReturnType<typeof noteEntity>>
      const noteEntity = (name: string) =>
        new Entity({
          name: 'Note',
          table: name,
          attributes: { id: string(), text: attribute(schema, {}), other: optional(string()) },
          key: { partition: 'id' },
        })

      before(async () => {
        table = engine.name('notes')
        executor = new CommandExecutor({
          client: engine.client,
          observers: [{ onCommand: () => sent++ }],
          scans: 'allow',
        })
        notes = new Repository(noteEntity(table), executor)
        await notes.createTable()
        await rawPut(engine.client, table, { id: { S: 'stored' }, text: { S: 'x' } })
      })

      const note = { id: 'n1', text: 'x' }
      const writes: Record<string, () => PromiseLike<unknown>> = {
        save: () => notes.save(note),
        create: () => notes.create(note),
        saveMany: () => notes.saveMany([note]),
        'an update': () => notes.update('n1').set('text', 'y'),
        'a patch': () => notes.update('n1').patch({ text: 'y' }),
        'an upsert': () => notes.update('n1').set('other', 'y').upsert({ text: 'y' }),
        'a condition': () => notes.delete('n1').if('text').eq('y'),
        'a filter': () => notes.scan().where('text').eq('y'),
        'a transaction': () => executor.transaction([notes.save(note)]),
        'a batch': () => executor.batch([notes.save(note)]),
      }
      for (const [operation, run] of Object.entries(writes))
        it(`are refused by name in ${operation}, and nothing is sent`, async () => {
          sent = 0
          const error = await rejection((async () => run())(), DyntasticError)
          expect(error.code).to.equal('VALIDATION')
          expect(error.message).to.match(/text.*asynchronously|text.*promise/)
          expect(sent).to.equal(0)
        })

      const reads: Record<string, () => PromiseLike<unknown>> = {
        get: () => notes.get('stored'),
        getMany: () => notes.getMany(['stored']),
        query: () => notes.query().where('id').eq('stored'),
        scan: () => notes.scan(),
        'a transaction of gets': () => executor.transactionGet([notes.get('stored')]),
      }
      for (const [operation, run] of Object.entries(reads))
        it(`are named by ${operation}`, async () => {
          const error = await rejection((async () => run())(), InvalidItemError)
          expect(error.message).to.match(/text.*asynchronously|text.*promise/)
        })
    })
})
