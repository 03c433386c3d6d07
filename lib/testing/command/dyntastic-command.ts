// Command `dyntastic local`: serves the embedded engine over HTTP until it is interrupted.
import { createEngine } from '../engine/engine.js'
import { listenOnLoopback } from '../engine/loopback-server.js'
import { removeExpired } from '../engine/tables/time-to-live.js'
import { type GivenOptions, type OptionLine, optionHelp, readOptions, unknown } from './command-line.js'

/** The environment of a command: a process, or a spec. */
export interface CommandSurroundings {
  print(text: string): void
  printError(text: string): void
  /** Calls back once when the process should stop. */
  onStop(stop: () => void): void
}

const localOptions = {
  host: { value: 'address', doc: 'The address to listen on. Default: 127.0.0.1.' },
  port: { value: 'number', doc: 'The port to listen on; 0 for any free port. Default: 8000.' },
  help: { doc: 'Shows this help.' },
} satisfies { readonly [name: string]: OptionLine }

/** How often expired items are removed. */
const sweepTime = 1000

const help = `Usage: dyntastic local [options]

Serves DynamoDB, with streams, from the memory of this process, to programs in any language. Tables are gone when it stops.

Options:
${optionHelp(localOptions)}
`

/** Runs a command line. Resolves to the exit code of the process. */
export async function runCommand(
  words: readonly string[],
  surroundings: CommandSurroundings,
): Promise<number> {
  const [command, ...rest] = words
  if (command === '--help') {
    surroundings.print(help)
    return 0
  }
  if (command === undefined) return misused('a command is missing: dyntastic local', surroundings)
  if (command !== 'local')
    return misused(
      unknown('command', command, command.startsWith('-') ? ['local', '--help'] : ['local']),
      surroundings,
    )
  const given = readOptions(localOptions, rest)
  if ('fault' in given) return misused(given.fault, surroundings)
  if (given.has('help')) {
    surroundings.print(help)
    return 0
  }
  const port = portOf(given)
  if (port === undefined)
    return misused(`--port must be an integer from 0 to 65535, but is '${given.get('port')}'`, surroundings)
  return serve(String(given.get('host') ?? '127.0.0.1'), port, surroundings)
}

async function serve(host: string, port: number, surroundings: CommandSurroundings): Promise<number> {
  const engine = createEngine()
  const stopped = new Promise<void>((resolve) => surroundings.onStop(resolve))
  try {
    const server = await listenOnLoopback(engine, port, host)
    const sweep = setInterval(() => removeExpired(engine.context), sweepTime)
    surroundings.print(greeting(server.endpoint, host))
    await stopped
    clearInterval(sweep)
    engine.stop()
    await server.close()
    surroundings.print('Stopped.\n')
    return 0
  } catch (error) {
    surroundings.printError(`dyntastic: ${reasonOf(error, host, port)}\n`)
    return 1
  }
}

function greeting(endpoint: string, host: string): string {
  const everywhere = host === '0.0.0.0' || host === '::' ? ', and at all other addresses of this machine' : ''
  return `DynamoDB in memory, with streams, at ${endpoint}${everywhere}

  AWS CLI     aws dynamodb list-tables --endpoint-url ${endpoint} --region us-east-1
  JavaScript  new DynamoDBClient({ endpoint: '${endpoint}', region: 'us-east-1' })
  Python      boto3.client('dynamodb', endpoint_url='${endpoint}', region_name='us-east-1')
  any SDK     AWS_ENDPOINT_URL_DYNAMODB=${endpoint}
              AWS_ENDPOINT_URL_DYNAMODB_STREAMS=${endpoint}

Requests are signed with any credentials: AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
Tables are gone when it stops. Stop it with Ctrl+C.
`
}

/** Explanations of the error codes of `listen`. */
const reasons: { readonly [code: string]: (host: string, port: number) => string } = {
  EADDRINUSE: (host, port) =>
    `port ${port} of ${host} is in use; choose another one with --port, or any free one with --port 0`,
  EACCES: (host, port) =>
    `port ${port} of ${host} requires elevated privileges; choose one above 1023 with --port`,
  EADDRNOTAVAIL: (host) => `${host} is not an address of this machine; choose another one with --host`,
  ENOTFOUND: (host) => `the host '${host}' is unknown; choose another one with --host`,
}

function reasonOf(error: unknown, host: string, port: number): string {
  const { code, message } = error as NodeJS.ErrnoException
  return reasons[String(code)]?.(host, port) ?? `cannot listen on port ${port} of ${host}: ${message}`
}

function portOf(given: GivenOptions): number | undefined {
  const text = String(given.get('port') ?? '8000')
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  return port <= 65_535 ? port : undefined
}

function misused(fault: string, { printError }: CommandSurroundings): number {
  printError(`dyntastic: ${fault}\nRun 'dyntastic --help' for the options.\n`)
  return 1
}
