// Every option of an executor is checked when it is made, by one table; its rows are documented.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { InvalidOptionError } from '../../lib/errors/invalid-option-error.js'
import type { OptionRow } from '../../lib/errors/option-table.js'
import { CommandExecutor } from '../../lib/executor/command-executor.js'
import { type ExecutorOptions, executorOptions } from '../../lib/executor/executor-options.js'
import { thrown } from '../support/rejection.js'

const client = new DynamoDBClient({ region: 'local' })

/** Values that each option takes, and values that it refuses, each with what the message says. */
const cases: Record<
  keyof ExecutorOptions,
  { good: readonly unknown[]; bad: readonly (readonly [unknown, string])[] }
> = {
  client: {
    good: [client, { send() {} }],
    bad: [
      [{}, 'a DynamoDBClient, but is an object'],
      ['x', "but is 'x'"],
      [null, 'null'],
    ],
  },
  region: {
    good: ['eu-west-1', '', () => undefined],
    bad: [
      [5, 'a string, or a function'],
      [null, 'null'],
    ],
  },
  transport: { good: ['sdk', 'direct'], bad: [['http', "'sdk'"]] },
  endpoint: { good: ['http://127.0.0.1:1', () => ''], bad: [[new URL('http://a'), 'but is an URL']] },
  autoCreateTables: {
    good: [true, false],
    bad: [
      ['false', "true or false, but is 'false'"],
      [0, 'but is 0'],
    ],
  },
  timeout: {
    good: [{}, { attempt: 1, total: Infinity, table: 5 }],
    bad: [
      [
        { total: NaN },
        '`timeout.total` must be a positive number of milliseconds, or Infinity for no limit, but is NaN',
      ],
      [{ total: '5' }, "but is '5'"],
      [{ total: -1 }, 'but is -1'],
      [{ attempt: 0 }, '`timeout.attempt`'],
      [{ table: null }, '`timeout.table`'],
      [{ totl: 5 }, 'there is no option `timeout.totl`; did you mean `timeout.total`?'],
      [5_000, 'an object with `attempt`, `total` and `table`, but is 5000'],
    ],
  },
  scans: {
    good: ['warn', 'allow', 'forbid'],
    bad: [
      ['maybe', "'warn', 'allow' or 'forbid', but is 'maybe'"],
      [true, 'true'],
    ],
  },
  concurrency: {
    good: [1, 500],
    bad: [
      [0, 'a positive integer, but is 0'],
      [1.5, '1.5'],
      [Infinity, 'Infinity'],
      ['8', "'8'"],
    ],
  },
  retry: {
    good: [{}, { conflicts: { attempts: 1 } }],
    bad: [
      [{ conflict: {} }, 'did you mean `retry.conflicts`?'],
      [3, 'an object'],
    ],
  },
  gather: {
    good: [true, false],
    bad: [
      ['yes', "but is 'yes'"],
      [1, 'but is 1'],
    ],
  },
  secret: {
    good: ['x'.repeat(16), { key: 'x'.repeat(16) }],
    bad: [
      ['short', 'but has 5'],
      [5, 'a number'],
    ],
  },
  observers: {
    good: [[], [{ onCommand() {} }]],
    bad: [
      [{}, '`observers` must be an array, but is an object'],
      [[{}], '`observers[0]` must be an object with one or more of the methods'],
      [
        [{ onComand() {} }],
        'there is no option `observers[0].onComand`; did you mean `observers[0].onCommand`?',
      ],
      [[{ onScan: true }], '`observers[0].onScan` must be a function, but is true'],
      [[undefined], '`observers[0]`'],
    ],
  },
  bodies: { good: ['own', 'sdk'], bad: [['none', "'own' or 'sdk'"]] },
  reportDropped: { good: [true, false], bad: [['true', "but is 'true'"]] },
}

describe('the options of an executor', () => {
  for (const [name, { good, bad }] of Object.entries(cases)) {
    it(`${name}: takes what fits, and undefined`, () => {
      for (const value of [...good, undefined])
        expect(new CommandExecutor({ [name]: value }).options).an('object')
    })

    for (const [value, message] of bad)
      it(`${name}: refused with "${message}"`, () => {
        const error = thrown(() => new CommandExecutor({ [name]: value }), InvalidOptionError)
        expect(error.message)
          .match(/^CommandExecutor: /)
          .contain(message)
        expect(error.option.startsWith(name)).equal(true)
      })
  }

  it('each has a sentence of documentation', () => {
    for (const row of Object.values<OptionRow>(executorOptions)) expect(row.doc).match(/^[A-Z].*\.$/)
  })

  for (const [title, given, message] of [
    ['a misspelled one', { autoCreateTable: false }, 'did you mean `autoCreateTables`?'],
    ['one that is not set', { sacns: undefined }, 'did you mean `scans`?'],
    ['one of another library', { credentials: {} }, 'the options are `client`, `region`'],
    ['null', null, 'the options must be an object, but are null'],
    ['a string', 'eu-west-1', "the options must be an object, but are 'eu-west-1'"],
  ] as const)
    it(`refuses ${title}`, () => {
      expect(thrown(() => new CommandExecutor(given as never), InvalidOptionError).message).contain(message)
    })

  it('explains how to pass a client given instead of options', () => {
    const error = thrown(() => new CommandExecutor(client as never), InvalidOptionError)
    expect(error.message).equal(
      'CommandExecutor: pass the client as an option: new CommandExecutor({ client })',
    )
  })
})
