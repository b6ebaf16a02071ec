/* An Electron main that shows one page (RISKATLAS_BENCH_PAGE) as fast as it can be drawn. */
const { app, BrowserWindow } = require('electron');

app.commandLine.appendSwitch('disable-gpu-vsync');
app.commandLine.appendSwitch('disable-frame-rate-limit');
app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800, useContentSize: true, webPreferences: { sandbox: true, backgroundThrottling: false } }).loadURL(process.env.RISKATLAS_BENCH_PAGE));
