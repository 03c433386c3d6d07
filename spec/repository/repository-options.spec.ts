// What a repository is made of, and every method with options: unknown names and values that do not fit are refused,
// and nothing is sent.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { CommandExecutor, Entity, InvalidCursorError, InvalidOptionError, Repository, s } from 'dyntastic'
import { Recorder, startLocal } from 'dyntastic/testing'
import { rejection, thrown } from '../support/rejection.js'

const Note = new Entity({
  name: 'Note',
  table: 'notes',
  attributes: { id: s.string(), text: s.string(), tags: s.optional(s.array(s.string())) },
  key: { partition: 'id' },
})
const note = { id: 'n1', text: 'x' }

describe('new Repository', () => {
  const executor = new Recorder()

  for (const [title, entity, runner, message] of [
    [
      'both swapped',
      executor,
      Note,
      '`entity` must be an Entity, but is a Recorder: new Repository(entity, executor)',
    ],
    ['no executor', Note, undefined, '`executor` must be a CommandExecutor, but is undefined'],
    [
      'a client',
      Note,
      new DynamoDBClient({ region: 'local' }),
      '`executor` must be a CommandExecutor, but is a DynamoDBClient',
    ],
    [
      'options of an executor',
      Note,
      { client: {} },
      '`executor` must be a CommandExecutor, but is an object',
    ],
    [
      'a descriptor',
      { name: 'Note', table: 'notes' },
      executor,
      '`entity` must be an Entity, but is an object',
    ],
    [
      'an executor of a class',
      Note,
      CommandExecutor,
      '`executor` must be a CommandExecutor, but is a class (CommandExecutor)',
    ],
    ['no entity', null, executor, '`entity` must be an Entity, but is null'],
  ] as const)
    it(`refuses ${title}`, () => {
      const error = thrown(() => new Repository(entity as never, runner as never), InvalidOptionError)
      expect(error.message)
        .match(/^Repository: /)
        .contain(message)
    })

  it('takes any runner with the methods of one', () => {
    const runner = { run: () => Promise.reject(new Error('x')), toCommand: () => expect.fail('not called') }
    expect(new Repository(Note, runner).entity).equal(Note)
  })
})

// Options that no method has, and which every one that takes options must refuse.
const misspelt = { singal: new AbortController().signal } as never
const noSignal = { signal: 'stop' } as never

interface Calls {
  readonly [title: string]: (notes: Repository<typeof Note>, recorder: Recorder, options: never) => unknown
}

/** Every method that takes options, called with them. */
const calls: Calls = {
  'get.execute': (notes, _, options) => notes.get('n1').execute(options),
  'get.raw': (notes, _, options) => notes.get('n1').raw(options),
  'getOrThrow.execute': (notes, _, options) => notes.getOrThrow('n1').execute(options),
  'refresh.execute': (notes, _, options) => notes.refresh('n1').execute(options),
  'save.execute': (notes, _, options) => notes.save(note).execute(options),
  'save.raw': (notes, _, options) => notes.save(note).raw(options),
  'create.execute': (notes, _, options) => notes.create(note).execute(options),
  'update.execute': (notes, _, options) => notes.update('n1').set('text', 'y').execute(options),
  'update.raw': (notes, _, options) => notes.update('n1').set('text', 'y').raw(options),
  'delete.execute': (notes, _, options) => notes.delete('n1').execute(options),
  'query.execute': (notes, _, options) => notes.query().where('id').eq('n1').execute(options),
  'query.collect': (notes, _, options) => notes.query().where('id').eq('n1').collect(options),
  'query.first': (notes, _, options) => notes.query().where('id').eq('n1').first(options),
  'query.count': (notes, _, options) => notes.query().where('id').eq('n1').count(options),
  'query.page': (notes, _, options) => notes.query().where('id').eq('n1').page(options),
  'query.pages': (notes, _, options) => notes.query().where('id').eq('n1').pages(options).next(),
  'query.items': (notes, _, options) => notes.query().where('id').eq('n1').items(options).next(),
  'scan.execute': (notes, _, options) => notes.scan().execute(options),
  getMany: (notes, _, options) => notes.getMany(['n1'], options),
  'getMany.execute': (notes, _, options) => notes.getMany(['n1']).execute(options),
  'getMany.items': (notes, _, options) => notes.getMany(['n1']).items(options).next(),
  saveMany: (notes, _, options) => notes.saveMany([note], options),
  deleteMany: (notes, _, options) => notes.deleteMany(['n1'], options),
  createTable: (notes, _, options) => notes.createTable(options),
  deleteTable: (notes, _, options) => notes.deleteTable(options),
  tableExists: (notes, _, options) => notes.tableExists(options),
  'batch of a list': (notes, recorder, options) => recorder.batch([notes.save(note)], options),
  'batch around a function': (notes, recorder, options) =>
    recorder.batch(async () => void (await notes.save(note)), options),
  batchGet: (notes, recorder, options) => recorder.batchGet([notes.get('n1')], options),
  'transaction of a list': (notes, recorder, options) => recorder.transaction([notes.save(note)], options),
  'transaction around a function': (notes, recorder, options) =>
    recorder.transaction(async () => void (await notes.save(note)), options),
  transactionGet: (notes, recorder, options) => recorder.transactionGet([notes.get('n1')], options),
}

describe('options of methods', () => {
  for (const [title, call] of Object.entries(calls)) {
    for (const [what, options, message] of [
      ['an unknown option', misspelt, 'there is no option `singal`; did you mean `signal`?'],
      ['an invalid signal', noSignal, "`signal` must be an AbortSignal, but is 'stop'"],
      ['null', null as never, 'the options must be an object, but are null'],
      ['a number', 5 as never, 'the options must be an object, but are 5'],
    ] as const)
      it(`${title} refuses ${what}, and sends nothing`, async () => {
        const recorder = new Recorder()
        const work = async () => call(new Repository(Note, recorder), recorder, options)
        expect((await rejection(work(), InvalidOptionError)).message).contain(message)
        expect(recorder.commands).deep.equal([])
      })
  }

  for (const [title, options, call, message] of [
    ['saveMany', { concurrency: 0 }, calls['saveMany'], '`concurrency` must be a positive integer, but is 0'],
    ['saveMany', { overwrite: 'yes' }, calls['saveMany'], '`overwrite` must be true or false'],
    [
      'deleteMany',
      { duplicates: 'first' },
      calls['deleteMany'],
      "`duplicates` must be 'last' or 'refuse', but is 'first'",
    ],
    [
      'getMany',
      { concurrency: '5' },
      calls['getMany'],
      "`concurrency` must be a positive integer, but is '5'",
    ],
    ['getMany', { onProgress: 'log' }, calls['getMany'], '`onProgress` must be a function'],
    [
      'batchGet',
      { concurrency: 1.5 },
      calls['batchGet'],
      '`concurrency` must be a positive integer, but is 1.5',
    ],
    ['batch', { concurrency: -1 }, calls['batch of a list'], '`concurrency`'],
    ['batch', { size: 10 }, calls['batch of a list'], 'there is no option `size`'],
    [
      'batch',
      { size: 26 },
      calls['batch around a function'],
      '`size` must be an integer from 1 to 25, but is 26',
    ],
    [
      'batch',
      { concurrency: NaN },
      calls['batch around a function'],
      '`concurrency` must be a positive integer, but is NaN',
    ],
    [
      'transaction',
      { token: '' },
      calls['transaction of a list'],
      '`token` must be a string of 1 to 36 characters',
    ],
    ['transaction', { autoCommit: true }, calls['transaction of a list'], 'there is no option `autoCommit`'],
    ['transaction', { token: 5 }, calls['transaction around a function'], '`token` must be a string'],
    [
      'transaction',
      { commitEvery: 5 },
      calls['transaction around a function'],
      '`commitEvery` requires `autoCommit: true`',
    ],
    [
      'transaction',
      { autoCommit: 'yes' },
      calls['transaction around a function'],
      '`autoCommit` must be true or false',
    ],
    [
      'transaction',
      { autoCommit: true, commitEvery: 101 },
      calls['transaction around a function'],
      'from 1 to 100, but is 101',
    ],
    ['createTable', { wait: 'no' }, calls['createTable'], "`wait` must be true or false, but is 'no'"],
    ['createTable', { limit: 5 }, calls['createTable'], 'there is no option `limit`'],
  ] as const)
    it(`${title} refuses ${JSON.stringify(options)}`, async () => {
      const recorder = new Recorder()
      const work = async () => call?.(new Repository(Note, recorder), recorder, options as never)
      expect((await rejection(work(), InvalidOptionError)).message).contain(message)
      expect(recorder.commands).deep.equal([])
    })

  for (const [title, build] of Object.entries<(notes: Repository<typeof Note>) => unknown>({
    'save.returning': (notes) => notes.save(note).returning('new' as 'old'),
    'delete.returning': (notes) => notes.delete('n1').returning('all' as 'old'),
    'update.returning': (notes) => notes.update('n1').returning('ALL_NEW' as 'new'),
    'get.onInvalid': (notes) => notes.get('n1').onInvalid('ignore' as 'skip'),
    'getMany.onInvalid': (notes) => notes.getMany(['n1']).onInvalid(true as never),
    'query.onInvalid': (notes) => notes.query().onInvalid('drop' as 'skip'),
    'query.limit': (notes) => notes.query().limit('5' as never),
    'query.pageSize': (notes) => notes.query().pageSize(2 ** 31),
    'scan.segments': (notes) => notes.scan().segments(0),
    'query.budget': (notes) => notes.query().budget({ request: 5 } as never),
    'update.idempotent': (notes) => notes.update('n1').idempotent(''),
  }))
    it(`${title} refuses unknown arguments when it is called`, () => {
      const [, option] = title.split('.')
      const error = thrown(() => build(new Repository(Note, new Recorder())), InvalidOptionError)
      expect(error.message).contain(option === 'idempotent' ? '`token`' : `\`${option}`)
    })

  it('a Recorder refuses a client, and what no executor has', () => {
    expect(thrown(() => new Recorder({ client: {} } as never), InvalidOptionError).message).match(
      /^Recorder: there is no option `client`/,
    )
    expect(thrown(() => new Recorder({ scan: 'allow' } as never), InvalidOptionError).message).contain(
      '`scans`',
    )
    expect(thrown(() => new Recorder({ gather: 'yes' } as never), InvalidOptionError).option).equal('gather')
  })

  for (const options of [{ prot: 8000 }, { port: '8000' }, { port: -1 }, { port: 65_536 }, 8000, null])
    it(`startLocal refuses ${JSON.stringify(options)}`, async () => {
      expect((await rejection(startLocal(options as never), InvalidOptionError)).message).match(
        /^startLocal: /,
      )
    })

  for (const cursor of ['', null, 5, {}])
    it(`after(${JSON.stringify(cursor)}) does not start at the beginning`, async () => {
      const recorder = new Recorder()
      const query = new Repository(Note, recorder)
        .query()
        .where('id')
        .eq('n1')
        .after(cursor as string)
      for (const run of [() => query.page(), () => query.execute(), () => query.items().next()])
        expect(await rejection(run(), InvalidCursorError)).property('reason', 'malformed')
      expect(recorder.commands).deep.equal([])
    })

  it('after(undefined) starts at the beginning', async () => {
    const recorder = new Recorder().answer('Query', { Items: [] })
    expect(await new Repository(Note, recorder).query().where('id').eq('n1').after(undefined)).deep.equal([])
  })
})
