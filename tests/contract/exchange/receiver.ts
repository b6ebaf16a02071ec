import { createDecipheriv, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export const secrets = { token: 'test-token-1', aesKey: 'k1k2k3k4k5k6k7k8', aesIv: '00112233445566778899aabbccddeeff' } as const;

type Row = Record<string, string>;
type Rule = (value: string, row: Row) => string | null;

const filled: Rule = (value) => (value.trim() === '' ? '不能为空' : null);
const atMost = (limit: number): Rule => (value) => ([...value].reduce((sum, c) => sum + (c > '\u007f' ? 2 : 1), 0) > limit ? `超过${limit}` : null);
const matches = (pattern: RegExp): Rule => (value) => (pattern.test(value) ? null : '格式错误');
const oneOf = (...values: string[]): Rule => (value) => (values.includes(value) ? null : '不在代码表中');
const date = matches(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
const uuid = matches(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
const hourly = (rule: Rule): Rule => (value, row) => (row['checkCycleUnit'] === '小时' ? rule(value, row) : value === '' ? null : '应为空');

/** The rules of domain 5.A, written here a second time, so that a fault of the profile shows. */
const common: Record<string, Rule[]> = {
  id: [uuid], companyCode: [matches(/^\d{9}$/)], deleted: [oneOf('0', '1')], createDate: [date], createBy: [filled, atMost(200)], updateDate: [date], updateBy: [filled, atMost(200)],
};
const tables: Record<string, { name: string; parent: { table: string; field: string } | null; rules: Record<string, Rule[]> }> = {
  '/sec_security_risk_unit': { name: 'riskUnit', parent: null, rules: {
    hazardCode: [filled, atMost(36)], hazardDep: [filled, atMost(200)], hazardLiablePerson: [filled, atMost(20)], riskUnitName: [filled, atMost(200)] } },
  '/sec_security_risk_events': { name: 'riskEvent', parent: { table: 'riskUnit', field: 'riskUnitId' }, rules: { riskUnitId: [uuid], riskEventName: [filled, atMost(500)] } },
  '/sec_security_risk_control_measures': { name: 'riskMeasure', parent: { table: 'riskEvent', field: 'riskEventId' }, rules: {
    riskEventId: [uuid], dataSrc: [oneOf('1', '2')], riskMeasureDesc: [filled, atMost(4000)], classify1: [oneOf('1', '2', '3', '4')],
    classify2: [matches(/^(1-[1-5]|2-[1-3]|3-[1-4]|4-[1-5])$/), (value, row) => (value[0] === row['classify1'] ? null : '与分类1不符')], classify3: [atMost(100)], troubleshootContent: [filled] } },
  '/sec_hidden_check_mission': { name: 'checkTask', parent: { table: 'riskMeasure', field: 'riskMeasureId' }, rules: {
    riskMeasureId: [uuid], troubleshootContent: [filled, atMost(1000)], checkCycle: [(value) => (Number(value) > 0 ? null : '应大于0')], checkCycleUnit: [oneOf('小时', '天', '月', '年')],
    taskStartTime: [date], workStartTime: [hourly(matches(/^\d{1,2}:\d\d:\d\d$/))], workEndTime: [hourly(matches(/^\d{1,2}:\d\d:\d\d$/))], workDayType: [oneOf('0', '1', '2')], workType: [oneOf('0', '1', '2', '3')],
    taskNum: [(value, row) => (row['workType'] === '0' ? (value === '' ? null : '应为空') : Number(value) >= 1 && Number(value) <= (row['workType'] === '3' ? 10 : 9) ? null : '超出范围')] } },
};

/** What the receiver does with a request instead of, or after, taking it. */
export type Mood = 'cut-before' | 'cut-after' | 'hang' | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string } | null;

/** A strict enterprise system for the tests: keeps rows by id, refuses what does not fit and rows whose parent it does not have. */
export class Receiver {
  readonly rows = new Map<string, Map<string, Row>>();
  /** Rows of every batch that was read, in order. */
  readonly batches: { readonly table: string; readonly ids: string[] }[] = [];
  /** Called for each request, from 0. */
  mood: (request: number) => Mood = () => null;
  /** Refuses rows for reasons of its own. */
  veto: (table: string, row: Row) => string | null = () => null;
  /** Takes a batch whole or not at all, and then answers `success: false`. */
  allOrNothing = false;
  requests = 0;
  #close: () => Promise<void> = async () => undefined;
  url = '';

  async start(tls?: { readonly key: string; readonly cert: string }): Promise<this> {
    const listener: RequestListener = (request, response) => { void this.#answer(request, response); };
    const server = tls ? createSecureServer(tls, listener) : createServer(listener);
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    this.url = `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
    this.#close = () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()); });
    return this;
  }
  stop(): Promise<void> { return this.#close(); }

  count(table: string): number { return this.rows.get(table)?.size ?? 0; }
  get total(): number { return [...this.rows.values()].reduce((sum, rows) => sum + rows.size, 0); }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const mood = this.mood(this.requests++);
    if (mood === 'hang') return;
    if (mood === 'cut-before') { request.socket.destroy(); return; }
    if (mood !== null && typeof mood === 'object') {
      response.writeHead(mood.status, mood.headers ?? {}).end(mood.body ?? '');
      return;
    }
    if (request.headers['token'] !== secrets.token) { response.writeHead(401).end(); return; }
    const table = tables[(request.url ?? '').replace('/api/v1', '')];
    if (request.method !== 'POST' || !table) { response.writeHead(404).end(); return; }
    const rows = this.#open(Buffer.concat(chunks).toString('utf8'));
    if (!rows) { send(response, { success: false, code: '400', msg: '解密失败' }); return; }
    this.batches.push({ table: table.name, ids: rows.map((row) => row['id'] ?? '') });
    const failed = rows.map((row) => ({ id: row['id'] ?? '', msg: this.#take(table, row) })).filter((one): one is { id: string; msg: string } => one.msg !== null);
    if (this.allOrNothing && failed.length > 0) {
      for (const row of rows) this.rows.get(table.name)?.delete(row['id'] ?? '');
      send(response, { success: false, code: '500', data: { msg: '整批回滚', code: '500', data: failed } });
      return;
    }
    if (mood === 'cut-after') { request.socket.destroy(); return; }
    send(response, { success: true, code: '200', state: 'ok', data: { msg: failed.length ? '部分失败' : '成功', code: failed.length ? '500' : '200', data: failed } });
  }

  #open(body: string): Row[] | null {
    try {
      const { datas } = JSON.parse(body) as { datas: string };
      const decipher = createDecipheriv('aes-128-cbc', Buffer.from(secrets.aesKey), Buffer.from(secrets.aesIv, 'hex'));
      return JSON.parse(Buffer.concat([decipher.update(datas, 'base64'), decipher.final()]).toString('utf8')) as Row[];
    } catch {
      return null;
    }
  }

  /** Null where the row was taken, else why not. */
  #take(table: (typeof tables)[string], row: Row): string | null {
    for (const [field, rules] of Object.entries({ ...common, ...table.rules })) {
      const value = row[field];
      if (typeof value !== 'string') return `${field}缺失`;
      for (const rule of rules) {
        const wrong = rule(value, row);
        if (wrong) return `${field}${wrong}`;
      }
    }
    const unknown = Object.keys(row).find((field) => !(field in common) && !(field in table.rules));
    if (unknown !== undefined) return `多余字段${unknown}`;
    if (table.parent && !this.rows.get(table.parent.table)?.has(row[table.parent.field] ?? '')) return `请先上传${table.parent.table}`;
    const veto = this.veto(table.name, row);
    if (veto !== null) return veto;
    const kept = this.rows.get(table.name) ?? new Map<string, Row>();
    this.rows.set(table.name, kept.set(row['id'] ?? '', row));
    return null;
  }
}

function send(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ requestId: randomUUID(), state: '', data: null, ...body }));
}
