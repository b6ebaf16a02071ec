import path from 'node:path';
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { mapFormats, mapThemes, paperSizes } from '#shared/contract/exchange.ts';
import { zoneFrames } from '#shared/exchange/zone-record.ts';
import { usualArguments } from '#shared/contract/dwg.ts';
import type { CallOutput, HostCalls } from '#shared/contract/index.ts';
import { importFrames, type ZoneChoices } from '#shared/contract/zones-import.ts';
import { describeFinding, describeIssue } from './issue-text.ts';
import { companyCodeSchema, creditCodeSchema } from '#shared/model/enterprise.ts';
import type { z } from 'zod';
import type { Session } from './session.ts';
import { readTarget } from './targets.ts';
import type { Terminal } from './terminal.ts';

/** How a command runs: with a session whose workspace is closed afterwards, whatever happens. Returns the exit code. */
export type Run = (work: (session: Session, terminal: Terminal) => Promise<number>) => Promise<void>;

const absolute = (file: string) => path.resolve(file);

/** `riskatlas new`, `layout add`, `zones import`, `explain`, `check`, `recover` */
export function addWorkspaceCommands(program: Command, run: Run, describe: Terminal, environment: NodeJS.ProcessEnv): void {
  const text = describe.text.bind(describe);
  program.command('new').argument('<FILE>', text('cli.arg.workspaceNew')).description(text('cli.new'))
    .option('--name <NAME>', text('cli.opt.name'))
    .option('--company-code <CODE>', text('cli.opt.companyCode'), fitting(companyCodeSchema, text('cli.notCompanyCode')))
    .option('--credit-code <CODE>', text('cli.opt.creditCode'), fitting(creditCodeSchema, text('cli.notCreditCode')), '').option('--sample', text('cli.opt.sample'))
    .action((file: string, options: { name?: string; companyCode?: string; creditCode: string; sample?: boolean }, command: Command) => {
      if (!options.sample && (options.name === undefined || options.companyCode === undefined)) command.error(text('cli.newNeeds'));
      return run(async (session, terminal) => {
        const info = options.sample
          ? await session.call('workspace/createSample', { path: absolute(file) })
          : await session.call('workspace/create', { path: absolute(file), name: options.name ?? '', companyCode: options.companyCode ?? '', creditCode: options.creditCode });
        terminal.result({ workspace: info.path, schemaVersion: info.schemaVersion, counts: info.counts }, [terminal.text('cli.created', { file: info.path })]);
        return 0;
      });
    });

  program.command('layout').description(text('cli.layout')).command('add').argument('<FILE>', text('cli.arg.workspace')).argument('<DRAWING>', text('cli.arg.drawing'))
    .description(text('cli.layoutAdd')).option('--name <NAME>', text('cli.opt.layoutName'))
    .addOption(new Option('--scale <METRES_PER_UNIT>', text('cli.opt.scale')).argParser(positiveNumber(text('cli.notPositive'))))
    .option('--recover', text('cli.opt.recover'))
    .addOption(new Option('--page <N>', text('cli.opt.page')).argParser(pageNumber(text('cli.notPage'))))
    .option('--dwg-converter <PROGRAM>', text('cli.opt.dwgConverter', { variable: 'RISKATLAS_DWG_CONVERTER' }))
    .addOption(new Option('--dwg-arguments <ARGUMENT...>', text('cli.opt.dwgArguments', { names: '{in} {out} {inDir} {outDir}' })))
    .action((file: string, drawing: string, options: LayoutOptions) => run(async (session, terminal) => {
      await session.open(absolute(file));
      const added = await session.call('layout/import', {
        path: absolute(drawing), recover: options.recover ?? false,
        ...(options.name === undefined ? {} : { name: options.name }), ...(options.scale === undefined ? {} : { scale: options.scale }),
        ...(options.page === undefined ? {} : { page: options.page }), ...converterOf(options, environment),
      });
      const size = added.widthMetres === null || added.heightMetres === null ? terminal.text('cli.noScale')
        : terminal.text('cli.size', { width: added.widthMetres.toFixed(1), height: added.heightMetres.toFixed(1) });
      terminal.result(added, [
        terminal.text('cli.layoutAdded', { id: added.layoutId, drawn: added.drawn, entities: added.entities }), size,
        ...added.notShown.map((entry) => `  ${entry.type} × ${entry.count}: ${terminal.label({ key: entry.reason, params: {} })}`),
      ]);
      return 0;
    }));

  program.command('zones').description(text('cli.zones')).command('import').argument('<FILE>', text('cli.arg.workspace')).argument('<ZONES>', text('cli.arg.zones'))
    .description(text('cli.zonesImport')).option('--layout <ID>', text('cli.opt.layout'))
    .addOption(new Option('--frame <FRAME>', text('cli.opt.zonesFrame')).choices(importFrames)).option('--layers <NAMES...>', text('cli.opt.layers'))
    .option('--nameless <NAME>', text('cli.opt.nameless')).option('--split', text('cli.opt.split')).option('--repair', text('cli.opt.repair'))
    .action((file: string, zones: string, { layout, ...choices }: { layout?: string } & Partial<Pick<ZoneChoices, 'frame' | 'layers' | 'nameless' | 'split' | 'repair'>>) => run(async (session, terminal) => {
      await session.open(absolute(file));
      const layoutId = await session.layoutId(layout);
      const result = await session.call('zones/import', { path: absolute(zones), layoutId, choices });
      const errors = result.errors.map((error) => ({ feature: error.feature, message: terminal.label(error.message) }));
      terminal.result({ ...result, errors }, errors.length === 0 ? [terminal.text('cli.zonesImported', { created: result.created, linked: result.linked })] : []);
      for (const error of errors) terminal.complain(error.message);
      return errors.length === 0 ? 0 : 1;
    }));

  program.command('explain').argument('<FILE>', text('cli.arg.workspace')).description(text('cli.explain'))
    .option('--zone <ID>', text('cli.opt.zone')).option('--unit <ID>', text('cli.opt.unit'))
    .action((file: string, options: { zone?: string; unit?: string }, command: Command) => {
      if ((options.zone === undefined) === (options.unit === undefined)) command.error(text('cli.explainNeeds'));
      return run(async (session, terminal) => {
        await session.open(absolute(file), true);
        const kind = options.zone === undefined ? 'unit' : 'zone';
        const explanation = await session.call('risk/explain', { kind, id: await session.idOf(kind, options.zone ?? options.unit ?? '') });
        printExplanation(terminal, explanation);
        return 0;
      });
    });

  program.command('check').argument('<FILE>', text('cli.arg.workspace')).description(text('cli.check')).action((file: string) => run(async (session, terminal) => {
    const { ok, findings } = await session.check(absolute(file));
    const described = findings.map((finding) => ({ severity: finding.severity, message: terminal.label(finding.message) }));
    terminal.result({ ok, findings: described }, [...described.map((finding) => `${terminal.label({ key: `cli.severity.${finding.severity}`, params: {} })}  ${finding.message}`), terminal.text(ok ? 'cli.checkOk' : 'cli.checkBad')]);
    return ok ? 0 : 1;
  }));

  program.command('recover').argument('<FILE>', text('cli.arg.workspace')).requiredOption('--out <FILE>', text('cli.opt.recoverOut')).description(text('cli.recover'))
    .action((file: string, options: { out: string }) => run(async (session, terminal) => {
      const recovered = await session.call('workspace/recover', { path: absolute(file), target: absolute(options.out) });
      terminal.result(recovered, [terminal.text('cli.recovered', { file: recovered.path, rows: recovered.rows, lost: recovered.lost })]);
      return 0;
    }));
}

function printExplanation(terminal: Terminal, explanation: CallOutput<HostCalls['risk/explain']>): void {
  const chain = explanation.chain.map((step) => ({ kind: step.kind, id: step.id, name: step.name, level: step.level, rule: terminal.label(step.rule) }));
  const wouldLower = explanation.wouldLower.map((change) => terminal.label(change));
  const level = terminal.text(`level.${explanation.level ?? 'none'}`);
  terminal.result(
    { level: explanation.level, colour: explanation.colour, chain, wouldLower, unassessed: explanation.unassessed, alsoHolding: explanation.alsoHolding, rulePack: explanation.rulePack },
    [
      `${level} (${terminal.text(`colour.${explanation.colour}`)})`,
      ...chain.map((step, depth) => `${'  '.repeat(depth)}${step.name}: ${step.rule}`),
      ...wouldLower.map((line) => `→ ${line}`),
      ...(explanation.unassessed.length === 0 ? [] : [terminal.text('cli.unassessed', { names: explanation.unassessed.map(({ name }) => name).join('、') })]),
    ],
  );
}

/** `riskatlas checklist import|export` */
export function addChecklistCommands(program: Command, run: Run, describe: Terminal): void {
  const text = describe.text.bind(describe);
  const checklist = program.command('checklist').description(text('cli.checklist'));
  checklist.command('import').argument('<FILE>', text('cli.arg.workspace')).argument('<BOOK>', text('cli.arg.book')).description(text('cli.checklistImport'))
    .option('--template <ID>', text('cli.opt.template'), 'auto').option('--dry-run', text('cli.opt.dryRun'))
    .option('--accept-valid', text('cli.opt.acceptValid')).option('--report <OUT.xlsx>', text('cli.opt.report'))
    .action((file: string, book: string, options: { template: string; dryRun?: boolean; acceptValid?: boolean; report?: string }) => run(async (session, terminal) => {
      await session.open(absolute(file), options.dryRun ?? false);
      const preview = await session.call('checklist/preview', { path: absolute(book), template: options.template });
      if (options.report !== undefined) await session.call('checklist/report', { previewId: preview.previewId, out: absolute(options.report), language: terminal.language });
      const faulty = preview.result.errors.length > 0 && !options.acceptValid;
      const result = options.dryRun || faulty ? preview.result
        : await session.call('checklist/accept', { previewId: preview.previewId, acceptValid: options.acceptValid ?? false });
      const errors = result.errors.map((issue) => describeIssue(terminal, issue));
      const warnings = result.warnings.map((issue) => describeIssue(terminal, issue));
      const { objects, units, events, measures, tasks } = result.created;
      terminal.result({ ...result, errors, warnings }, [
        terminal.text('cli.checklistRead', { sheet: result.sheet, rows: result.rows, template: result.template }),
        terminal.text('cli.checklistCreated', { objects, units, events, measures, tasks, changed: result.changed, unchanged: result.unchanged }),
        terminal.text(result.committed ? 'cli.committed' : 'cli.notCommitted'),
      ]);
      for (const issue of errors) terminal.complain(issue.message);
      if (!terminal.json) for (const issue of warnings) terminal.complain(issue.message);
      return faulty ? 1 : 0;
    }));

  checklist.command('export').argument('<FILE>', text('cli.arg.workspace')).description(text('cli.checklistExport'))
    .option('--template <ID>', text('cli.opt.template'), 'annex2').requiredOption('--out <OUT>', text('cli.opt.out'))
    .action((file: string, options: { template: string; out: string }) => run(async (session, terminal) => {
      await session.open(absolute(file), true);
      return session.exported(terminal, await session.call('checklist/export', { out: absolute(options.out), template: options.template }));
    }));
}

/** `riskatlas map export`, `exchange export|push` */
export function addHandOverCommands(program: Command, run: Run, describe: Terminal, environment: NodeJS.ProcessEnv): void {
  const text = describe.text.bind(describe);
  program.command('map').description(text('cli.map')).command('export').argument('<FILE>', text('cli.arg.workspace')).description(text('cli.mapExport'))
    .addOption(new Option('--format <FORMAT>', text('cli.opt.format')).choices(mapFormats).makeOptionMandatory())
    .addOption(new Option('--paper <SIZE>', text('cli.opt.paper')).choices(paperSizes).default('A3'))
    .addOption(new Option('--theme <THEME>', text('cli.opt.theme')).choices(mapThemes).default('engineering'))
    .addOption(new Option('--frame <FRAME>', text('cli.opt.frame')).choices(zoneFrames).default('plant'))
    .option('--layout <ID>', text('cli.opt.layout')).requiredOption('--out <OUT>', text('cli.opt.out'))
    .action((file: string, options: { format: (typeof mapFormats)[number]; paper: (typeof paperSizes)[number]; theme: (typeof mapThemes)[number]; frame: (typeof zoneFrames)[number]; layout?: string; out: string }) => run(async (session, terminal) => {
      await session.open(absolute(file), true);
      return session.exported(terminal, await session.call('map/export', {
        out: absolute(options.out), format: options.format, paper: options.paper, theme: options.theme, frame: options.frame, language: terminal.language,
        ...(options.layout === undefined ? {} : { layoutId: await session.layoutId(options.layout) }),
      }));
    }));

  const exchange = program.command('exchange').description(text('cli.exchange'));
  exchange.command('export').argument('<FILE>', text('cli.arg.workspace')).description(text('cli.exchangeExport'))
    .option('--profile <ID>', text('cli.opt.profile'), 'national-2024').requiredOption('--out <OUT.zip>', text('cli.opt.out'))
    .action((file: string, options: { profile: string; out: string }) => run(async (session, terminal) => {
      await session.open(absolute(file), true);
      const exported = await session.call('exchange/export', { out: absolute(options.out), profile: options.profile });
      const notSent = exported.notSent.map((finding) => describeFinding(terminal, finding));
      const notices = exported.notices.map((finding) => describeFinding(terminal, finding));
      session.exported(terminal, exported, { notSent, notices });
      complainOf(terminal, 'cli.notExported', notSent);
      for (const { message } of notices) terminal.complain(message);
      return 0;
    }));

  exchange.command('push').argument('<FILE>', text('cli.arg.workspace')).description(text('cli.exchangePush'))
    .requiredOption('--target <NAME>', text('cli.opt.target')).option('--profile <ID>', text('cli.opt.profile'), 'national-2024')
    .action((file: string, options: { target: string; profile: string }) => run(async (session, terminal) => {
      const target = readTarget(options.target, environment);
      await session.open(absolute(file));
      const pushed = await session.call('exchange/push', { target, profile: options.profile });
      const notSent = pushed.notSent.map((finding) => describeFinding(terminal, finding));
      terminal.result({ ...pushed, notSent }, [terminal.text('cli.pushed', { target: pushed.target, sent: pushed.sent, accepted: pushed.accepted, rejected: pushed.rejected.length, skipped: pushed.skippedUnchanged })]);
      for (const row of pushed.rejected) terminal.complain(`${row.table} ${row.id} ${row.name}: ${row.message}`);
      complainOf(terminal, 'cli.notSent', notSent);
      if (pushed.heldBack > 0) terminal.complain(terminal.text('cli.heldBack', { count: pushed.heldBack }));
      return pushed.rejected.length === 0 && notSent.length === 0 && pushed.heldBack === 0 ? 0 : 1;
    }));
}

/** Says how many rows were left out, and for each what does not fit. */
function complainOf(terminal: Terminal, key: 'cli.notSent' | 'cli.notExported', findings: readonly { readonly table: string; readonly id: string; readonly message: string }[]): void {
  if (findings.length === 0) return;
  terminal.complain(terminal.text(key, { count: new Set(findings.map(({ table, id }) => `${table}/${id}`)).size }));
  for (const { message } of findings) terminal.complain(`  ${message}`);
}

function fitting(schema: z.ZodType<string>, message: string): (value: string) => string {
  return (value) => {
    if (!schema.safeParse(value).success) throw new InvalidArgumentError(message);
    return value;
  };
}

interface LayoutOptions { name?: string; scale?: number; recover?: boolean; page?: number; dwgConverter?: string; dwgArguments?: string[] }

/** The converter that was named, with its usual arguments where none were. */
function converterOf({ dwgConverter: named, dwgArguments }: LayoutOptions, environment: NodeJS.ProcessEnv): { dwgConverter?: { program: string; arguments: string[] } } {
  const given = named ?? environment['RISKATLAS_DWG_CONVERTER'] ?? '';
  if (given === '') return {};
  const program = absolute(given);
  return { dwgConverter: { program, arguments: dwgArguments ?? usualArguments(program) } };
}

function pageNumber(message: string): (value: string) => number {
  return (value) => {
    if (!/^[1-9][0-9]{0,5}$/.test(value)) throw new InvalidArgumentError(message);
    return Number(value);
  };
}

function positiveNumber(message: string): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!(number > 0) || !Number.isFinite(number)) throw new InvalidArgumentError(message);
    return number;
  };
}
