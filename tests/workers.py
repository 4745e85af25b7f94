"""Models that go to workers, which import them from here, and executors with habits."""

import os
import random
from concurrent.futures import Executor, Future

from models import Line

import nn
from autograd import Value, exp, sin


class Branching(Line):
    """A model that takes another way for samples above 0."""

    def __call__(self, x):
        return super().__call__(x) if x[0] > 0.0 else exp(self.offset) * x[0]


class Failing(Line):
    """A model that does not take samples above 10."""

    def __call__(self, x):
        if x[0] > 10.0:
            raise ArithmeticError("too much")
        return super().__call__(x)


class Fatal(Line):
    """A model that ends the process which runs it on a sample above 10."""

    def __call__(self, x):
        if x[0] > 10.0:
            os._exit(1)
        return super().__call__(x)


class Noisy(Line):
    """A model that draws random numbers."""

    def __call__(self, x):
        return super().__call__(x) + random.random()


class Words(nn.Module):
    """A model of samples that are texts."""

    def __init__(self):
        self.weights = {letter: Value(0.1 * i) for i, letter in enumerate("abc")}

    def __call__(self, word):
        return sum((sin(self.weights[letter]) for letter in word), Value(0.0))


class Queue(Executor):
    """Runs nothing before a result is asked for, and then the last task first.

    `done` has the functions that were run, in order.
    """

    def __init__(self):
        self.waiting, self.done = [], []

    def submit(self, fn, /, *args, **kwargs):
        future = Waiting(self)
        self.waiting.append((future, fn, args))
        return future

    def run(self):
        while self.waiting:
            future, fn, args = self.waiting.pop()
            if future.set_running_or_notify_cancel():
                self.done.append(args[0].do.__name__)
                future.set_result(fn(*args))


class Waiting(Future):
    """A future that runs all tasks of its executor when it is asked for its result."""

    def __init__(self, queue):
        super().__init__()
        self.queue = queue

    def result(self, timeout=None):
        self.queue.run()
        return super().result(timeout)


class Interrupted(Queue):
    """A queue in which Ctrl-C is pressed after so many tasks; it keeps the futures it gave."""

    def __init__(self, tasks):
        super().__init__()
        self.tasks, self.futures = tasks, []

    def submit(self, fn, /, *args, **kwargs):
        self.futures.append(super().submit(fn, *args, **kwargs))
        return self.futures[-1]

    def run(self):
        if len(self.futures) > self.tasks:
            raise KeyboardInterrupt
        super().run()
