// Endpoints by the SDK's own rules, in the place of its middleware, which copies the client's configuration each time.
import {
  type CallContext,
  copyOf,
  type FoundEndpoint,
  isLike,
  isLikeContext,
} from '../client/call-context.js'
import { type ParameterSources, parameterSources } from '../client/endpoint-parameters.js'
import type { SdkClient } from '../client/sdk-client.js'
import type { StackHandler, StackMiddleware } from './sdk-stack.js'

/** Finds the endpoints of one client. */
export interface OwnEndpoints {
  /** Finds that of one command, or has the SDK's middleware find it. */
  over(theirs: StackMiddleware, next: StackHandler, context: unknown, Command: unknown): StackHandler
}

type RuleParameters = Record<string, unknown>
type Rules = (parameters: RuleParameters, context: object) => FoundEndpoint

// What of a client's configuration decides about endpoints.
interface Configuration {
  readonly endpointProvider?: Rules
  readonly isCustomEndpoint?: boolean
  readonly ignoreConfiguredEndpointUrls?: boolean
  readonly serviceConfiguredEndpoint?: () => Promise<unknown>
  readonly endpoint?: () => Promise<{
    readonly protocol?: string
    readonly hostname?: string
    readonly port?: number
    readonly path?: string
    readonly headers?: object
  }>
  readonly credentials?: () => Promise<{ readonly accountId?: unknown; readonly AccountId?: unknown }>
}

/** What is known of the endpoints of one class of command. */
interface Recipe extends ParameterSources<Configuration> {
  /** The client's parameters in the last call whose endpoint the SDK found as well. */
  seen: readonly unknown[] | undefined
  /** Whether the SDK was seen to do anything else. */
  other: boolean
}

function settingsIn({ config }: SdkClient): Configuration {
  return config as unknown as Configuration
}

const unusual: unique symbol = Symbol('unusual')

/**
 * The SDK's middleware takes a sixth of the CPU time of a small request: for each call, it copies the configuration and
 * awaits each parameter in several layers. Here the same settings are read from the same configuration, for each call,
 * and the SDK's own rules are given the same parameters. While the client's parameters are those of a call that both
 * have done, with the same result, the middleware is left out; when they change, such as with the account of other
 * credentials, both do it again.
 * @param standIn a client of the same class that has the SDK's own rules
 */
export function ownEndpoints(client: SdkClient, standIn: SdkClient): OwnEndpoints {
  const recipes = new Map<unknown, Recipe | undefined>()
  const { endpointProvider: rules } = settingsIn(standIn)

  function recipeFor(Command: unknown): Recipe | undefined {
    if (recipes.has(Command)) return recipes.get(Command)
    const sources = parameterSources(Command, readers)
    const recipe = sources && { ...sources, seen: undefined, other: false }
    recipes.set(Command, recipe)
    return recipe
  }

  return {
    over(theirs, next, given, Command) {
      const recipe = recipeFor(Command)
      if (recipe === undefined || recipe.other || rules === undefined) return theirs(next, given)
      const context = given as CallContext
      return async (args) => {
        const config = settingsIn(client)
        // Rules of the user's may look at anything.
        const settings = config.endpointProvider === rules ? await settingsOf(recipe, config) : undefined
        if (settings === undefined) return theirs(next, context)(args)
        const endpoint = rules(parametersOf(recipe, settings, args), context)
        if (isEqual(settings, recipe.seen)) {
          enter(context, endpoint, config)
          return next({ ...(args as object) })
        }
        const before = copyOf(context)
        return theirs((made) => {
          enter(before, endpoint, config)
          recipe.other ||= !isLike(made, args) || !isLikeContext(context, before)
          recipe.seen = settings
          return next(made)
        }, context)(args)
      }
    },
  }
}

const setting =
  (name: string) =>
  (config: object): unknown => {
    const value: unknown = Reflect.get(config, name)
    return typeof value === 'function' ? (value as () => unknown).call(config) : value
  }

/** The settings of a client that parameters are made of, by the SDK's names for them. */
const readers: ReadonlyMap<string, (config: Configuration) => unknown> = new Map([
  ...['region', 'useFipsEndpoint', 'useDualstackEndpoint', 'accountIdEndpointMode'].map(
    (name) => [name, setting(name)] as const,
  ),
  ['accountId', accountId],
  ['endpoint', customEndpoint],
])

async function accountId({ credentials }: Configuration): Promise<unknown> {
  const identity = await credentials?.()
  return identity?.accountId ?? identity?.AccountId
}

async function customEndpoint({ isCustomEndpoint, endpoint }: Configuration): Promise<unknown> {
  if (isCustomEndpoint === false) return undefined
  const found = await endpoint?.()
  if (found?.hostname === undefined || found.headers !== undefined || 'url' in found) return unusual
  const { protocol, hostname, port, path } = found
  return `${protocol}//${hostname}${port ? `:${port}` : ''}${path}`
}

// In the SDK's order. `undefined` if they are not as usual, or one cannot be read: the SDK reports why.
async function settingsOf(recipe: Recipe, config: Configuration): Promise<readonly unknown[] | undefined> {
  const { isCustomEndpoint, ignoreConfiguredEndpointUrls, serviceConfiguredEndpoint } = config
  try {
    if (!isCustomEndpoint && !ignoreConfiguredEndpointUrls) {
      // Of the environment, or of the shared configuration file.
      if (serviceConfiguredEndpoint === undefined || (await serviceConfiguredEndpoint())) return undefined
    }
    const found: unknown[] = [isCustomEndpoint]
    for (const [, read] of recipe.ofClient) found.push(await read(config))
    return found.includes(unusual) ? undefined : found
  } catch {
    return undefined
  }
}

function parametersOf(
  { ofClient, ofInput }: Recipe,
  found: readonly unknown[],
  args: unknown,
): RuleParameters {
  const { input } = args as { readonly input: object }
  const parameters: RuleParameters = {}
  let at = 1
  for (const [name] of ofClient) parameters[name] = found[at++]
  for (const { name, member, get, value } of ofInput)
    parameters[name] = member === undefined ? (get?.(input) ?? value) : Reflect.get(input, member)
  return parameters
}

// What the SDK's middleware leaves in the context of a call.
function enter(context: CallContext, endpoint: FoundEndpoint, { isCustomEndpoint }: Configuration): void {
  if (isCustomEndpoint) {
    context.__smithy_context ??= {}
    context.__smithy_context.features ??= {}
    context.__smithy_context.features['ENDPOINT_OVERRIDE'] = 'N'
  }
  context.endpointV2 = endpoint
  context.authSchemes = endpoint.properties?.authSchemes
}

function isEqual(found: readonly unknown[], seen: readonly unknown[] | undefined): boolean {
  if (seen === undefined) return false
  for (let at = 0; at < found.length; at++) if (found[at] !== seen[at]) return false
  return true
}
