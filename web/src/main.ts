import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { createAppRouter } from './router'
import { useSession } from './stores/session'
import './styles/index.css'

const pinia = createPinia()
createApp(App)
  .use(pinia)

  .use(createAppRouter(useSession(pinia)))
  .mount('#app')
