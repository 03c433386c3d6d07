// Reading what other programs wrote: missing, mistyped and unknown attributes, and what a call can do about them.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { attribute, CommandExecutor, Entity, InvalidItemError, Repository } from 'dyntastic'
import { array, date, integer, object, optional, string } from 'superstruct'
import { type RawItem, rawGet, rawPut, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'

describe('damaged data', () => {
  const engine = withEngine()

  function patientEntity(table: string) {
    return new Entity({
      name: 'Patient',
      table,
      attributes: {
        id: string(),
        name: attribute(string(), { name: 'full.name' }),
        visits: array(object({ at: date(), room: integer() })),
        weight: optional(attribute(string(), { as: 'decimal' })),
        clinic: attribute(string(), { default: 'north' }),
      },
      key: { partition: 'id' },
    })
  }

  async function clinic() {
    const table = engine.name('patients')
    const patients = new Repository(patientEntity(table), new CommandExecutor({ client: engine.client }))
    await patients.createTable()
    const good: RawItem = {
      id: { S: 'p1' },
      'full.name': { S: 'Ada' },
      visits: { L: [{ M: { at: { S: '2026-03-01T10:00:00.000Z' }, room: { N: '7' } } }] },
    }
    const put = (change: RawItem) => rawPut(engine.client, table, { ...good, ...change })
    return { table, patients, good, put }
  }

  it('what is missing takes its default, what is unknown is left alone, and the rest comes as it is', async () => {
    const { patients, put } = await clinic()
    await put({ written: { S: 'by another program' } })
    expect({ ...(await patients.getOrThrow('p1')) }).to.deep.equal({
      id: 'p1',
      name: 'Ada',
      visits: [{ at: new Date('2026-03-01T10:00:00.000Z'), room: 7 }],
      clinic: 'north',
    })
  })

  it('what does not fit is refused with its key and every place, and with none of its values', async () => {
    const { patients, put, table } = await clinic()
    await put({
      'full.name': { N: '5' },
      visits: {
        L: [{ M: { at: { S: 'secret-yesterday' }, room: { S: 'secret-room' } } }, { S: 'secret-visit' }],
      },
      weight: { S: 'secret-weight' },
    })
    const before = await rawGet(engine.client, table, { id: { S: 'p1' } })
    const error = await rejection(patients.get('p1').execute(), InvalidItemError)
    expect(error.key).to.deep.equal({ id: 'p1' })
    expect(error).to.include({ entity: 'Patient', operation: 'get' })
    expect(error.failures.map(({ path }) => path).sort()).to.deep.equal([
      'name',
      'visits[0].at',
      'visits[0].room',
      'visits[1]',
      'weight',
    ])
    for (const shown of [
      error.message,
      error.stack ?? '',
      JSON.stringify(error),
      inspect(error, { depth: 10 }),
    ])
      expect(shown).not.to.include('secret-')
    // The program can look at what is stored, and reading has changed nothing.
    expect(error.stored).to.deep.equal(before)
    expect(await rawGet(engine.client, table, { id: { S: 'p1' } })).to.deep.equal(before)
  })

  it('a call can skip it, or put something in its place, and then write it right', async () => {
    const { patients, put } = await clinic()
    await put({ visits: { S: 'none' } })
    expect(await patients.get('p1').onInvalid('skip')).to.equal(undefined)
    await rejection(patients.get('p1').onInvalid('throw').execute(), InvalidItemError)
    const seen: unknown[] = []
    const repaired = await patients.get('p1').onInvalid((stored, error) => {
      seen.push(
        stored['visits'],
        error.failures.map(({ path }) => path),
      )
      return { id: 'p1', name: 'Ada', visits: [], clinic: 'north' }
    })
    expect(seen).to.deep.equal([{ S: 'none' }, ['visits']])
    if (repaired === undefined) throw new Error('the item is there')
    await patients.save(repaired)
    expect({ ...(await patients.getOrThrow('p1')) }).to.deep.equal({
      id: 'p1',
      name: 'Ada',
      visits: [],
      clinic: 'north',
    })
  })

  it('the sound parts of a damaged item can be read, and its damaged parts cannot', async () => {
    const { patients, put } = await clinic()
    await put({ visits: { S: 'none' } })
    expect({ ...(await patients.getOrThrow('p1').select('name')) }).to.deep.equal({ name: 'Ada' })
    const error = await rejection(patients.get('p1').select('name', 'visits').execute(), InvalidItemError)
    expect(error.failures.map(({ path }) => path)).to.deep.equal(['visits'])
  })

  it('a damaged item can still be deleted and replaced, and is shown as stored where a condition on it fails', async () => {
    const { patients, put, table } = await clinic()
    await put({ 'full.name': { N: '5' } })
    const failure = await rejection(patients.delete('p1').if('name').eq('Ada'), Error)
    expect(failure).to.include({ code: 'CONDITION_FAILED' })
    expect(Reflect.get(failure, 'item')).to.equal(undefined)
    expect(Reflect.get(failure, 'stored')).to.deep.include({ 'full.name': { N: '5' } })
    await patients.delete('p1')
    expect(await rawGet(engine.client, table, { id: { S: 'p1' } })).to.equal(undefined)
  })
})
