// Client tokens of transactions: the option and its check.
import { kind } from '../../errors/option-kinds.js'
import type { OptionRow } from '../../errors/option-table.js'

/** DynamoDB's maximum length of a ClientRequestToken. */
const longest = 36

/** The option `token`. */
export const tokenOption: OptionRow<string> = {
  takes: kind(
    `a string of 1 to ${longest} characters`,
    (value) => typeof value === 'string' && value.length >= 1 && value.length <= longest,
  ),
  doc: 'The client token (ClientRequestToken). Sending the same transaction again with the same token within 10 minutes applies it only once.',
}
