import { Help, Option, type Command, type HelpConfiguration } from 'commander';
import type { MessageKey } from '#shared/text/index.ts';
import type { Terminal } from './terminal.ts';

/** What commander says of wrong usage, by the text that says it in the person's language. Named groups fill its placeholders. */
const faults: readonly (readonly [RegExp, Extract<MessageKey, `cli.usage.${string}`>])[] = [
  [/^unknown option '(?<name>.+?)'(?:.*Did you mean (?<like>.+)\?)/s, 'cli.usage.unknownOptionLike'],
  [/^unknown option '(?<name>.+?)'/, 'cli.usage.unknownOption'],
  [/^unknown command '(?<name>.+?)'(?:.*Did you mean (?<like>.+)\?)/s, 'cli.usage.unknownCommandLike'],
  [/^unknown command '(?<name>.+?)'/, 'cli.usage.unknownCommand'],
  [/^missing required argument '(?<name>.+?)'/, 'cli.usage.argumentMissing'],
  [/^option '(?<name>.+?)' argument missing/, 'cli.usage.valueMissing'],
  [/^required option '(?<name>.+?)' not specified/, 'cli.usage.optionMissing'],
  [/^too many arguments.*Expected \d+ arguments? but got \d+: (?<found>.+)\.$/s, 'cli.usage.tooMany'],
  [/^option '(?<name>.+?)' argument '(?<value>.*)' is invalid\. Allowed choices are (?<choices>.+)\.$/s, 'cli.usage.notAChoice'],
  [/^option '(?<name>.+?)' argument '(?<value>.*)' is invalid\. (?<reason>.+)$/s, 'cli.usage.badValue'],
];

/** What commander says of wrong usage, as a line in the language of `terminal`; what it says otherwise stays as it is. */
export function usageFault(terminal: Terminal, message: string): string {
  const said = message.trim().replace(/^error: /, '');
  for (const [pattern, key] of faults) {
    const found = pattern.exec(said);
    if (found) return terminal.text(key, { ...found.groups });
  }
  return said;
}

/** Help whose headings and notes are in the language of `terminal`. */
export function helpIn(terminal: Terminal): HelpConfiguration {
  const titles: Readonly<Record<string, MessageKey>> = {
    'Usage:': 'cli.help.usage', 'Arguments:': 'cli.help.arguments', 'Options:': 'cli.help.options', 'Commands:': 'cli.help.commands',
  };
  const terms = (usage: string): string => usage.replaceAll('[options]', terminal.text('cli.help.anyOptions')).replaceAll('[command]', terminal.text('cli.help.anyCommand'));
  return {
    styleTitle: (title) => (titles[title] === undefined ? title : terminal.text(titles[title])),
    styleUsage: terms,
    subcommandTerm: (command) => terms(Help.prototype.subcommandTerm(command)),
    displayWidth,
    optionDescription: (option) => [option.description, ...notesOf(terminal, option)].join(terminal.text('cli.help.join')),
  };
}

/** Columns on a terminal, where Chinese characters and punctuation take two. */
const displayWidth = (text: string): number => [...text].reduce((width, character) => width + ((character.codePointAt(0) ?? 0) >= 0x2e80 ? 2 : 1), 0);

function notesOf(terminal: Terminal, option: Option): string[] {
  const given: unknown = option.defaultValue;
  return [
    ...(option.argChoices ? [terminal.text('cli.help.choices', { choices: option.argChoices.join(' | ') })] : []),
    ...(typeof given === 'string' && given !== '' ? [terminal.text('cli.help.default', { value: given })] : []),
    ...(option.mandatory ? [terminal.text('cli.help.mandatory')] : []),
  ];
}

/** `--json` and `--lang`, known to every command, so that they may stand where people type them. */
export function addCommonOptions(command: Command, terminal: Terminal): void {
  command.option('--json', terminal.text('cli.opt.json')).addOption(new Option('--lang <LANGUAGE>', terminal.text('cli.opt.lang')).choices(['zh-CN', 'en']));
}
