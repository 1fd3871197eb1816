//! Encodes many texts in parallel, in order and in bounded memory.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::EncoderError;

/// The number of texts per thread that are being encoded or wait for their turn: enough that a long one does not hold
/// up the other threads, and at most 3 MB of vectors.
const WINDOW: usize = 8;

type Reply<Made> = Sender<Result<Made, EncoderError>>;

/// Calls `encode` for every text, on as many threads as there are cores, and `each` with the results, in order.
pub fn in_order<Text: Sync, Made: Send>(
    texts: &[Text],
    encode: impl Fn(&Text) -> Result<Made, EncoderError> + Sync,
    each: &mut dyn FnMut(usize, Made),
) -> Result<(), EncoderError> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let workers = cores.min(texts.len());
    thread::scope(|scope| {
        let (jobs, queue) = channel::<(&Text, Reply<Made>)>();
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..workers {
            let (queue, encode) = (Arc::clone(&queue), &encode);
            scope.spawn(move || {
                while let Some((text, reply)) = next(&queue) {
                    // Sending fails if an earlier text has failed: nobody waits any more.
                    let _ = reply.send(encode(text));
                }
            });
        }
        let mut waiting = VecDeque::new();
        let mut unsent = texts.iter();
        for index in 0..texts.len() {
            while waiting.len() < WINDOW * workers
                && let Some(text) = unsent.next()
            {
                let (reply, answer) = channel();
                // The queue lives as long as the scope, so this cannot fail.
                let _ = jobs.send((text, reply));
                waiting.push_back(answer);
            }
            let Some(answer) = waiting.pop_front() else {
                break;
            };
            // No answer means that the worker panicked. The scope propagates its panic.
            let Ok(encoding) = answer.recv() else { break };
            each(index, encoding?);
        }
        Ok(())
    })
}

fn next<Job>(queue: &Mutex<Receiver<Job>>) -> Option<Job> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}
