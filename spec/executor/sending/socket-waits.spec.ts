import { once } from 'node:events'
import { Agent, type ClientRequest, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { expect } from 'chai'
import { socketWaits } from '../../../lib/executor/sending/socket-waits.js'

const header = 'amz-sdk-invocation-id'
const requested = (id: string) => ({ protocol: 'http:', headers: { [header]: id } })

describe('executor/socket-waits', () => {
  let port = 0
  const server = createServer((_, response) => void setTimeout(() => response.end(), 30))
  before(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  })
  after(() => {
    server.close()
    server.closeAllConnections()
  })

  const sent = (agent: Agent, id: string): ClientRequest =>
    request({ port, host: '127.0.0.1', agent, headers: { [header]: id } }, (reply) => reply.resume()).end()
  const clientOf = (agent: () => Agent | undefined) => ({
    config: { requestHandler: { httpHandlerConfigs: () => ({ httpAgent: agent() }) } },
  })

  function noted() {
    const log: string[] = []
    return { log, waits: () => void log.push('waits'), begins: () => void log.push('begins') }
  }

  it('reports requests that wait, and when they get a socket, and does not report others', async () => {
    const agent = new Agent({ maxSockets: 1 })
    const waits = socketWaits()
    const [one, two] = [noted(), noted()]
    const client = clientOf(() => agent)
    waits.watch(client, requested('a'), one)
    waits.watch(client, requested('b'), two)
    const first = sent(agent, 'a')
    const second = sent(agent, 'b')
    await turn()
    expect([one.log, two.log]).to.deep.equal([[], ['waits']])
    await once(first, 'close')
    await once(second, 'close')
    expect([one.log, two.log]).to.deep.equal([[], ['waits', 'begins']])
    agent.destroy()
  })

  it('waits for a handler that has not loaded its agent yet', async () => {
    const agent = new Agent({ maxSockets: 1 })
    let loaded: Agent | undefined
    const waiter = noted()
    socketWaits().watch(
      clientOf(() => loaded),
      requested('b'),
      waiter,
    )
    const first = sent(agent, 'a')
    const second = sent(agent, 'b')
    await turn()
    await turn()
    expect(waiter.log).to.deep.equal([])
    loaded = agent
    await turn()
    await turn()
    expect(waiter.log).to.deep.equal(['waits'])
    first.destroy()
    second.destroy()
    first.on('error', () => {})
    second.on('error', () => {})
    agent.destroy()
  })

  it('finds a request late, and leaves no listener on it in the end', async () => {
    const agent = new Agent({ maxSockets: 1 })
    const waits = socketWaits()
    const waiter = noted()
    const wait = waits.watch(
      clientOf(() => agent),
      requested('b'),
      waiter,
    )
    await turn()
    expect(wait?.look()).to.equal(false)
    const first = sent(agent, 'a')
    const second = sent(agent, 'b')
    const before = second.listenerCount('socket')
    expect(wait?.look()).to.equal(true)
    expect(wait?.look()).to.equal(true)
    expect(waiter.log).to.deep.equal(['waits'])
    expect(second.listenerCount('socket')).to.equal(before + 1)
    wait?.end()
    expect(second.listenerCount('socket')).to.equal(before)
    await once(first, 'close')
    await once(second, 'close')
    expect(waiter.log).to.deep.equal(['waits'])
    agent.destroy()
  })

  for (const [what, client, given] of [
    ['a stand-in for a client', { send: () => {} }, requested('a')],
    ['a handler without agents', { config: { requestHandler: { handle: () => {} } } }, requested('a')],
    ['a request without the name of its call', clientOf(() => undefined), { headers: {} }],
    ['a client that is not known', undefined, undefined],
  ] as const)
    it(`knows nothing of ${what}`, () => {
      expect(socketWaits().watch(client, given, noted())).to.equal(undefined)
    })
})
