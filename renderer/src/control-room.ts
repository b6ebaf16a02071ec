import './no-eval.ts';
import 'element-plus/dist/index.css';
import 'element-plus/theme-chalk/dark/css-vars.css';
import './styles/tokens.css';
import './styles/base.css';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import ControlRoom from './ControlRoom.vue';
import { i18n } from './locales/index.ts';
import { useMessages } from './stores/messages.ts';

const app = createApp(ControlRoom);
const pinia = createPinia();
app.use(pinia).use(i18n);
const messages = useMessages(pinia);
app.config.errorHandler = (error) => { messages.report(error); };
window.addEventListener('unhandledrejection', (event) => { messages.report(event.reason); });
app.mount('#app');
