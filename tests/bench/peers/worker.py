"""The other end of worker.ts, for workers in Python."""
import json
import sys
import time


def answer(step_of):
    """step_of(task) gives the work to be timed; it is asked once for each task."""
    steps = {}
    for line in sys.stdin:
        task, count = line.rsplit(" ", 1)
        if task not in steps:
            steps[task] = step_of(task)
        costs = []
        for _ in range(int(count)):
            started, worked = time.perf_counter(), time.process_time()
            steps[task]()
            costs.append({"seconds": time.perf_counter() - started, "cpuSeconds": time.process_time() - worked})
        print(json.dumps(costs), flush=True)
