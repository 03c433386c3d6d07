// checkUnique: what it finds in data that other programs wrote, what it repairs, and how it is resumed.
import { expect } from 'chai'
import {
  CommandExecutor,
  Entity,
  InvalidOptionError,
  Repository,
  Table,
  type UniqueProgress,
} from 'dyntastic'
import { literal, optional, string } from 'superstruct'
import { rawPut, withEngine } from '../../support/engine.js'
import { guardTroubles, memberEntity } from '../../support/members.js'
import { rejection } from '../../support/rejection.js'

describe('checkUnique', () => {
  const engine = withEngine()

  async function parts() {
    const table = engine.name('members')
    const members = new Repository(memberEntity(table), new CommandExecutor({ client: engine.client }))
    await members.createTable()
    const item = (memberId: string, more: Record<string, string>) =>
      rawPut(engine.client, table, {
        memberId: { S: memberId },
        points: { N: '0' },
        ...Object.fromEntries(Object.entries(more).map(([name, S]) => [name, { S }])),
      })
    const guard = (value: string, of: string, names = ['e']) =>
      rawPut(engine.client, table, {
        memberId: { S: `dyntastic:unique#${JSON.stringify(['Member', names, ['S', value]])}` },
        _unique: { S: JSON.stringify(['Member', names]) },
        _of: { M: { memberId: { S: of } } },
      })
    return { table, members, item, guard }
  }

  it('finds nothing wrong with what the library wrote', async () => {
    const { members } = await parts()
    for (let at = 0; at < 30; at++)
      await members.create({
        memberId: `m${at}`,
        email: `e${at}`,
        ...(at % 2 === 0 ? { leavesAt: new Date(2e12) } : {}),
      })
    const counts = { items: 30, guards: 30, found: 0, repaired: 0 }
    expect(await members.checkUnique()).deep.equal({ ...counts, faults: [] })
    expect(await members.checkUnique({ repair: true, segments: 4 })).deep.equal({ ...counts, faults: [] })
  })

  it('reports missing and stray guards, and repairs them on request', async () => {
    const { table, members, item, guard } = await parts()
    await item('m1', { e: 'a', club: 'c', nickname: 'n' })
    await item('m2', { e: 'b' })
    await guard('b', 'm2')
    await guard('gone', 'm9')
    await guard('old', 'm2')
    await guard('x', 'm2', ['dropped'])
    const report = await members.checkUnique()
    expect(report).deep.include({ items: 2, guards: 4, found: 5, repaired: 0 })
    const faults = report.faults.map(({ fault, attributes, key, repaired }) => [
      fault,
      attributes,
      key,
      repaired,
    ])
    expect(faults).deep.members([
      ['missing', ['email'], { memberId: 'm1' }, false],
      ['missing', ['club', 'nickname'], { memberId: 'm1' }, false],
      ['stray', ['email'], { memberId: 'm9' }, false],
      ['stray', ['email'], { memberId: 'm2' }, false],
      ['stray', ['dropped'], { memberId: 'm2' }, false],
    ])
    expect(await members.checkUnique({ repair: true })).deep.include({ found: 5, repaired: 5 })
    expect(await guardTroubles(engine.client, table)).deep.equal([])
    expect(await members.checkUnique()).deep.include({ found: 0, guards: 3 })
  })

  it('reports duplicates, and leaves them', async () => {
    const { members, item } = await parts()
    await item('m1', { e: 'a' })
    await item('m2', { e: 'a' })
    const first = await members.checkUnique({ repair: true })
    expect(first.faults.map(({ fault, repaired }) => [fault, repaired])).deep.equal([
      ['missing', true],
      ['duplicate', false],
    ])
    const [fault] = (await members.checkUnique({ repair: true })).faults
    expect(fault).deep.include({ fault: 'duplicate', attributes: ['email'], repaired: false })
    expect([fault?.key['memberId'], fault?.owner?.['memberId']].sort()).deep.equal(['m1', 'm2'])
  })

  it('gives a guard back its time to live, and a value that a stray guard holds to the item that has it', async () => {
    const { table, members, item, guard } = await parts()
    await item('m1', { e: 'a' })
    await guard('a', 'm8')
    await members.create({ memberId: 'm2', email: 'b' })
    await rawPut(engine.client, table, {
      memberId: { S: 'm2' },
      e: { S: 'b' },
      points: { N: '0' },
      leavesAt: { N: '2000000000' },
    })
    expect(await members.checkUnique({ repair: true })).deep.include({ found: 2, repaired: 2 })
    expect(await guardTroubles(engine.client, table)).deep.equal([])
    expect(await members.checkUnique()).deep.include({ found: 0 })
  })

  it('goes on at a checkpoint, and refuses those of other checks', async () => {
    const { members } = await parts()
    for (let at = 0; at < 5; at++) await members.create({ memberId: `m${at}`, email: `e${at}` })
    const seen: UniqueProgress[] = []
    await members.checkUnique({ segments: 2, onProgress: (progress) => void seen.push(progress) })
    expect(seen.at(-1)).include({ items: 5, guards: 5 })
    const resume = seen.at(-1)?.checkpoint ?? ''
    expect(await members.checkUnique({ segments: 2, resume })).deep.include({ items: 0, guards: 0 })
    const first = seen[0]?.checkpoint ?? ''
    expect((await members.checkUnique({ segments: 2, resume: first })).items).lessThan(5)
    for (const [given, words] of [
      [{ resume }, 'is a checkpoint of 2 segments: set `segments` to 2'],
      [{ resume: 'nothing' }, 'is not a checkpoint of checkUnique()'],
      [{ resume: '' }, 'is not a checkpoint of checkUnique()'],
      [{ segments: 0 }, '`segments` must be an integer'],
      [{ repear: true }, '`repear`'],
    ] as const)
      expect((await rejection(members.checkUnique(given as never), InvalidOptionError)).message).contain(
        words,
      )
    const { members: others } = await parts()
    expect(
      (await rejection(others.checkUnique({ segments: 2, resume }), InvalidOptionError)).message,
    ).contain('another table')
    const ended = members.checkUnique({ onProgress: () => Promise.reject(new TypeError('stop')) })
    await rejection(ended, TypeError)
  })

  it('is not confused by writers at work', async () => {
    const { table, members } = await parts()
    for (let at = 0; at < 10; at++) await members.create({ memberId: `m${at}`, email: `e${at}` })
    let going = true
    const writers = [0, 1, 2].map(async (writer) => {
      for (let at = 0; going; at++) await members.save({ memberId: `m${writer}`, email: `w${writer}-${at}` })
    })
    for (let at = 0; at < 5; at++)
      expect(await members.checkUnique({ repair: true })).deep.include({ found: 0 })
    going = false
    await Promise.all(writers)
    expect(await guardTroubles(engine.client, table)).deep.equal([])
  })

  it('leaves items and guards of other entities of the table alone, and a table that is missing', async () => {
    const table = new Table({ name: engine.name('kinds') })
    const key = { partition: 'id' } as const
    const attributes = { id: string(), email: optional(string()) }
    const A = new Entity({
      name: 'A',
      table,
      attributes: { ...attributes, kind: literal('a') },
      key,
      unique: ['email'],
    })
    const B = new Entity({
      name: 'B',
      table,
      attributes: { ...attributes, kind: literal('b') },
      key,
      unique: ['email'],
    })
    const executor = new CommandExecutor({ client: engine.client })
    const [as, bs] = [new Repository(A, executor), new Repository(B, executor)]
    expect(await as.checkUnique()).deep.equal({ items: 0, guards: 0, found: 0, repaired: 0, faults: [] })
    await as.create({ id: '1', kind: 'a', email: 'x' })
    await bs.create({ id: '2', kind: 'b', email: 'x' })
    expect(await as.checkUnique({ repair: true })).deep.include({ items: 1, guards: 1, found: 0 })
    expect(await bs.checkUnique({ repair: true })).deep.include({ items: 1, guards: 1, found: 0 })
  })
})
