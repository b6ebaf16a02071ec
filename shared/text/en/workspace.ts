export const workspace = {
  'error.workspace.none': 'No workspace is open. Create or open a .riskatlas file first.',
  'error.workspace.exists': '“{file}” exists already and is not overwritten. Choose another name, or open it.',
  'error.workspace.notOne': '“{file}” is not a RiskAtlas workspace.',
  'error.workspace.newer': '“{file}” was saved by a newer RiskAtlas (format {version}; this program reads up to {supported}). Upgrade to open it; the file is unchanged.',
  'error.workspace.damaged': '“{file}” is damaged: {detail}. The file is unchanged; “Recover to a new file” saves what can be read.',
  'error.workspace.inUse': '“{file}” is open in another RiskAtlas. Close it there, or go on in that window.',
  'error.workspace.readOnly': 'Workspace “{file}” is read-only and cannot be changed.',
  'error.row.notFound': 'This row ({kind} {id}) was not found; it may have been deleted.',
  'error.row.invalid': '“{field}” of {kind} does not fit: {reason}.',
  'error.undo.nothing': 'There is nothing to undo.',
  'error.redo.nothing': 'There is nothing to redo.',
} as const;
