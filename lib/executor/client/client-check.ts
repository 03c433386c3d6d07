// Checks that a client is as the SDK made it, so that its requests can be sent without its middleware.
import { remembered } from '../../util/remembered.js'
import { middlewareOf, type Placed } from './middleware-list.js'
import type { MiddlewareList, SdkClient } from './sdk-client.js'
import { type ClientClass, standIn } from './stand-in.js'

/** Finds out whether a client can be used for the direct transport. */
export interface ClientCheck {
  /** Why it cannot, in words; `undefined` if it can. Looks again at each call, since clients can be changed. */
  refusal(client: unknown): string | undefined
  /** A client of the same class that sends nothing. Only of a client that was not refused. */
  standInOf(client: SdkClient): SdkClient
}

/** What was found of a client, and what it was found in. */
interface Finding {
  readonly refusal: string | undefined
  readonly send: unknown
  readonly config: unknown
  readonly settings: readonly (readonly [name: string, value: unknown])[]
  readonly middleware: readonly Placed[]
}

/** The check of one executor. */
export function clientCheck(): ClientCheck {
  const findings = new WeakMap<object, Finding>()
  const standInFor = remembered(standIn)

  return {
    refusal(client) {
      if (typeof client !== 'object' || client === null) return notTheSdks
      const known = findings.get(client)
      if (known !== undefined && holds(known, client as SdkClient)) return known.refusal
      const found = find(client, standInFor)
      findings.set(client, found)
      return found.refusal
    },
    standInOf: (client) => standInFor(classOf(client) as ClientClass),
  }
}

const notTheSdks = 'the client is not a DynamoDBClient of the SDK'

function find(client: object, standInFor: (Client: ClientClass) => SdkClient): Finding {
  const { send, config, middlewareStack }: Partial<SdkClient> = client
  const nothing: Finding = { refusal: notTheSdks, send, config, settings: [], middleware: [] }
  const Client = classOf(client)
  if (Client === undefined || typeof config !== 'object' || !isList(middlewareStack)) return nothing
  if (!isSdkSend(client))
    return { ...nothing, refusal: "the client's send() is not the SDK's own, as in a mock" }
  let usual: SdkClient
  try {
    usual = standInFor(Client)
  } catch {
    return nothing
  }
  const middleware = middlewareOf(middlewareStack)
  const settings = judgedSettings(config)
  const refusal =
    (middlewareStack.identifyOnResolve?.() === true ? 'the client prints its middleware' : undefined) ??
    strangeMiddleware(middleware, middlewareOf(usual.middlewareStack)) ??
    strangeSetting(config, usual.config)
  return { refusal, send, config, settings, middleware }
}

// Cheap, as it is done at each call.
function holds({ send, config, settings, middleware }: Finding, client: Partial<SdkClient>): boolean {
  if (client.send !== send || client.config !== config || !isList(client.middlewareStack)) return false
  for (const [name, value] of settings) if (Reflect.get(Object(config), name) !== value) return false
  if (client.middlewareStack.identifyOnResolve?.() === true) return false
  let at = 0
  let same = true
  const add = (each: unknown): void => {
    if (middleware[at++]?.middleware !== each) same = false
  }
  client.middlewareStack.applyToStack({ add, addRelativeTo: add })
  return same && at === middleware.length
}

function isList(stack: Partial<MiddlewareList> | undefined): stack is MiddlewareList {
  return typeof stack?.applyToStack === 'function'
}

// The class next to the SDK's base class of clients: DynamoDBClient, also for a client of a class that extends it.
function classOf(client: object): ClientClass | undefined {
  const [, below] = prototypesOf(client)
  return below?.constructor as ClientClass | undefined
}

// The prototypes of an object, the most general one first, without Object's.
function prototypesOf(object: object): object[] {
  const found: object[] = []
  for (let each = Object.getPrototypeOf(object); each !== null; each = Object.getPrototypeOf(each))
    found.unshift(each)
  // Object's own, also of another realm.
  return found.slice(1)
}

// Only the base class has it; and it does what `send` of the SDK does, also in a minified program.
function isSdkSend(client: object): boolean {
  const holders = [client, ...prototypesOf(client)].filter((each) => Object.hasOwn(each, 'send'))
  const [base] = prototypesOf(client)
  const send: unknown = Reflect.get(client, 'send')
  return holders.length === 1 && holders[0] === base && typeof send === 'function' && isSendOfSdk(send)
}

/**
 * Whether a `send` is the SDK's: the one that resolves the middleware of a command. Read from its source text, as a
 * program may hold several copies of the SDK, bundled or not.
 */
export const isSendOfSdk: (send: object) => boolean = remembered((send) =>
  /\.resolveMiddleware\(/.test(textOf(send)),
)

const places = ['name', 'step', 'priority', 'relation', 'toMiddleware'] as const

function strangeMiddleware(found: readonly Placed[], usual: readonly Placed[]): string | undefined {
  const strange = found.find((each) => !usual.some((other) => isLike(each, other)))
  if (strange !== undefined) return `the client has middleware that the SDK did not add (${nameOf(strange)})`
  const lacking = usual.find((each) => !found.some((other) => isLike(each, other)))
  return lacking === undefined ? undefined : `the client lacks middleware of the SDK (${nameOf(lacking)})`
}

// Middleware is made again for each client, from the same source.
function isLike({ middleware, position }: Placed, other: Placed): boolean {
  return (
    places.every((place) => position[place] === other.position[place]) && isSame(middleware, other.middleware)
  )
}

function nameOf({ position }: Placed): string {
  return typeof position['name'] === 'string' ? position['name'] : 'without a name'
}

/**
 * Settings that the direct transport asks the configuration for, or learns from a request that the SDK made, or that
 * bear on neither.
 */
const followed: ReadonlySet<string> = new Set([
  ...['region', 'credentials', 'credentialDefaultProvider', 'endpoint', 'isCustomEndpoint', 'tls', 'profile'],
  ...['serviceConfiguredEndpoint', 'ignoreConfiguredEndpointUrls', 'endpointProvider', 'endpointCache'],
  ...['endpointDiscoveryEnabled', 'endpointDiscoveryEnabledProvider', 'disableHostPrefix'],
  ...['accountIdEndpointMode', 'useDualstackEndpoint', 'useFipsEndpoint', 'authSchemePreference'],
  ...['requestHandler', 'retryStrategy', 'retryMode', 'maxAttempts', 'defaultsMode', 'defaultSocketTimeout'],
  ...['customUserAgent', 'defaultUserAgentProvider', 'userAgentAppId', 'serviceId', 'apiVersion', 'runtime'],
  ...['systemClockOffset', 'disableClockSkewCorrection', 'signingRegion', 'signingName', 'cacheMiddleware'],
])

function judgedSettings(config: object): [string, unknown][] {
  return Object.entries(config).filter(([name]) => !followed.has(name))
}

// Of any other setting, only what the SDK sets by itself is known.
function strangeSetting(config: object, usual: object): string | undefined {
  const names = new Set([...Object.keys(config), ...Object.keys(usual)])
  for (const name of names) {
    const value: unknown = Reflect.get(config, name)
    if (followed.has(name) || isSame(value, Reflect.get(usual, name))) continue
    if (name === 'logger') return 'the client has a logger'
    if (value !== undefined || name in usual) return `the client's \`${name}\` is not the SDK's own`
  }
  return undefined
}

// The same value, or made by the same code. Of an object of a class, only the class is looked at: what it holds changes
// as it is used.
function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (typeof one === 'function' && typeof other === 'function') return isSameFunction(one, other)
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  const prototype: unknown = Object.getPrototypeOf(one)
  if (prototype !== Object.getPrototypeOf(other)) return false
  if (prototype !== Object.prototype && prototype !== Array.prototype) return true
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => isSame(Reflect.get(one, name), Reflect.get(other, name)))
  )
}

// The source of a bound function cannot be seen, so its name has to do: `bound Hash`.
function isSameFunction(one: { readonly name: string }, other: { readonly name: string }): boolean {
  if (textOf(one) !== textOf(other)) return false
  return !isNative(one) || (one.name === other.name && /^bound ./.test(one.name))
}

function textOf(work: object): string {
  return Function.prototype.toString.call(work)
}

function isNative(work: object): boolean {
  return /\{\s*\[native code\]\s*\}$/.test(textOf(work))
}
