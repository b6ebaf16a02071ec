/** The converter of DWG drawings: dialogs of the system and what is refused. */
export const dwg = {
  'error.dwg.noConverter': 'No DWG converter has been chosen. Choose one first.',
  'error.dwg.arguments': 'The arguments must say where the DWG is, by {in} or {inDir}, and where the DXF goes, by {out} or {outDir}. Add them, then save.',
  'dwgProgram.pick': 'Choose the DWG converter',
  'dwgProgram.program': 'Programs',
  'dwgProgram.agree': 'A DWG will be converted by running the program with these arguments:',
  'dwgProgram.agreeYes': 'Use these arguments',
  'dwgProgram.agreeNo': 'Cancel',
} as const;
