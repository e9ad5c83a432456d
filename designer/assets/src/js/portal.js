import { listenForClicks } from './clicks.js';
import { stayLive } from './live.js';

listenForClicks();
stayLive();

// A form is sent once, however often its button is pressed.
document.addEventListener('submit', event => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  else if (form.method === 'post') {
    form.dataset.sent = 'yes';
    setTimeout(() => delete form.dataset.sent, 4000);
  }
});
