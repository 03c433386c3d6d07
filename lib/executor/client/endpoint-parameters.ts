// Parameters of the SDK's endpoint rules: which a class of command has, and where each comes from.

/** Where the parameters of one class of command come from. `C`: the configuration of a client. */
export interface ParameterSources<C> {
  readonly ofClient: readonly (readonly [name: string, read: SettingReader<C>])[]
  readonly ofInput: readonly InputParameter[]
}

/** Reads a setting from a configuration. */
export type SettingReader<C> = (config: C) => unknown

/** A parameter that is a member of the input, is made of the input, or is constant. */
export interface InputParameter {
  readonly name: string
  readonly member?: string
  readonly get?: (input: object) => unknown
  readonly value?: unknown
}

// How the SDK describes a parameter (@smithy/types).
interface Instruction {
  readonly type?: unknown
  readonly name?: string
  readonly value?: unknown
  get?(input: object): unknown
}

/**
 * Returns the sources of the parameters of a class of command, which the SDK describes; `undefined` if one is not known
 * here.
 * @param settings how the settings of a client are read, by the SDK's names for them
 */
export function parameterSources<C>(
  Command: unknown,
  settings: ReadonlyMap<string, SettingReader<C>>,
): ParameterSources<C> | undefined {
  const { getEndpointParameterInstructions }: { getEndpointParameterInstructions?: () => object } =
    Object(Command)
  const instructions: readonly [string, Instruction][] = Object.entries(
    getEndpointParameterInstructions?.() ?? {},
  )
  const ofClient: [string, SettingReader<C>][] = []
  const ofInput: InputParameter[] = []
  for (const [parameter, { type, name = '', value, get }] of instructions) {
    const read = type === 'builtInParams' ? settings.get(name) : undefined
    if (read !== undefined) ofClient.push([parameter, read])
    else if (type === 'staticContextParams') ofInput.push({ name: parameter, value })
    else if (type === 'contextParams') ofInput.push({ name: parameter, member: name })
    else if (type === 'operationContextParams' && get !== undefined) ofInput.push({ name: parameter, get })
    else return undefined
  }
  return instructions.length === 0 ? undefined : { ofClient, ofInput }
}
