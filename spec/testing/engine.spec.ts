import { expect } from 'chai'
import { openStore } from '../../lib/testing/dynalite-store.js'
import { createEngine, type Engine } from '../../lib/testing/engine.js'

describe('engine', () => {
  let engine: Engine
  beforeEach(async () => {
    engine = createEngine(await openStore())
  })
  const ask = async (operation: string, body = '{}') => {
    const { statusCode, body: text } = await engine.answer(`DynamoDB_20120810.${operation}`, body)
    return { statusCode, ...JSON.parse(text) }
  }

  it('answers in JSON', async () => {
    expect(await ask('ListTables')).to.deep.equal({ statusCode: 200, TableNames: [] })
  })

  it('refuses what it does not know by name', async () => {
    const answer = await ask('ExecuteStatement')
    expect(answer.statusCode).to.equal(400)
    expect(answer.__type).to.match(/#UnknownOperationException$/)
    expect(answer.message).to.contain('ExecuteStatement')
    expect((await ask('constructor')).__type).to.match(/#UnknownOperationException$/)
  })

  it('refuses a body that is no JSON object', async () => {
    for (const body of ['', '{', 'null', '1'])
      expect((await ask('ListTables', body)).__type).to.match(/#SerializationException$/)
  })

  it('answers a fault of its own as the service would, and throws nothing', async () => {
    const broken = createEngine(() => Promise.reject(new TypeError('lost')))
    const { statusCode, body } = await broken.answer('DynamoDB_20120810.ListTables', '{}')
    expect(statusCode).to.equal(500)
    expect(body).to.contain('InternalServerError').and.to.contain('lost')
  })

  it('refuses everything once it was stopped', async () => {
    const last = ask('ListTables')
    await engine.stop()
    expect((await last).statusCode).to.equal(200)
    expect((await ask('ListTables')).message).to.equal('The embedded DynamoDB was stopped')
  })
})
