import { expect } from 'chai'
import { AbortedError, TimeoutError } from '../../../lib/errors/interrupted.js'
import type { Outcome } from '../../../lib/errors/outcome.js'
import { RequestFailedError } from '../../../lib/errors/request-failed-error.js'
import { TableNotFoundError } from '../../../lib/errors/table-not-found-error.js'
import {
  deleteTable,
  ensureTable,
  tableExists,
  tableMissing,
} from '../../../lib/executor/tables/create-table.js'
import type { CallName, Request } from '../../../lib/operation/ground/request.js'
import type { Runner, RunOptions } from '../../../lib/operation/ground/runner.js'
import { creationOf, put, rejection } from '../requests.js'

type Step = readonly [CallName, unknown]

const missing = new TableNotFoundError({})
const refused = (name: string, outcome: Outcome = 'nothing written') =>
  new RequestFailedError({ outcome, cause: Object.assign(new Error('no'), { name }) })
const status = (TableStatus: string, ...indexes: string[]) => ({
  Table: { TableStatus, GlobalSecondaryIndexes: indexes.map((IndexStatus) => ({ IndexStatus })) },
})

interface Scripted extends Runner {
  readonly requests: Request[]
  readonly signals: unknown[]
}

// A runner that expects exactly these calls, in this order; the last one may be repeated forever where `forever`
// says so.
function scripted(steps: readonly Step[], forever = false): Scripted {
  const requests: Request[] = []
  const signals: unknown[] = []
  return {
    requests,
    signals,
    run: async (request: Request, options?: RunOptions) => {
      const index = forever ? Math.min(requests.length, steps.length - 1) : requests.length
      requests.push(request)
      signals.push(options?.signal)
      const [call, response] = steps[index] ?? []
      expect(request.call, `call ${requests.length}`).to.equal(call)
      if (response instanceof Error) throw response
      return (response ?? {}) as never
    },
    toCommand: () => {
      throw new Error('not used')
    },
  } as Scripted
}

const request = { ...put(), operation: 'createTable', creation: creationOf() }
const withTtl = { ...request, creation: creationOf('expires') }

describe('executor/create-table', () => {
  const creations = [
    [
      'creates and waits',
      request,
      {},
      [
        ['CreateTable', {}],
        ['DescribeTable', status('ACTIVE')],
      ],
      true,
    ],
    [
      'finds it there',
      request,
      {},
      [
        ['CreateTable', refused('ResourceInUseException')],
        ['DescribeTable', status('ACTIVE')],
      ],
      false,
    ],
    [
      'waits until table and indexes are ACTIVE',
      request,
      {},
      [
        ['CreateTable', {}],
        ['DescribeTable', missing],
        ['DescribeTable', status('CREATING')],
        ['DescribeTable', status('ACTIVE', 'ACTIVE', 'CREATING')],
        ['DescribeTable', status('ACTIVE', 'ACTIVE', 'ACTIVE')],
      ],
      true,
    ],
    ['wait: false sends no DescribeTable', request, { wait: false }, [['CreateTable', {}]], true],
    [
      'wait: false, and it is there',
      request,
      { wait: false },
      [['CreateTable', refused('ResourceInUseException')]],
      false,
    ],
    [
      'creates it again when it was just being deleted',
      request,
      {},
      [
        ['CreateTable', refused('ResourceInUseException')],
        ['DescribeTable', status('DELETING')],
        ['DescribeTable', missing],
        ['CreateTable', {}],
        ['DescribeTable', status('ACTIVE')],
      ],
      true,
    ],
    [
      'switches TTL on',
      withTtl,
      {},
      [
        ['CreateTable', {}],
        ['DescribeTable', status('ACTIVE')],
        ['UpdateTimeToLive', {}],
      ],
      true,
    ],
    [
      'finds TTL on already',
      withTtl,
      {},
      [
        ['CreateTable', refused('ResourceInUseException')],
        ['DescribeTable', status('ACTIVE')],
        ['UpdateTimeToLive', refused('ValidationException')],
        [
          'DescribeTimeToLive',
          { TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' } },
        ],
      ],
      false,
    ],
    [
      'sparesTtl switches it on where this call made the table',
      withTtl,
      { sparesTtl: true },
      [
        ['CreateTable', {}],
        ['DescribeTable', status('ACTIVE')],
        ['UpdateTimeToLive', {}],
      ],
      true,
    ],
    [
      'sparesTtl leaves it to whoever made the table',
      withTtl,
      { sparesTtl: true },
      [
        ['CreateTable', refused('ResourceInUseException')],
        ['DescribeTable', status('ACTIVE')],
      ],
      false,
    ],
    [
      'sparesTtl switches it on where an attempt before may have made the table',
      withTtl,
      { sparesTtl: true },
      [
        ['CreateTable', refused('ResourceInUseException', 'unknown')],
        ['DescribeTable', status('ACTIVE')],
        ['UpdateTimeToLive', {}],
      ],
      false,
    ],
    [
      'wait: false does not insist on TTL where the table is not ready for it',
      withTtl,
      { wait: false },
      [
        ['CreateTable', {}],
        ['UpdateTimeToLive', refused('ResourceInUseException')],
      ],
      true,
    ],
  ] as const

  for (const [title, requested, options, steps, created] of creations)
    it(title, async () => {
      const runner = scripted(steps)
      expect(await ensureTable(runner, requested, options)).to.deep.equal({ created })
      expect(runner.requests).to.have.length(steps.length)
    })

  it('sends the definition as it is, in the name of the operation, and names the TTL attribute', async () => {
    const runner = scripted([
      ['CreateTable', {}],
      ['DescribeTable', status('ACTIVE')],
      ['UpdateTimeToLive', {}],
    ])
    await ensureTable(runner, withTtl)
    const [create, describe_, ttl] = runner.requests
    expect(create?.input).to.deep.equal(creationOf()().input)
    expect(describe_?.input).to.deep.equal({ TableName: 'Things' })
    expect(ttl?.input).to.deep.equal({
      TableName: 'Things',
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
    })
    for (const each of runner.requests) {
      expect(each).to.include({ entity: 'Thing', operation: 'createTable', table: request.table })
      expect(each).to.not.have.property('creation')
    }
  })

  it('passes other failures on', async () => {
    const fault = refused('AccessDeniedException')
    expect(await rejection(ensureTable(scripted([['CreateTable', fault]]), request))).to.equal(fault)
    const late = scripted([
      ['CreateTable', {}],
      ['DescribeTable', status('ACTIVE')],
      ['UpdateTimeToLive', fault],
    ])
    expect(await rejection(ensureTable(late, withTtl))).to.equal(fault)
  })

  it('gives up at its limit, loudly', async () => {
    const runner = scripted(
      [
        ['CreateTable', {}],
        ['DescribeTable', status('CREATING')],
      ],
      true,
    )
    const error = await rejection(ensureTable(runner, request, { limit: 60 }))
    expect(error).to.be.instanceOf(TimeoutError)
    expect(error.message).to.equal(
      "Thing.createTable: table 'Things' was not ready within 60 ms; it was created by this call",
    )
    expect(error).to.include({ outcome: 'written' })
    expect(runner.requests.length).to.be.within(3, 6)
  })

  it('asks without delay first, and then at growing intervals', async () => {
    const runner = scripted([
      ['CreateTable', {}],
      ...Array.from({ length: 3 }, (): Step => ['DescribeTable', status('CREATING')]),
      ['DescribeTable', status('ACTIVE')],
    ])
    const start = performance.now()
    await ensureTable(runner, request)
    expect(performance.now() - start).to.be.within(160, 10_000)
  })

  it('stops waiting when it is aborted, and passes the signal on', async () => {
    const controller = new AbortController()
    const runner = scripted(
      [
        ['CreateTable', {}],
        ['DescribeTable', status('CREATING')],
      ],
      true,
    )
    const waiting = rejection(ensureTable(runner, request, { signal: controller.signal }))
    setTimeout(() => controller.abort('enough'), 30)
    const error = await waiting
    expect(error).to.be.instanceOf(AbortedError)
    expect(error.cause).to.equal('enough')
    expect(new Set(runner.signals)).to.deep.equal(new Set([controller.signal]))
  })

  const deletions = [
    [
      'deletes and waits until it is gone',
      {},
      [
        ['DeleteTable', {}],
        ['DescribeTable', status('DELETING')],
        ['DescribeTable', missing],
      ],
      true,
    ],
    ['finds nothing to delete', {}, [['DeleteTable', missing]], false],
    ['wait: false sends no DescribeTable', { wait: false }, [['DeleteTable', {}]], true],
    [
      'waits until a table that is being made can be deleted',
      {},
      [
        ['DeleteTable', refused('ResourceInUseException')],
        ['DeleteTable', {}],
        ['DescribeTable', missing],
      ],
      true,
    ],
    [
      'waits for a deletion of somebody else',
      {},
      [
        ['DeleteTable', refused('ResourceInUseException')],
        ['DeleteTable', missing],
      ],
      false,
    ],
  ] as const

  for (const [title, options, steps, deleted] of deletions)
    it(`deleteTable ${title}`, async () => {
      const runner = scripted(steps)
      expect(await deleteTable(runner, request, options)).to.deep.equal({ deleted })
      expect(runner.requests).to.have.length(steps.length)
    })

  it('deleteTable passes other failures on', async () => {
    const fault = refused('ValidationException')
    expect(await rejection(deleteTable(scripted([['DeleteTable', fault]]), request))).to.equal(fault)
  })

  it('tableExists looks, in whatever status', async () => {
    expect(await tableExists(scripted([['DescribeTable', status('CREATING')]]), request)).to.equal(true)
    expect(await tableExists(scripted([['DescribeTable', missing]]), request)).to.equal(false)
    const fault = refused('AccessDeniedException')
    expect(await rejection(tableExists(scripted([['DescribeTable', fault]]), request))).to.equal(fault)
  })

  for (const [what, response, expected] of [
    ['is ACTIVE', status('ACTIVE'), false],
    ['is being changed', status('UPDATING'), false],
    ['is being made', status('CREATING'), true],
    ['is being deleted', status('DELETING'), true],
    ['is not there', missing, true],
    ['may not be looked at', refused('AccessDeniedException'), false],
  ] as const)
    it(`tableMissing: a table that ${what} is ${expected ? '' : 'not '}missing to a write`, async () => {
      expect(await tableMissing(scripted([['DescribeTable', response]]), request)).to.equal(expected)
    })

  it('tableMissing passes other failures on', async () => {
    const fault = refused('ThrottlingException')
    expect(await rejection(tableMissing(scripted([['DescribeTable', fault]]), request))).to.equal(fault)
  })
})
