// A long run of gets over HTTP under faults: none is lost, the heap does not grow, sockets are reused. `node --import
// tsx benchmarks/soak.ts`
import { fork } from 'node:child_process'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { Sha256 } from '@smithy/core/checksum'
import { HttpRequest } from '@smithy/core/protocols'
import { SignatureV4 } from '@smithy/signature-v4'
import { CommandExecutor, Entity, Repository } from 'dyntastic'
import { integer, string } from 'superstruct'

const { values: options } = parseArgs({
  options: {
    gets: { type: 'string', default: '1000000' },
    transport: { type: 'string', default: 'direct' },
    server: { type: 'boolean', default: false },
  },
})
const region = 'eu-west-1'
/**
 * The SDK's retries have a quota, of 35 at a time: more calls than that, refused at once for their clock, would not
 * all be retried.
 */
const concurrency = 24
const sockets = 16
const secretOf = (accessKeyId: string): string => `secret of ${accessKeyId}`

/** Of a thousand requests, how many meet each fault. */
const faults = { reset: 8, cut: 4, hang: 0.2, unavailable: 8, throttle: 4 } as const
/**
 * The server's clock is set again after this number of requests, and what is signed for another time is refused. It
 * is always wrong: the SDK retries after such a refusal only if the clocks are four minutes apart, and so does the
 * direct transport.
 */
const clockEvery = 20_000
const clockSteps = [3_600_000, -3_600_000, 600_000, -1_200_000]
/** One of this number of signatures is computed again, by the SDK's signer. */
const verifiedEvery = 20

if (options.server) await serve()
else await soak(Number(options.gets))

/** What the server counted. */
interface Counts {
  requests: number
  connections: number
  /** Connections that the client closed, as it does after an attempt that ran into its time limit. */
  closed: number
  verified: number
  forged: number
  skewed: number
  met: Record<string, number>
}

async function serve(): Promise<void> {
  const counts: Counts = {
    requests: 0,
    connections: 0,
    closed: 0,
    verified: 0,
    forged: 0,
    skewed: 0,
    met: {},
  }
  const server = createServer((request, response) => void reply(request, response, counts))
  server.keepAliveTimeout = 60_000
  server.on('connection', (socket) => {
    counts.connections++
    socket.once('end', () => counts.closed++)
  })
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
  process.on('message', (message) => {
    if (message === 'counts') process.send?.(counts)
    else process.exit(0)
  })
}

async function reply(request: IncomingMessage, response: ServerResponse, counts: Counts): Promise<void> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  const turn = counts.requests++
  const ahead = clockSteps[Math.floor(turn / clockEvery) % clockSteps.length] ?? 0
  const now = Date.now() + ahead
  const headers = { 'content-type': 'application/x-amz-json-1.0', date: new Date(now).toUTCString() }
  const say = (status: number, text: string): void => {
    response.writeHead(status, {
      ...headers,
      'x-amzn-requestid': `R${turn}`,
      'content-length': Buffer.byteLength(text),
    })
    response.end(text)
  }
  const refuse = (status: number, type: string): void =>
    say(status, JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: type }))

  const signedAt = timeOf(String(request.headers['x-amz-date']))
  if (Math.abs(signedAt - now) > 300_000) {
    counts.skewed++
    return refuse(400, 'InvalidSignatureException')
  }
  if (turn % verifiedEvery === 0) {
    counts.verified++
    if (!(await isSignedWell(request, body))) {
      counts.forged++
      return refuse(400, 'UnrecognizedClientException')
    }
  }
  const fault = faultOf(Math.random() * 1000)
  if (fault !== undefined) counts.met[fault] = (counts.met[fault] ?? 0) + 1
  if (fault === 'hang') return
  if (fault === 'reset') return void request.socket.destroy()
  if (fault === 'unavailable') return say(503, '<html>Service Unavailable</html>')
  if (fault === 'throttle') return refuse(400, 'ProvisionedThroughputExceededException')
  const { id } = JSON.parse(body).Key
  const item = JSON.stringify({
    Item: { id, size: { N: String(id.S.length) }, text: { S: 'x'.repeat(300) } },
  })
  if (fault !== 'cut') return say(200, item)
  response.writeHead(200, { ...headers, 'content-length': item.length })
  response.write(item.slice(0, 100))
  setImmediate(() => request.socket.destroy())
}

function faultOf(chance: number): keyof typeof faults | undefined {
  let left = chance
  for (const [name, share] of Object.entries(faults)) {
    left -= share
    if (left < 0) return name as keyof typeof faults
  }
  return undefined
}

function timeOf(date: string): number {
  return Date.parse(date.replace(/^(.{4})(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}

// By the SDK's own signer, over the headers that the client says it signed.
async function isSignedWell(request: IncomingMessage, body: string): Promise<boolean> {
  const authorization = String(request.headers.authorization)
  const [, accessKeyId = '', names = ''] =
    /Credential=([^/]+)\/.*SignedHeaders=([^,]+)/.exec(authorization) ?? []
  const headers = Object.fromEntries(names.split(';').map((name) => [name, String(request.headers[name])]))
  const credentials = {
    accessKeyId,
    secretAccessKey: secretOf(accessKeyId),
    sessionToken: `token of ${accessKeyId}`,
  }
  const signer = new SignatureV4({ region, service: 'dynamodb', credentials, sha256: Sha256 })
  const again = await signer.sign(
    new HttpRequest({ method: 'POST', protocol: 'http:', hostname: '127.0.0.1', path: '/', headers, body }),
    { signingDate: new Date(timeOf(String(headers['x-amz-date']))) },
  )
  return again.headers['authorization'] === authorization
}

/** What there is to say of a moment of the run. */
interface Sample {
  readonly gets: number
  readonly heapMb: number
}

async function soak(gets: number): Promise<void> {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const server = fork(fileURLToPath(import.meta.url), ['--server'], { execArgv: process.execArgv })
  const { port } = await message<{ port: number }>(server)
  const client = new DynamoDBClient({
    region,
    endpoint: `http://127.0.0.1:${port}`,
    maxAttempts: 12,
    credentials: rotating(),
    requestHandler: { httpAgent: { maxSockets: sockets } },
  })
  const refusals: string[] = []
  const executor = new CommandExecutor({
    client,
    transport: options.transport === 'sdk' ? 'sdk' : 'direct',
    timeout: { attempt: 5_000, total: 60_000 },
    observers: [{ onTransportFallback: ({ reason }) => refusals.push(reason) }],
  })
  const Thing = new Entity({
    name: 'Thing',
    table: 'things',
    attributes: { id: string(), size: integer(), text: string() },
    key: { partition: 'id' },
  })
  const things = new Repository(Thing, executor)
  const lost = new Map<string, number>()
  const samples: Sample[] = []
  const sampleEvery = Math.max(1, Math.floor(gets / 10))
  let next = 0
  let done = 0

  const lane = async (): Promise<void> => {
    while (next < gets) {
      const id = `thing-${next++}`
      const end = await things.get(id).then(
        (item) => (item?.id === id && item.size === id.length ? undefined : 'another item'),
        (error: Error) => `${error.name}: ${error.message}`,
      )
      if (end !== undefined) lost.set(end, (lost.get(end) ?? 0) + 1)
      if (++done % sampleEvery === 0) {
        collect()
        samples.push({ gets: done, heapMb: process.memoryUsage().heapUsed / 2 ** 20 })
        console.log(`${done} gets, heap ${samples.at(-1)?.heapMb.toFixed(1)} MB`)
      }
    }
  }
  const from = performance.now()
  const cpu = process.cpuUsage()
  await Promise.all(Array.from({ length: concurrency }, lane))
  const { user, system } = process.cpuUsage(cpu)
  const seconds = (performance.now() - from) / 1000
  server.send('counts')
  const counts = await message<Counts>(server)
  server.send('stop')
  client.destroy()
  conclude({ gets, lost, samples, counts, refusals, seconds, cpuMicroseconds: (user + system) / gets })
}

interface Run {
  readonly gets: number
  readonly lost: ReadonlyMap<string, number>
  readonly samples: readonly Sample[]
  readonly counts: Counts
  readonly refusals: readonly string[]
  readonly seconds: number
  readonly cpuMicroseconds: number
}

function conclude({ gets, lost, samples, counts, refusals, seconds, cpuMicroseconds }: Run): void {
  const { reset = 0, cut = 0, hang = 0 } = counts.met
  // A busy machine lets a few attempts more than those that hang run into their time limit.
  const late = gets / 10_000
  const warm = samples.slice(Math.floor(samples.length / 5))
  const growth = (warm.at(-1)?.heapMb ?? 0) - (warm[0]?.heapMb ?? 0)
  const checks = {
    'no get was lost': lost.size === 0,
    'every signature was right': counts.forged === 0,
    'each request was sent on the transport': refusals.length === 0,
    'the heap did not grow by more than 3 MB': growth <= 3,
    'sockets were reused': counts.connections <= reset + cut + counts.closed + 2 * sockets,
    'the client closed sockets only after time limits': counts.closed <= hang + late + 2 * sockets,
  }
  console.log(
    JSON.stringify(
      { gets, seconds: Math.round(seconds), cpuMicroseconds, growthMb: growth, ...counts },
      null,
      2,
    ),
  )
  for (const [end, times] of lost) console.log(`lost: ${times} × ${end}`)
  for (const [check, met] of Object.entries(checks)) console.log(`${met ? 'ok' : 'FAILED'}: ${check}`)
  if (Object.values(checks).includes(false)) process.exitCode = 1
}

// Credentials that end after a few seconds, as those of a role do after an hour.
function rotating() {
  let turn = 0
  return async () => {
    const accessKeyId = `AKID${++turn}`
    return {
      accessKeyId,
      secretAccessKey: secretOf(accessKeyId),
      sessionToken: `token of ${accessKeyId}`,
      // The SDK refreshes five minutes before the end.
      expiration: new Date(Date.now() + 302_000),
    }
  }
}

function message<T>(child: ReturnType<typeof fork>): Promise<T> {
  return new Promise((resolve) => child.once('message', (value) => resolve(value as T)))
}
