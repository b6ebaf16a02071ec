import { z } from 'zod';

// Imported before anything that makes a schema: schemas would otherwise try to compile themselves, which the content security policy refuses and reports.
z.config({ jitless: true });
