import type { start as zh } from '../zh-CN/start.ts';

export const start = {
  'start.product': 'RiskAtlas',
  'start.purpose': 'From the plant layout and the risk checklist to the risk map.',
  'start.sample': 'Open the sample plant',
  'start.sampleText': 'A chemical plant with tank farms, units and loading bays: layout, checklist and zones are ready.',
  'start.sampleName': 'Sample plant',
  'start.new': 'New workspace',
  'start.newText': 'One file for one enterprise. Import layout and checklist, then draw the zones.',
  'start.newName': 'New workspace',
  'start.open': 'Open workspace',
  'start.openText': 'Go on with an existing .riskatlas file.',
  'start.recent': 'Recent',
  'start.drop': 'You can also drop a .riskatlas file here.',
  'start.name': 'Enterprise',
  'start.code': 'Company code',
  'start.codeHint': '9 digits, as in the registration system',
  'start.file': 'Save as',
  'start.fileHint': 'Choose where the workspace file lies',
  'start.noFile': 'Choose where to save it.',
  'start.choose': 'Choose',
  'start.create': 'Create workspace',
} as const satisfies Record<keyof typeof zh, string>;
