// The page's entry: finds the bridge and mounts the window on it.
import { createApp } from 'vue'
import App from './App.vue'
import { findBridge } from './bridge.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/grids.css'

const bridge = findBridge()
const place = document.querySelector('#app')
if (bridge) createApp(App, { bridge }).mount('#app')
else if (place) place.textContent = 'This page belongs to Forkscope and works only inside its window.'
