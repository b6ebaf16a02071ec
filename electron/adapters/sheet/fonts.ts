import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { AppError } from '#shared/kernel/errors.ts';

/** A font file and, for collections, the PostScript name of the face in it. */
export interface FontFace { readonly file: string; readonly face: string | undefined }
export interface SheetFonts { readonly regular: FontFace; readonly bold: FontFace }

interface Candidate { readonly regular: readonly [file: string, face?: string]; readonly bold?: readonly [file: string, face?: string] }

function candidates(): Candidate[] {
  const windows = path.join(process.env['SystemRoot'] ?? String.raw`C:\Windows`, 'Fonts');
  const noto = (folder: string): Candidate => ({
    regular: [`${folder}/NotoSansCJK-Regular.ttc`, 'NotoSansCJKsc-Regular'], bold: [`${folder}/NotoSansCJK-Bold.ttc`, 'NotoSansCJKsc-Bold'],
  });
  return [
    noto('/usr/share/fonts/opentype/noto'), noto('/usr/share/fonts/google-noto-cjk'), noto('/usr/share/fonts/noto-cjk'),
    noto('/usr/share/fonts/truetype/noto'), noto(path.join(homedir(), '.fonts')),
    { regular: [path.join(windows, 'msyh.ttc'), 'MicrosoftYaHei'], bold: [path.join(windows, 'msyhbd.ttc'), 'MicrosoftYaHei-Bold'] },
    { regular: [path.join(windows, 'Deng.ttf')], bold: [path.join(windows, 'Dengb.ttf')] },
    { regular: [path.join(windows, 'simhei.ttf')] },
    { regular: ['/System/Library/Fonts/PingFang.ttc', 'PingFangSC-Regular'], bold: ['/System/Library/Fonts/PingFang.ttc', 'PingFangSC-Semibold'] },
    { regular: ['/System/Library/Fonts/Hiragino Sans GB.ttc', 'HiraginoSansGB-W3'], bold: ['/System/Library/Fonts/Hiragino Sans GB.ttc', 'HiraginoSansGB-W6'] },
    { regular: ['/System/Library/Fonts/STHeiti Light.ttc', 'STHeitiSC-Light'], bold: ['/System/Library/Fonts/STHeiti Medium.ttc', 'STHeitiSC-Medium'] },
  ];
}

/**
 * The Chinese sans font that sheets are written in: the file named by `RISKATLAS_FONT` (`file` or `file#PostScriptName`), else the first of
 * the usual fonts of Debian, Windows and macOS that is there.
 * @throws AppError error.font.unusable (the named file is not there), error.font.missing
 */
export function findFonts(environment: NodeJS.ProcessEnv = process.env, exists: (file: string) => boolean = existsSync): SheetFonts {
  const named = environment['RISKATLAS_FONT'];
  if (named !== undefined && named !== '') {
    const [file = '', face] = named.split('#');
    if (!exists(file)) throw new AppError('error.font.unusable', { file, reason: 'ENOENT' });
    return { regular: { file, face }, bold: { file, face } };
  }
  for (const { regular, bold = regular } of candidates()) {
    if (!exists(regular[0])) continue;
    const strong = exists(bold[0]) ? bold : regular;
    return { regular: { file: regular[0], face: regular[1] }, bold: { file: strong[0], face: strong[1] } };
  }
  throw new AppError('error.font.missing');
}
