import { listenForClicks } from './clicks.js';
import { keepDrafts } from './drafts.js';
import { stayLive } from './live.js';

listenForClicks();
stayLive();
keepDrafts();

// A form is sent once, however often its button is pressed.
document.addEventListener('submit', event => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  else if (form.method === 'post') {
    form.dataset.sent = 'yes';
    setTimeout(() => delete form.dataset.sent, 4000);
  }
});
