export const common = {
  'error.internal': 'Internal fault: {detail}. Nothing was changed; please try again, and if it happens again send the log (Help → Log) to support.',
  'error.input.invalid': 'The input of “{call}” does not fit: {field} {reason}.',
  'error.call.unknown': 'There is no operation named “{call}”.',
  'error.cancelled': 'Cancelled; nothing was written.',
  'error.file.notFound': 'File “{file}” was not found. Check that it has not been moved or renamed.',
  'error.file.unreadable': 'File “{file}” cannot be read: {reason}.',
  'error.file.unwritable': '“{file}” cannot be written: {reason}. Choose a folder that can be written to.',
  'error.file.tooLarge': 'File “{file}” has {size} MB, over the limit of {limit} MB. Split or reduce it in its own program first.',
  'error.file.diskFull': 'The disk is full; “{file}” was not completed and what was there is unchanged. Free some space and try again.',
  'error.worker.timeout': 'Reading “{file}” took longer than {seconds} s and was stopped. The workspace is unchanged.',
  'error.worker.memory': 'Reading “{file}” needs more than {limit} MB of memory and was stopped. The workspace is unchanged.',
  'error.worker.crashed': 'The reader of “{file}” ended unexpectedly: {reason}. The workspace is unchanged.',
} as const;
